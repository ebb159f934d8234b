package importer

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gatehouse/backend/fault"
)

// noSiteError says that nothing was found, before anybody looked for a better place.
type noSiteError struct{ message, hint string }

func (e *noSiteError) Error() string { return e.message }

// As lets the error be read as a fault by callers of ReadFS, where there is no neighbourhood to search.
func (e *noSiteError) As(target any) bool {
	f, ok := target.(**fault.Fault)
	if ok {
		*f = fault.New(fault.Invalid, "%s", e.message).WithHint("%s", cmp.Or(e.hint, whatASiteLooksLike()))
	}
	return ok
}

const (
	levelsUp   = 4   // folders above the wrong one that are tried
	levelsDown = 2   // below each of them
	tries      = 400 // folders looked at before giving up: this is a courtesy, not a search
)

// noSite is the fault for a path that is no site, with the nearest folder that is one as its hint.
func noSite(path, message, start string) error {
	f := fault.New(fault.Invalid, "%s", message).At(path, 0)
	if near := nearest(start); near != "" {
		return f.WithHint("The nearest site is in %q; open that folder.", near).Try(near)
	}
	return f.WithHint("%s", whatASiteLooksLike())
}

// whatASiteLooksLike joins the descriptions of all formats.
func whatASiteLooksLike() string {
	var looks []string
	for _, id := range All() {
		looks = append(looks, formats[id].looks)
	}
	return "Open " + strings.Join(looks, ", or ") + "."
}

// nearest looks at the folders above start, nearest first, and a little way down from each. It returns "" when there
// is no site, or none within reach.
func nearest(start string) string {
	dir, err := filepath.Abs(start)
	if err != nil {
		return ""
	}
	left := tries
	for range levelsUp + 1 {
		if found := around(dir, levelsDown, &left); found != "" {
			return found
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
	return ""
}

// around looks at dir and, breadth first, at the folders below it.
func around(dir string, levels int, left *int) string {
	level := []string{dir}
	for ; levels >= 0 && len(level) > 0; levels-- {
		var next []string
		for _, dir := range level {
			if *left--; *left < 0 {
				return ""
			}
			entries, err := os.ReadDir(dir)
			if err != nil {
				continue
			}
			if isSite(dir, entries) {
				return dir
			}
			for _, e := range entries {
				if _, skip := skippedFolders[e.Name()]; e.IsDir() && !skip {
					next = append(next, filepath.Join(dir, e.Name()))
				}
			}
		}
		level = next
	}
	return ""
}

// tellingFolders hold files by which a folder is recognised, one level further down.
var tellingFolders = map[string]bool{
	componentFolder: true, "assets": true, "powerpagesites": true, "web-roles": true, "web-pages": true, "site-settings": true,
}

// isSite asks every format about a single folder.
func isSite(dir string, entries []os.DirEntry) bool {
	base := filepath.Base(dir)
	t := &tree{fsys: os.DirFS(filepath.Dir(dir)), limits: Limits{}.withDefaults()}
	var add func(prefix string, entries []os.DirEntry, levels int)
	add = func(prefix string, entries []os.DirEntry, levels int) {
		for _, e := range entries[:min(len(entries), tries)] {
			name := prefix + "/" + e.Name()
			switch {
			case e.IsDir() && levels > 0 && (levels == 1 || tellingFolders[strings.ToLower(e.Name())]):
				if inside, err := os.ReadDir(filepath.Join(filepath.Dir(dir), filepath.FromSlash(name))); err == nil {
					add(name, inside[:min(len(inside), 3)], levels-1)
				}
			case e.Type().IsRegular():
				t.entries = append(t.entries, entry{path: name})
			}
		}
	}
	add(base, entries, 2)
	t.sort()
	for _, id := range All() {
		if roots, err := formats[id].roots(context.Background(), t); err == nil && slices.Contains(roots, base) {
			return true
		}
	}
	return false
}
