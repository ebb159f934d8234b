package snapshotfile

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// readDocument expands and reads the document. Its checksum was right, so what is wrong with it was written that way.
func (l Limits) readDocument(ctx context.Context, name string, squeezed []byte, most int64) (site.Reading, error) {
	in := bytes.NewReader(squeezed)
	expanded, err := gzip.NewReader(in)
	if err != nil {
		return site.Reading{}, strange(name, err)
	}
	expanded.Multistream(false)
	// One byte more than is allowed tells a document that is too long from one that just fits.
	limited := &io.LimitedReader{R: expanded, N: most + 1}
	p := parser{ctx: ctx, json: json.NewDecoder(limited), entries: l.Entries}
	p.json.DisallowUnknownFields()
	reading, err := p.document()
	if err == nil {
		err = p.end()
	}
	switch {
	case ctx.Err() != nil:
		return site.Reading{}, fmt.Errorf("read snapshot file: %w", ctx.Err())
	case limited.N == 0 || errors.Is(err, errTooMany):
		return site.Reading{}, beyond(name)
	case err != nil:
		return site.Reading{}, strange(name, err)
	case in.Len() > 0:
		return site.Reading{}, strange(name, fmt.Errorf("%d bytes follow the document", in.Len()))
	}
	return reading, nil
}

// strange is the fault of a file that is whole and yet says what no file of this version can say.
func strange(name string, cause error) error {
	return fault.New(fault.Invalid, "The snapshot file %q holds something that this Gatehouse cannot read.", name).
		WithHint("It was changed by another program, or written by a newer Gatehouse. Export the snapshot again, or install the newer one.").
		At(name, 0).Because(cause)
}

var errTooMany = errors.New("too many entries")

// parser reads the document, entry by entry.
type parser struct {
	ctx     context.Context
	json    *json.Decoder
	entries int // most of each list
}

func (p *parser) document() (site.Reading, error) {
	var (
		r      site.Reading
		head   header
		packed []site.Packed
	)
	if err := p.expect(json.Delim('{')); err != nil {
		return r, err
	}
	if err := p.expect(partSnapshot); err != nil {
		return r, err
	}
	if err := p.json.Decode(&head); err != nil {
		return r, fmt.Errorf("read %s: %w", partSnapshot, err)
	}
	if err := head.check(); err != nil {
		return r, err
	}
	err := list(p, partFiles, func(f site.File) error {
		r.Files = append(r.Files, f)
		return checkFile(f)
	})
	if err != nil {
		return r, err
	}
	err = list(p, partProblems, func(problem site.Problem) error {
		r.Problems = append(r.Problems, problem)
		return checkProblem(problem)
	})
	if err != nil {
		return r, err
	}
	err = list(p, partRecords, func(rec record) error {
		packed = append(packed, site.Packed{Kind: rec.Kind, Data: rec.Data, Source: site.Source{File: rec.File, Line: rec.Line}})
		return checkRecord(rec, len(packed) == 1)
	})
	if err != nil {
		return r, err
	}
	if len(packed) == 0 {
		return r, errors.New("there are no records")
	}
	if r.Site, err = site.Unpack(slices.Values(packed)); err != nil {
		return r, err
	}
	withhold(&r.Site)
	r.Site.Format, r.Site.DataModel, r.Site.Root = head.Format, head.DataModel, head.Root
	r.Kept = &site.Snapshot{
		ID: head.ID, TakenAt: head.TakenAt.UTC(), Name: head.Name, Note: head.Note,
		Path: head.Path, Root: head.Root, Format: head.Format, DataModel: head.DataModel,
		Domain:   r.Site.Website.PrimaryDomain,
		Complete: r.Complete(), Counts: r.Site.Counts(), Files: r.FileCounts(), Severities: r.Severities(),
	}
	if r.Kept.Fingerprint, err = r.Site.Fingerprint(); err != nil {
		return r, err
	}
	return r, nil
}

// end makes sure that the object is closed and nothing follows.
func (p *parser) end() error {
	if err := p.expect(json.Delim('}')); err != nil {
		return err
	}
	if token, err := p.json.Token(); err == nil {
		return fmt.Errorf("%v follows the document", token)
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// expect reads one token.
func (p *parser) expect(want json.Token) error {
	got, err := p.json.Token()
	if err != nil {
		return fmt.Errorf("read %v: %w", want, err)
	}
	if got != want {
		return fmt.Errorf("found %v, want %v", got, want)
	}
	return nil
}

// list reads a list of the document and hands each entry to add.
func list[T any](p *parser, name string, add func(T) error) error {
	if err := p.expect(name); err != nil {
		return err
	}
	if err := p.expect(json.Delim('[')); err != nil {
		return err
	}
	for n := 0; p.json.More(); n++ {
		if n >= p.entries {
			return errTooMany
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		var entry T
		if err := p.json.Decode(&entry); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if err := add(entry); err != nil {
			return err
		}
	}
	return p.expect(json.Delim(']'))
}

// The rest of the program relies on words that it knows, so others are not let in.

func (h header) check() error {
	switch h.Format {
	case site.CLIFolder, site.CodeSite, site.ConfigurationMigration, site.Solution:
	default:
		return fmt.Errorf("unknown format %q", h.Format)
	}
	switch h.DataModel {
	case site.Standard, site.Enhanced, "": // not every export tells
	default:
		return fmt.Errorf("unknown data model %q", h.DataModel)
	}
	if h.TakenAt.IsZero() {
		return errors.New("the time is missing")
	}
	return nil
}

func checkFile(f site.File) error {
	switch f.Use {
	case site.Used, site.Ignored, site.Unreadable:
	default:
		return fmt.Errorf("unknown use %q of a file", f.Use)
	}
	if f.Records < 0 {
		return fmt.Errorf("there are no %d records", f.Records)
	}
	for _, e := range f.Exceptions {
		if err := checkException(e); err != nil {
			return err
		}
	}
	return checkLine(min(f.Line, f.Column))
}

func checkException(e site.RecordException) error {
	switch e.Use {
	case site.RecordInactive, site.RecordDuplicate, site.RecordDangling, site.RecordIgnored, site.RecordUnreadable:
	default:
		return fmt.Errorf("unknown use %q of a record", e.Use)
	}
	if e.Count < 0 {
		return fmt.Errorf("an exception stands for %d records", e.Count)
	}
	return checkLine(e.Line)
}

func checkProblem(p site.Problem) error {
	switch p.Severity {
	case site.Error, site.Warning, site.Note:
	default:
		return fmt.Errorf("unknown severity %q", p.Severity)
	}
	return checkLine(p.Line)
}

func checkRecord(r record, first bool) error {
	if (r.Kind == websiteKind) != first {
		return fmt.Errorf("record of kind %q in the wrong place", r.Kind)
	}
	if data := bytes.TrimSpace(r.Data); len(data) == 0 || data[0] != '{' {
		return fmt.Errorf("record of kind %q is no object", r.Kind)
	}
	return checkLine(r.Line)
}

// websiteKind is the kind of the one record that every site has; it comes first.
const websiteKind = "website"

func checkLine(line int) error {
	if line < 0 {
		return fmt.Errorf("there is no line %d", line)
	}
	return nil
}

// withhold keeps secrets out that an importer here would have kept out too.
func withhold(s *site.Site) {
	for i := range s.SiteSettings {
		setting := &s.SiteSettings[i]
		if setting.Secret || site.SecretSetting(setting.Name, setting.Value) {
			setting.Value, setting.Secret = "", true
		}
		if site.SecretSetting("", setting.Description) {
			setting.Description = ""
		}
	}
}
