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
	"sync"
)

// tree is everything below what was opened, listed once. Nothing behind a symbolic link belongs to it: links can lead
// in circles and out of the folder.
type tree struct {
	fsys    fs.FS
	entries []entry // sorted by path
	limits  Limits
}

// entry is a file, or a folder that was not looked into. A folder's path ends in a slash.
type entry struct {
	path    string
	ignored string // why it is not opened, one sentence
	err     error  // why it could not be listed
}

// skippedFolders hold nothing of a site and a great many files; the account has one line for each.
var skippedFolders = map[string]string{
	".git":         "The store of a version control program; not looked into.",
	".hg":          "The store of a version control program; not looked into.",
	".svn":         "The store of a version control program; not looked into.",
	"node_modules": "Libraries of a build; not looked into.",
}

// walk lists fsys, the folders of each level side by side: on most systems listing is waiting. It fails only where the
// top cannot be listed or ctx ends.
func walk(ctx context.Context, fsys fs.FS, workers int) (*tree, error) {
	t := &tree{fsys: fsys}
	for level := []string{"."}; len(level) > 0; {
		lists := make([]listing, len(level))
		err := each(ctx, workers, len(level), func(i int) { lists[i] = listFolder(fsys, level[i]) })
		if err != nil {
			return nil, err
		}
		if level[0] == "." && lists[0].err != nil {
			return nil, lists[0].err
		}
		level = level[:0:0]
		for _, l := range lists {
			t.entries = append(t.entries, l.entries...)
			level = append(level, l.folders...)
		}
	}
	t.sort()
	return t, nil
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
	if err != nil {
		// What was listed before the trouble is worth reading; that something is missing is said.
		l.err = err
		l.entries = append(l.entries, entry{path: dir + "/", err: err})
	}
	for _, d := range found {
		name := path.Join(dir, d.Name())
		reason, skip := skippedFolders[d.Name()]
		switch {
		case d.IsDir() && skip:
			l.entries = append(l.entries, entry{path: name + "/", ignored: reason})
		case d.IsDir():
			l.folders = append(l.folders, name)
		case d.Type()&fs.ModeSymlink != 0:
			l.entries = append(l.entries, entry{path: name, ignored: "A symbolic link; links are not followed."})
		case !d.Type().IsRegular():
			l.entries = append(l.entries, entry{path: name, ignored: "No ordinary file."})
		default:
			l.entries = append(l.entries, entry{path: name})
		}
	}
	return l
}

// errTooBig is the answer to a file beyond the limit.
var errTooBig = errors.New("file beyond the limit")

// buffers are reused by load: nearly all files are small and forgotten at once.
var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 16<<10)) }}

// load reads a whole file, up to the limit, and lets do use the bytes until it returns.
func (t *tree) load(name string, do func(data []byte)) error {
	f, err := t.fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() > 1<<20 {
			return // one large file must not be paid for until the end
		}
		buffer.Reset()
		buffers.Put(buffer)
	}()
	// The size is not asked for: a file can grow, and some that are no files on a disk do not know it.
	if _, err := buffer.ReadFrom(io.LimitReader(f, t.limits.FileBytes+1)); err != nil {
		return err
	}
	if int64(buffer.Len()) > t.limits.FileBytes {
		return errTooBig
	}
	do(buffer.Bytes())
	return nil
}

// has reports whether an ordinary file of this path exists.
func (t *tree) has(name string) bool {
	i, found := slices.BinarySearchFunc(t.entries, name, func(e entry, name string) int {
		return strings.Compare(e.path, name)
	})
	return found && t.entries[i].ignored == "" && t.entries[i].err == nil
}

// share gives every entry to the innermost root above it. What lies outside all roots belongs to nobody.
func (t *tree) share(roots []string) map[string][]entry {
	if len(roots) == 1 && roots[0] == "." {
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
			if dir == "." {
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
