package site

import (
	"time"

	"github.com/google/uuid"
)

// Snapshot says when, from where and for which portal a site was read. The site itself is stored beside it.
type Snapshot struct {
	ID          uuid.UUID      `json:"id"`
	PortalID    uuid.UUID      `json:"portalId"`
	TakenAt     time.Time      `json:"takenAt"`        // UTC
	Name        string         `json:"name,omitempty"` // given by a person, may be empty: "Before go-live"
	Note        string         `json:"note,omitempty"` // by a person, may be empty, may have several lines
	Path        string         `json:"path"`           // what was opened, as the person named it
	Root        string         `json:"root"`           // the site's folder within it, "." when it is the same
	Format      Format         `json:"format"`
	DataModel   DataModel      `json:"dataModel"`
	Fingerprint string         `json:"fingerprint"`      // Site.Fingerprint: 64 hex digits
	Domain      string         `json:"domain,omitempty"` // the site's primary domain, where the export tells
	Complete    bool           `json:"complete"`         // false when a file or record could not be read
	Counts      Counts         `json:"counts"`
	Files       FileCounts     `json:"files"`
	Severities  SeverityCounts `json:"problems"`
}

// FileCounts counts files by what became of them.
type FileCounts struct {
	Used       int `json:"used"`
	Ignored    int `json:"ignored"`
	Unreadable int `json:"unreadable"`
}

// SeverityCounts counts problems by severity.
type SeverityCounts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
}

// Complete reports whether nothing of the site failed to be read.
func (r *Reading) Complete() bool {
	return r.FileCounts().Unreadable == 0 && r.Severities().Errors == 0
}

// FileCounts counts the reading's files.
func (r *Reading) FileCounts() FileCounts {
	var c FileCounts
	for _, f := range r.Files {
		switch f.Use {
		case Used:
			c.Used++
		case Ignored:
			c.Ignored++
		case Unreadable:
			c.Unreadable++
		}
	}
	return c
}

// Severities counts the reading's problems.
func (r *Reading) Severities() SeverityCounts {
	var m SeverityCounts
	for _, p := range r.Problems {
		switch p.Severity {
		case Error:
			m.Errors++
		case Warning:
			m.Warnings++
		case Note:
			m.Notes++
		}
	}
	return m
}
