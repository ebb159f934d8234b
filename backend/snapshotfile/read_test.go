package snapshotfile_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
	"gatehouse/backend/snapshotfile"
)

func TestRead(t *testing.T) {
	s, r := aSnapshot()
	file := write(t, s, r)
	short := write(t, headerOf(smallReading()), smallReading())
	read := func(data []byte) (site.Reading, error) { return snapshotfile.Read(t.Context(), "a.gatehouse", data) }

	t.Run("GivesBackEverything", func(t *testing.T) {
		got, err := read(file)
		if err != nil {
			t.Fatal(err)
		}
		kept := got.Kept
		got.Kept = nil
		if !reflect.DeepEqual(got, r) {
			t.Errorf("reading is\n%+v\nwant\n%+v", got, r)
		}
		want := s
		want.Domain = r.Site.Website.PrimaryDomain
		want.Complete, want.Counts, want.Files, want.Severities = r.Complete(), r.Site.Counts(), r.FileCounts(), r.Severities()
		if want.Fingerprint, err = r.Site.Fingerprint(); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*kept, want) {
			t.Errorf("it says\n%+v\nwant\n%+v", *kept, want)
		}
	})
	t.Run("LargeSite", func(t *testing.T) {
		large := testkit.LargeReading(5000)
		got, err := read(write(t, headerOf(large), large))
		if err != nil || !reflect.DeepEqual(got.Site, large.Site) || !reflect.DeepEqual(got.Files, large.Files) {
			t.Errorf("the site is not what it was, %v", err)
		}
	})
	t.Run("SiteWithNothing", func(t *testing.T) {
		empty := site.Reading{Site: site.Site{Format: site.CLIFolder}}
		got, err := read(write(t, headerOf(empty), empty))
		if err != nil || len(got.Files)+len(got.Problems) != 0 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("WithholdsSecrets", func(t *testing.T) {
		told := site.Reading{Site: site.Site{Format: site.CLIFolder, SiteSettings: []site.SiteSetting{
			{Record: site.Record{Name: "Authentication/OpenIdConnect/Contoso/ClientSecret"}, Value: "never-to-be-seen"},
			{Record: site.Record{Name: "Search/Enabled"}, Value: "true", Description: "https://x.example/?sig=never-to-be-seen"},
			{Record: site.Record{Name: "Flagged"}, Value: "never-to-be-seen", Secret: true},
			{Record: site.Record{Name: "Plain"}, Value: "kept"},
		}}}
		got, err := read(write(t, headerOf(told), told))
		if err != nil {
			t.Fatal(err)
		}
		for i, secret := range []bool{true, false, true, false} {
			setting := got.Site.SiteSettings[i]
			if setting.Secret != secret || strings.Contains(setting.Value+setting.Description, "never-to-be-seen") {
				t.Errorf("setting is %+v", setting)
			}
		}
		if got.Site.SiteSettings[3].Value != "kept" {
			t.Error("a value that is no secret is gone")
		}
	})
	t.Run("ErrInvalidDamaged", func(t *testing.T) {
		for i := range short {
			broken := bytes.Clone(short)
			broken[i] ^= 0x10
			if _, err := read(broken); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Of(err).Message, `"a.gatehouse"`) {
				t.Fatalf("a change of byte %d: %v", i, err)
			}
		}
		broken := bytes.Clone(short)
		broken[len(short)/2] ^= 1
		_, err := read(broken)
		wantFault(t, err, fault.Invalid, "is damaged")
		_, err = read(append(bytes.Clone(short), 'x'))
		wantFault(t, err, fault.Invalid, "is damaged")
	})
	t.Run("ErrInvalidCutShort", func(t *testing.T) {
		for n := len("gatehouse snapshot "); n < len(short); n++ {
			_, err := read(short[:n])
			wantFault(t, err, fault.Invalid, "is cut short")
		}
	})
	t.Run("ErrInvalidNewer", func(t *testing.T) {
		for _, version := range []string{"3", "10", "4000000000"} {
			_, err := read(withSum([]byte("gatehouse snapshot " + version + "\nwho knows")))
			wantFault(t, err, fault.Invalid, "was written by a newer Gatehouse")
		}
	})
	t.Run("ErrInvalidNoVersion", func(t *testing.T) {
		for _, line := range []string{"x\n", "0\n", "-1\n", "\n", "99999999999999\n"} {
			_, err := read(withSum([]byte("gatehouse snapshot " + line + "who knows")))
			wantFault(t, err, fault.Invalid, "is damaged")
		}
	})
	t.Run("ErrInvalidAnotherFile", func(t *testing.T) {
		for _, data := range []string{"", "PK\x03\x04", "gatehouse"} {
			_, err := read([]byte(data))
			wantFault(t, err, fault.Invalid, "is not a snapshot file")
		}
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := snapshotfile.Read(ctx, "a.gatehouse", file); !fault.Is(err, fault.Canceled) {
			t.Errorf("error is %v", err)
		}
	})
}

// Files whose checksum is right and whose document is not.
func TestReadStrange(t *testing.T) {
	s, r := aSnapshot()
	document := unseal(t, write(t, s, r))
	change := func(old, with string) string {
		if !strings.Contains(document, old) {
			t.Fatalf("the document has no %s", old)
		}
		return strings.Replace(document, old, with, 1)
	}
	if _, err := snapshotfile.Read(t.Context(), "a.gatehouse", seal(t, document)); err != nil {
		t.Fatalf("the document as it is: %v", err)
	}
	for name, document := range map[string]string{
		"NoJSON":             "hello",
		"Nothing":            "",
		"OnlyHeader":         `{"snapshot":{}}`,
		"UnknownPart":        change(`"files":[`, `"extras":[`),
		"UnknownField":       change(`"root":`, `"mood":"good","root":`),
		"UnknownFormat":      change(`"format":"solution"`, `"format":"hologram"`),
		"UnknownDataModel":   change(`"dataModel":"enhanced"`, `"dataModel":"better"`),
		"UnknownUse":         change(`"use":"used"`, `"use":"eaten"`),
		"UnknownSeverity":    change(`"severity":"error"`, `"severity":"awful"`),
		"UnknownKind":        change(`"kind":"webRole"`, `"kind":"hologram"`),
		"NoTime":             change(`"takenAt":"2026-05-04T08:01:02.000000003Z"`, `"takenAt":"0001-01-01T00:00:00Z"`),
		"TimeIsNone":         change(`"takenAt":"2026-05-04T08:01:02.000000003Z"`, `"takenAt":"yesterday"`),
		"WebsiteIsElsewhere": change(`"kind":"website"`, `"kind":"webRole"`),
		"TwoWebsites":        change(`"kind":"webRole"`, `"kind":"website"`),
		"RecordIsNoObject":   `{"snapshot":` + header + `,"files":[],"problems":[],"records":[{"kind":"website","data":7}]}`,
		"RecordIsNull":       `{"snapshot":` + header + `,"files":[],"problems":[],"records":[{"kind":"website","data":null}]}`,
		"RecordOfWrongType":  `{"snapshot":` + header + `,"files":[],"problems":[],"records":[{"kind":"website","data":{"name":7}}]}`,
		"NoRecords":          `{"snapshot":` + header + `,"files":[],"problems":[],"records":[]}`,
		"UnknownRecordUse":   `{"snapshot":` + header + `,"files":[{"path":"a","use":"used","records":1,"exceptions":[{"use":"eaten"}]}],"problems":[],"records":[]}`,
		"NegativeRecords":    `{"snapshot":` + header + `,"files":[{"path":"a","use":"used","records":-1}],"problems":[],"records":[]}`,
		"NegativeCount":      `{"snapshot":` + header + `,"files":[{"path":"a","use":"used","exceptions":[{"use":"ignored","count":-1}]}],"problems":[],"records":[]}`,
		"NegativeLine":       `{"snapshot":` + header + `,"files":[{"path":"a","use":"used","line":-1}],"problems":[],"records":[]}`,
		"MoreFollows":        document + "{}",
		"CutShort":           document[:len(document)/2],
		"TooDeep":            `{"snapshot":` + strings.Repeat("[", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := snapshotfile.Read(t.Context(), "a.gatehouse", seal(t, document))
			wantFault(t, err, fault.Invalid, "cannot read")
		})
	}
	t.Run("BytesAfterTheDocument", func(t *testing.T) {
		file := write(t, s, r)
		_, err := snapshotfile.Read(t.Context(), "a.gatehouse", withSum(append(file[:len(file)-32:len(file)-32], "more"...)))
		wantFault(t, err, fault.Invalid, "cannot read")
	})
	t.Run("NoCompression", func(t *testing.T) {
		_, err := snapshotfile.Read(t.Context(), "a.gatehouse", withSum([]byte("gatehouse snapshot 1\n"+document)))
		wantFault(t, err, fault.Invalid, "cannot read")
	})
}

const header = `{"takenAt":"2026-05-04T08:01:02Z","format":"cli-folder"}`

func TestReadLimits(t *testing.T) {
	s, r := aSnapshot()
	file := write(t, s, r)
	// What is expanded comes in pieces, so the smallest limit of the document that is noticed is near its size.
	document := int64(len(unseal(t, file)))
	for name, limits := range map[string]snapshotfile.Limits{
		"File": {FileBytes: int64(len(file)) - 1}, "JSON": {JSONBytes: document - 1}, "Entries": {Entries: 1},
	} {
		t.Run("ErrInvalid"+name, func(t *testing.T) {
			_, err := limits.Read(t.Context(), "a.gatehouse", file)
			wantFault(t, err, fault.Invalid, "is larger than a snapshot can be")
		})
	}
	t.Run("JustEnough", func(t *testing.T) {
		packed, err := r.Site.Pack()
		if err != nil {
			t.Fatal(err)
		}
		limits := snapshotfile.Limits{FileBytes: int64(len(file)), JSONBytes: document, Entries: len(packed)}
		if _, err := limits.Read(t.Context(), "a.gatehouse", file); err != nil {
			t.Error(err)
		}
	})
	t.Run("ErrInvalidBomb", func(t *testing.T) {
		bomb := seal(t, `{"snapshot":{"note":"`+strings.Repeat(" ", 40<<20)+`"}}`)
		began := time.Now()
		_, err := snapshotfile.Read(t.Context(), "a.gatehouse", bomb)
		wantFault(t, err, fault.Invalid, "is larger than a snapshot can be")
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("it took %v to refuse %d bytes", took, len(bomb))
		}
	})
}

func TestOpen(t *testing.T) {
	s, r := aSnapshot()
	t.Run("OK", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "any name.txt")
		if err := os.WriteFile(path, write(t, s, r), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := snapshotfile.Open(t.Context(), path); err != nil || got.Kept.Name != s.Name {
			t.Errorf("got %+v, %v", got.Kept, err)
		}
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := snapshotfile.Open(t.Context(), filepath.Join(t.TempDir(), "gone.gatehouse"))
		wantFault(t, err, fault.NotFound, "There is no file")
	})
	t.Run("ErrUnreachable", func(t *testing.T) {
		_, err := snapshotfile.Open(t.Context(), t.TempDir())
		wantFault(t, err, fault.Unreachable, "could not be read")
	})
}

func TestIs(t *testing.T) {
	folder := t.TempDir()
	for name, test := range map[string]struct {
		content string
		want    bool
	}{
		"whole.zip": {"gatehouse snapshot 1\n...", true}, "newer": {"gatehouse snapshot 77\n", true},
		"empty.gatehouse": {"", false}, "other.gatehouse": {"PK\x03\x04 and so on, long enough", false}, "short": {"gatehouse snap", false},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := snapshotfile.Is(path); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, path := range []string{folder, filepath.Join(folder, "nothing")} {
		if snapshotfile.Is(path) {
			t.Errorf("%s is no file", path)
		}
	}
}
