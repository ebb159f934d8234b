package cli_test

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gatehouse/app/cli"
)

// pack makes an archive of a folder, as some tools do with back-slashes: pack site.zip folder.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pack ARCHIVE FOLDER")
	}
	out, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer out.Close()
	z := zip.NewWriter(out)
	folder := os.DirFS(ts.MkAbs(args[1]))
	ts.Check(fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		w, err := z.Create(strings.ReplaceAll(name, "/", `\`))
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}))
	ts.Check(z.Close())
}

func TestInspectCountsRecordsOfLargeFiles(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `<record id="%d"><field name="adx_websiteid" value="w1"/></record>`, i)
	}
	path := filepath.Join(t.TempDir(), "data.xml")
	data := `<entities><entity name="adx_webrole"><records>` + b.String() + `</records></entity></entities>`
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	var out, errs strings.Builder
	p := cli.Program{Stdout: &out, Stderr: &errs, Now: func() time.Time { at = at.Add(3 * time.Second); return at }}
	code := p.Run(t.Context(), []string{"inspect", path})
	if code != 0 || !strings.Contains(errs.String(), "gatectl: read 0 of 1 files, 500 records of large files\n") {
		t.Errorf("code %d, stderr %q", code, errs.String())
	}
}
