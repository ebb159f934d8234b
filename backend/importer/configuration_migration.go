package importer

import (
	"context"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// The package that the Configuration Migration tool writes: one data.xml with the rows of all tables, and the schema
// by which it was made.
var _ = register(format{
	id:    site.ConfigurationMigration,
	looks: "a package of the Configuration Migration tool: a zip file or a folder with data.xml and data_schema.xml",
	roots: packageRoots,
	owns: func(rel string) bool {
		return isPackageData(rel) && !strings.Contains(rel, "/") || rel == schemaFile
	},
	read: readPackage,
})

const schemaFile = "data_schema.xml"

func isPackageData(name string) bool { return strings.EqualFold(path.Base(name), "data.xml") }

// packageRoots finds folders with a data.xml that has tables of a site.
func packageRoots(ctx context.Context, t *tree) ([]string, error) {
	var roots []string
	for _, e := range t.entries {
		if !e.usable() || !isPackageData(e.path) && e.path != t.data || t.data != "" && e.path != t.data {
			continue
		}
		found, err := holdsSiteTables(ctx, t, e)
		if err != nil {
			return nil, err
		}
		if found {
			roots = append(roots, path.Dir(e.path))
		}
	}
	return slices.Compact(roots), nil
}

// siteTable is the beginning of the rows of a table that belongs to sites.
var siteTable = regexp.MustCompile(`<entity\s[^>]*\bname\s*=\s*["'](?i:adx_|mspp_|powerpage)`)

// longestTag is how long the beginning of a table can be.
const longestTag = 1 << 10

// holdsSiteTables looks for the beginning of a site's table, without asking whether the file is whole. It fails only
// where ctx ends.
func holdsSiteTables(ctx context.Context, t *tree, e entry) (bool, error) {
	f, err := t.open(e)
	if err != nil {
		return false, nil
	}
	defer f.Close()
	text, err := decodedText(&within{from: f, left: t.limits.PackageBytes}, t.limits.FileBytes)
	if err != nil {
		return false, nil
	}
	window := make([]byte, 0, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n, err := io.ReadFull(text, window[len(window):cap(window)])
		window = window[:len(window)+n]
		if siteTable.Match(window) {
			return true, nil
		}
		if err != nil {
			return false, nil
		}
		// A tag may begin at the end of the window.
		window = window[:copy(window, window[max(0, len(window)-longestTag):])]
	}
}

// within is a reader that fails beyond a limit, where io.LimitReader would pretend that the file ends.
type within struct {
	from io.Reader
	left int64
}

func (w *within) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if w.left -= int64(n); w.left < 0 {
		return 0, errTooBig
	}
	return n, err
}

// readPackage reads the data and then what the schema says about it.
func readPackage(ctx context.Context, j *job) error {
	var data, schema *entry
	for i, e := range j.files {
		rel := below(j.root, e.path)
		switch {
		case !e.usable():
		case data == nil && (e.path == j.tree.data || j.tree.data == "" && isPackageData(rel) && !strings.Contains(rel, "/")):
			data = &j.files[i]
		case rel == schemaFile:
			schema = &j.files[i]
		case strings.EqualFold(rel, contentTypes):
			j.account.ignore(e.path, contentTypesReason)
		default:
			j.account.ignore(e.path, foreignReason)
		}
	}
	j.meter.add(len(j.files) - 1)
	defer j.meter.add(1)
	asked, err := readSchema(ctx, j, schema)
	if err != nil {
		return err
	}
	r := packageReader{job: j, path: data.path, asked: asked, aside: map[string]int{}, seen: map[string]bool{}}
	if err := r.read(ctx, *data); err != nil {
		return err
	}
	r.finish()
	return nil
}

const (
	contentTypes       = "[Content_Types].xml"
	contentTypesReason = "The archive's own list of file types; a site is read without it."
)
