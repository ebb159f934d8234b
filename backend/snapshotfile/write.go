package snapshotfile

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Write writes a snapshot with its reading. What was written before an error is no snapshot file; Create never leaves
// it behind. Codes: invalid (too large), and whatever w returns.
func Write(w io.Writer, s site.Snapshot, r site.Reading) error { return Limits{}.Write(w, s, r) }

// Write is the function of this name under other limits.
func (l Limits) Write(w io.Writer, s site.Snapshot, r site.Reading) error {
	l = l.withDefaults()
	packed, err := r.Site.Pack()
	if err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	if max(len(r.Files), len(r.Problems), len(packed)) > l.Entries {
		return tooLarge()
	}
	sum := sha256.New()
	file := &counter{to: io.MultiWriter(w, sum)}
	if _, err := fmt.Fprintf(file, "%s%d\n", magic, version); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	squeezed := gzip.NewWriter(file) // its header has neither name nor time
	document := &counter{to: squeezed, most: l.JSONBytes}
	if err := writeDocument(document, s, r, packed); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	if err := squeezed.Close(); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	if file.n+sumBytes > l.FileBytes || document.n > l.mostFor(file.n+sumBytes) {
		return tooLarge()
	}
	if _, err := w.Write(sum.Sum(nil)); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return nil
}

// mostFor is how long the document of a file of this size may be.
func (l Limits) mostFor(fileBytes int64) int64 {
	return min(l.JSONBytes, max(unratioed, fileBytes*l.Ratio))
}

func tooLarge() error {
	return fault.New(fault.Invalid, "This snapshot is too large for a snapshot file.").
		WithHint("Keep the exported site itself instead; Gatehouse reads it again at any time.")
}

func writeDocument(w io.Writer, s site.Snapshot, r site.Reading, packed []site.Packed) error {
	encoder := json.NewEncoder(w) // ends each value with a line feed
	encoder.SetEscapeHTML(false)
	if _, err := fmt.Fprintf(w, "{%q:", partSnapshot); err != nil {
		return err
	}
	err := encoder.Encode(header{
		ID: s.ID, TakenAt: s.TakenAt.UTC(), Name: s.Name, Note: s.Note,
		Path: s.Path, Root: s.Root, Format: s.Format, DataModel: s.DataModel,
	})
	if err != nil {
		return fmt.Errorf("encode header: %w", err)
	}
	if err := writeList(w, encoder, partFiles, len(r.Files), func(i int) any { return r.Files[i] }); err != nil {
		return err
	}
	if err := writeList(w, encoder, partProblems, len(r.Problems), func(i int) any { return r.Problems[i] }); err != nil {
		return err
	}
	err = writeList(w, encoder, partRecords, len(packed), func(i int) any {
		p := packed[i]
		return record{Kind: p.Kind, Data: p.Data, File: p.Source.File, Line: p.Source.Line}
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "}\n")
	return err
}

func writeList(w io.Writer, encoder *json.Encoder, name string, n int, entry func(int) any) error {
	if _, err := fmt.Fprintf(w, ",%q:[\n", name); err != nil {
		return err
	}
	for i := range n {
		if i > 0 {
			if _, err := io.WriteString(w, ","); err != nil {
				return err
			}
		}
		if err := encoder.Encode(entry(i)); err != nil {
			return fmt.Errorf("encode %s: %w", name, err)
		}
	}
	_, err := io.WriteString(w, "]")
	return err
}

// counter counts what goes through and, with most above 0, refuses what goes beyond.
type counter struct {
	to      io.Writer
	n, most int64
}

func (c *counter) Write(p []byte) (int, error) {
	if c.most > 0 && c.n+int64(len(p)) > c.most {
		return 0, tooLarge()
	}
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
