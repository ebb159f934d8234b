package importer_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"
)

// zipped packs files into an archive.
func zipped(t testing.TB, files fs.FS, backslashes bool) []byte {
	t.Helper()
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return zipOf(t, func(z *zip.Writer) {
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			if backslashes {
				name = strings.ReplaceAll(name, "/", `\`)
			}
			addTo(t, z, name, data)
		}
	})
}

func zipOf(t testing.TB, fill func(z *zip.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	fill(z)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func addTo(t testing.TB, z *zip.Writer, name string, data []byte) {
	t.Helper()
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, "/") {
		return // a folder
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
}
