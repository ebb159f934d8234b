package importer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"gatehouse/backend/site"
)

// tree is everything below what was opened, listed once, with what lies in archives. Nothing behind a symbolic link
// belongs to it: links can lead in circles and out of the folder.
type tree struct {
	fsys    fs.FS  // nil where an archive was opened
	name    string // of the folder or file that was opened, without its folders
	data    string // of the file that was opened as the data of a package, "" otherwise
	entries []entry
	limits  Limits
	meter   *meter

	archives []*archive
	entered  int          // entries of all archives
	unpacked atomic.Int64 // bytes taken out of all archives
	unopened []site.Problem
	locked   []string // archives of which some files are protected by a password
}

// entry is a file, or a folder that was not looked into. A folder's path ends in a slash.
type entry struct {
	path string
	odd  *oddity // nil for an ordinary file of the file system
}

// oddity is what only few entries have.
type oddity struct {
	ignored string // why it is not opened, one sentence
	err     error  // why it could not be listed
	packed  *packed
}

// usable reports whether the entry is a file that can be opened.
func (e entry) usable() bool { return e.odd == nil || e.odd.ignored == "" && e.odd.err == nil }

// archive is the path of the archive that holds the entry, "" for files of the file system.
func (e entry) archive() string {
	if e.odd == nil || e.odd.packed == nil {
		return ""
	}
	return e.odd.packed.in.path
}

// skippedFolders hold nothing of a site and a great many files; the account has one line for each.
var skippedFolders = map[string]string{
	".git":         "The store of a version control program; not looked into.",
	".hg":          "The store of a version control program; not looked into.",
	".svn":         "The store of a version control program; not looked into.",
	"node_modules": "Libraries of a build; not looked into.",
}

// walk lists the folders of each level side by side, because on most systems listing is waiting. It fails only where
// the top cannot be listed or ctx ends.
func (t *tree) walk(ctx context.Context, workers int) error {
	for level := []string{"."}; len(level) > 0; {
		lists := make([]listing, len(level))
		err := each(ctx, workers, len(level), func(i int) {
			lists[i] = listFolder(t.fsys, level[i])
			t.meter.find(len(lists[i].entries))
		})
		if err != nil {
			return err
		}
		if level[0] == "." && lists[0].err != nil {
			return lists[0].err
		}
		level = level[:0:0]
		n := 0
		for _, l := range lists {
			n += len(l.entries)
		}
		t.entries = slices.Grow(t.entries, n)
		for _, l := range lists {
			t.entries = append(t.entries, l.entries...)
			level = append(level, l.folders...)
		}
	}
	if err := t.openArchives(ctx); err != nil {
		return err
	}
	t.sort()
	return nil
}

func (t *tree) sort() {
	slices.SortFunc(t.entries, func(a, b entry) int { return strings.Compare(a.path, b.path) })
}

// listing is what a folder holds itself.
type listing struct {
	entries []entry
	folders []string // still to be listed
	err     error
}

func listFolder(fsys fs.FS, dir string) (l listing) {
	found, err := fs.ReadDir(fsys, dir)
	l.entries = make([]entry, 0, len(found))
	if err != nil {
		// What was listed before the trouble is worth reading; that something is missing is said.
		l.err = err
		l.entries = append(l.entries, entry{dir + "/", &oddity{err: err}})
	}
	for _, d := range found {
		name := d.Name()
		if dir != "." {
			name = dir + "/" + name
		}
		reason, skip := skippedFolders[d.Name()]
		switch {
		case d.IsDir() && skip:
			l.entries = append(l.entries, entry{name + "/", &oddity{ignored: reason}})
		case d.IsDir():
			l.folders = append(l.folders, name)
		case d.Type()&fs.ModeSymlink != 0:
			l.entries = append(l.entries, entry{name, &oddity{ignored: linkReason}})
		case !d.Type().IsRegular():
			l.entries = append(l.entries, entry{name, &oddity{ignored: "No ordinary file."}})
		default:
			l.entries = append(l.entries, entry{path: name})
		}
	}
	return l
}

const linkReason = "A symbolic link; links are not followed."

// errTooBig is the answer to a file beyond the limit.
var errTooBig = errors.New("file beyond the limit")

// open opens a file for reading from its beginning.
func (t *tree) open(e entry) (io.ReadCloser, error) {
	if e.odd != nil && e.odd.packed != nil {
		return t.unpack(e.odd.packed)
	}
	return t.fsys.Open(e.path)
}

// load reads a whole file, up to the limit for files of records, into the buffer. The bytes are the buffer's.
func (t *tree) load(e entry, into *bytes.Buffer) ([]byte, error) {
	into.Reset()
	f, err := t.open(e)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// The size is not asked for: a file can grow, and some that are no files on a disk do not know it.
	if _, err := into.ReadFrom(io.LimitReader(f, t.limits.FileBytes+1)); err != nil {
		return nil, err
	}
	if int64(into.Len()) > t.limits.FileBytes {
		return nil, errTooBig
	}
	return into.Bytes(), nil
}

// find gives the ordinary file of this path.
func (t *tree) find(name string) (entry, bool) {
	i, found := slices.BinarySearchFunc(t.entries, name, func(e entry, name string) int {
		return strings.Compare(e.path, name)
	})
	if !found || !t.entries[i].usable() {
		return entry{}, false
	}
	return t.entries[i], true
}

// has reports whether an ordinary file of this path exists.
func (t *tree) has(name string) bool {
	_, found := t.find(name)
	return found
}

// hasFolder reports whether something lies in a folder of this path.
func (t *tree) hasFolder(name string) bool {
	name += "/"
	i, _ := slices.BinarySearchFunc(t.entries, name, func(e entry, name string) int {
		return strings.Compare(e.path, name)
	})
	return i < len(t.entries) && strings.HasPrefix(t.entries[i].path, name)
}

// base is the last part of a folder's path. The top has the name of what was opened.
func (t *tree) base(dir string) string {
	if dir == "." {
		return t.name
	}
	return path.Base(dir)
}

// share gives every entry to the innermost root above it. What lies outside all roots belongs to nobody, and neither
// does what lies in an archive without a root.
func (t *tree) share(roots []string) map[string][]entry {
	if len(roots) == 1 && roots[0] == "." && len(t.archives) == 0 {
		return map[string][]entry{".": t.entries}
	}
	isRoot := map[string]bool{}
	for _, root := range roots {
		isRoot[root] = true
	}
	shared := map[string][]entry{}
	for _, e := range t.entries {
		for dir := path.Dir(strings.TrimSuffix(e.path, "/")); ; dir = path.Dir(dir) {
			if isRoot[dir] {
				shared[dir] = append(shared[dir], e)
				break
			}
			if dir == "." || dir == e.archive() {
				break
			}
		}
	}
	return shared
}

// below gives a path relative to a root that is at or above it.
func below(root, name string) string {
	if root == "." {
		return name
	}
	return strings.TrimPrefix(name, root+"/")
}

// beside gives the path of a file in a folder.
func beside(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}
