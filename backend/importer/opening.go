package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// Opening a file instead of a folder.

// openFile says how a file is to be opened that was named instead of a folder; nil where it is none that holds sites.
func openFile(fsys fs.FS, name string) (func(*tree, context.Context, int) error, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	start := make([]byte, 512)
	n, err := io.ReadFull(f, start)
	if err != nil && n == 0 && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch start = start[:n]; {
	case bytes.HasPrefix(start, []byte("PK")), isArchive(name):
		return (*tree).openAsArchive, nil
	case strings.EqualFold(filepath.Ext(name), ".xml") && (isPackageData(name) || bytes.Contains(start, []byte("<entities"))):
		return (*tree).openAsPackage, nil
	}
	return nil, nil
}

// openAsArchive takes the archive that was opened for the top of the tree.
func (t *tree) openAsArchive(ctx context.Context, _ int) error {
	a, err := t.archive(entry{path: t.name})
	if err != nil {
		return err
	}
	a.path = "."
	if err := t.enter(a); err != nil {
		clause, hint := archiveTrouble(err)
		return &noSiteError{message: fmt.Sprintf("%q holds no site that Gatehouse can read: %s.", t.name, clause), hint: hint}
	}
	if err := t.openArchives(ctx); err != nil {
		return err
	}
	t.sort()
	return nil
}

// openAsPackage takes a file for the data of a package, with the schema that lies beside it.
func (t *tree) openAsPackage(context.Context, int) error {
	t.data = t.name
	t.entries = []entry{{path: t.name}}
	if info, err := fs.Stat(t.fsys, schemaFile); err == nil && info.Mode().IsRegular() && t.name != schemaFile {
		t.entries = append(t.entries, entry{path: schemaFile})
	}
	t.sort()
	return nil
}
