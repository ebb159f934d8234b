package snapshotfile_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
	"gatehouse/backend/snapshotfile"
)

// aSnapshot is a snapshot with every field filled, and with words that programs know.
func aSnapshot() (site.Snapshot, site.Reading) {
	r := testkit.FullReading()
	r.Site.Format, r.Site.DataModel = site.Solution, site.Enhanced
	r.Files[0].Use, r.Files[1].Use = site.Used, site.Unreadable
	for i := range r.Files {
		r.Files[i].Exceptions[0].Use, r.Files[i].Exceptions[1].Use = site.RecordDuplicate, site.RecordDangling
	}
	r.Problems[0].Severity, r.Problems[1].Severity = site.Error, site.Note
	for i := range r.Site.SiteSettings {
		r.Site.SiteSettings[i].Secret = false
	}
	return headerOf(r), r
}

func headerOf(r site.Reading) site.Snapshot {
	return site.Snapshot{
		ID:      uuid.MustParse("c0ffee00-0000-4000-8000-000000000011"),
		TakenAt: time.Date(2026, 5, 4, 8, 1, 2, 3, time.UTC), Name: "Before <go-live>", Note: "Two\nlines & “quotes”",
		Path: `C:\exports\contoso`, Root: r.Site.Root, Format: r.Site.Format, DataModel: r.Site.DataModel,
	}
}

// smallReading is one whose file is so short that a test can go through its bytes.
func smallReading() site.Reading {
	return site.Reading{
		Site: site.Site{
			Format: site.CLIFolder, DataModel: site.Standard, Root: ".",
			WebRoles:     []site.WebRole{{Record: site.Record{ID: "1", Name: "Members", Source: site.Source{File: "webrole.yml", Line: 1}}}},
			SiteSettings: []site.SiteSetting{{Record: site.Record{ID: "2", Name: "Search/Enabled"}, Value: "true"}},
		},
		Files:    []site.File{{Path: "webrole.yml", Use: site.Used}},
		Problems: []site.Problem{{Severity: site.Note, Message: "Nothing."}},
	}
}

// write returns the bytes of a snapshot file.
func write(t testing.TB, s site.Snapshot, r site.Reading) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := snapshotfile.Write(&file, s, r); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// seal makes a file with a right checksum around any document.
func seal(t testing.TB, document string) []byte {
	t.Helper()
	var file bytes.Buffer
	file.WriteString("gatehouse snapshot 1\n")
	squeezed := gzip.NewWriter(&file)
	if _, err := squeezed.Write([]byte(document)); err != nil {
		t.Fatal(err)
	}
	if err := squeezed.Close(); err != nil {
		t.Fatal(err)
	}
	return withSum(file.Bytes())
}

func withSum(content []byte) []byte {
	sum := sha256.Sum256(content)
	return append(bytes.Clone(content), sum[:]...)
}

// unseal returns the document of a file.
func unseal(t testing.TB, file []byte) string {
	t.Helper()
	_, rest, _ := bytes.Cut(file, []byte("\n"))
	expanded, err := gzip.NewReader(bytes.NewReader(rest[:len(rest)-sha256.Size]))
	if err != nil {
		t.Fatal(err)
	}
	document, err := io.ReadAll(expanded)
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

// wantFault checks that an error is a fault about the file, with a part of its message and something to do.
func wantFault(t testing.TB, err error, code fault.Code, part string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Fatalf("error is %v, want a fault of code %s", err, code)
	}
	f := fault.Of(err)
	if !strings.Contains(f.Message, part) {
		t.Errorf("message is %q, want one with %q", f.Message, part)
	}
	if f.Hint == "" || f.Place.File == "" {
		t.Errorf("fault has hint %q and place %q", f.Hint, f.Place)
	}
}
