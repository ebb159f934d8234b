package report

import (
	"bytes"
	"encoding/json"
	"io"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// JSON for programs. Each shape has a version; a change that could break a reader gets a new one. Answers about access
// bring their shapes along.
var _ = register(format{
	name: "json", inspect: inspectJSON,
	access:  encode[*access.Sheet],
	without: encode[*access.WithoutSheet],
	who:     encode[*access.WhoSheet],
	explain: encode[*access.Explanation],
})

const inspectSchema = "gatehouse.inspect/1"

type inspection struct {
	Schema string          `json:"schema"`
	Sites  []inspectedSite `json:"sites"`
}

type inspectedSite struct {
	Name      string             `json:"name"`
	ID        site.ID            `json:"id"`
	Root      string             `json:"root"`
	Format    site.Format        `json:"format"`
	DataModel site.DataModel     `json:"dataModel"`
	Counts    site.Counts        `json:"counts"`
	Files     site.FileCounts    `json:"files"`
	Problems  []inspectedProblem `json:"problems"`

	Snapshot     *keptSnapshot     `json:"snapshot,omitempty"` // where a snapshot file was read
	Records      site.RecordCounts `json:"records"`
	OtherFiles   []otherFile       `json:"otherFiles"`   // those that are not used
	OtherRecords []otherRecord     `json:"otherRecords"` // those that are not simply used
}

// keptSnapshot is what a snapshot file says of the snapshot that was written to it.
type keptSnapshot struct {
	TakenAt string `json:"takenAt"` // RFC 3339, UTC
	Name    string `json:"name"`
	Note    string `json:"note"`
	Path    string `json:"path"` // of the export, on the machine where it was read
}

// otherFile is a site.File with all its keys always there.
type otherFile struct {
	Path   string       `json:"path"`
	Use    site.FileUse `json:"use"`
	Reason string       `json:"reason"`
	Line   int          `json:"line"`
	Column int          `json:"column"`
}

// otherRecord is a site.RecordException with all its keys always there, and its file.
type otherRecord struct {
	Use     site.RecordUse          `json:"use"`
	Kind    string                  `json:"kind"`
	ID      site.ID                 `json:"id"`
	Name    string                  `json:"name"`
	File    string                  `json:"file"`
	Line    int                     `json:"line"`
	Reason  string                  `json:"reason"`
	Missing []site.MissingReference `json:"missing"`
	Count   int                     `json:"count"` // how many records this stands for
}

// inspectedProblem is a site.Problem with all its keys always there.
type inspectedProblem struct {
	Severity site.Severity `json:"severity"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Record   site.ID       `json:"record"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint"`
	Lost     string        `json:"lost"` // the kind of records that it cost, see site.Problem
}

func inspectJSON(w io.Writer, readings []site.Reading) error {
	out := inspection{Schema: inspectSchema, Sites: make([]inspectedSite, 0, len(readings))}
	for i := range readings {
		r := &readings[i]
		s := inspectedSite{
			Name: r.Site.Website.Name, ID: r.Site.Website.ID, Root: r.Site.Root,
			Format: r.Site.Format, DataModel: r.Site.DataModel,
			Counts: r.Site.Counts(), Files: r.FileCounts(),
			Problems: make([]inspectedProblem, 0, len(r.Problems)),
			Records:  r.RecordCounts(), OtherFiles: []otherFile{}, OtherRecords: []otherRecord{},
		}
		if kept := r.Kept; kept != nil {
			s.Snapshot = &keptSnapshot{timestamp(kept.TakenAt), kept.Name, kept.Note, kept.Path}
		}
		for _, f := range r.Files {
			if f.Use != site.Used {
				s.OtherFiles = append(s.OtherFiles, otherFile{f.Path, f.Use, f.Reason, f.Line, f.Column})
			}
			for _, e := range f.Exceptions {
				if e.Missing == nil {
					e.Missing = []site.MissingReference{}
				}
				s.OtherRecords = append(s.OtherRecords, otherRecord{
					e.Use, e.Kind, e.ID, e.Name, f.Path, e.Line, e.Reason, e.Missing, max(1, e.Count),
				})
			}
		}
		for _, p := range r.Problems {
			s.Problems = append(s.Problems, inspectedProblem(p))
		}
		out.Sites = append(out.Sites, s)
	}
	return encode(w, out)
}

// encode writes a value in one go, so that nothing half written is left where it cannot be encoded.
func encode[T any](w io.Writer, value T) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
