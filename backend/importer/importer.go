// Package importer reads a folder or archive in some export format and returns a site; one file per format.
//
// What a format does: it recognises the places where its sites lie and turns their files into records, which are
// kinds, keys and texts. What all formats share and no format does: the table of kinds and keys, the settling of
// duplicates, references, secrets, and the account of every file and every problem.
//
// It holds no opinion about a site. What looks doubtful is said; judging it belongs to lint, answering questions
// about it to access.
package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Options steer a reading. The zero value is usable.
type Options struct {
	// Progress hears how far the reading is, one call at a time. It must be quick.
	Progress func(Progress)
	// Workers is how many files are read at the same time; 0 means one per processor.
	Workers int
	Limits  Limits
}

// Stage is what a reading is busy with.
type Stage string

const (
	Finding Stage = "finding" // looking for sites; nobody knows yet how much there is
	Reading Stage = "reading" // reading the files of the sites found
)

// Progress is how far a reading is. While sites are looked for, Done is how many files were found and Total is 0.
type Progress struct {
	Stage       Stage
	Done, Total int // files
	Records     int // of large files, which take long by themselves
}

// Limits keep a hostile or damaged file from using up the machine. A zero is replaced by the value named.
type Limits struct {
	FileBytes    int64 // of one file of records: 32 MiB
	PackageBytes int64 // of a data.xml, which is not held in memory: 1 GiB
	Depth        int   // of lists, mappings and elements inside each other: 100
	Values       int   // in one file, repetitions by alias included: 250,000
	ValueBytes   int   // of one value of an XML file: 4 MiB

	Entries       int   // of all archives: 100,000
	ArchiveDepth  int   // of archives inside each other: 3
	NestedBytes   int64 // of an archive inside of another, which is held in memory: 128 MiB
	UnpackedBytes int64 // out of all archives: 2 GiB
	Ratio         int   // unpacked to packed size of a file in an archive, beyond 4 MiB: 200
}

// withDefaults fills what was left open.
func (o Options) withDefaults() Options {
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	o.Limits = o.Limits.withDefaults()
	return o
}

func (l Limits) withDefaults() Limits {
	fill(&l.FileBytes, 32<<20)
	fill(&l.PackageBytes, 1<<30)
	fill(&l.Depth, 100)
	fill(&l.Values, 250_000)
	fill(&l.ValueBytes, 4<<20)
	fill(&l.Entries, 100_000)
	fill(&l.ArchiveDepth, 3)
	fill(&l.NestedBytes, 128<<20)
	fill(&l.UnpackedBytes, 2<<30)
	fill(&l.Ratio, 200)
	return l
}

func fill[T int | int64](limit *T, value T) {
	if *limit < 1 {
		*limit = value
	}
}

// format is one shape on disk. Formats register themselves, one file each.
type format struct {
	id site.Format
	// looks says what a site of this format looks like, for people who opened something else.
	looks string
	// roots finds the folders of t that hold sites of this format.
	roots func(ctx context.Context, t *tree) ([]string, error)
	// owns reports whether a file below a root, by its path from there, is the format's where another format has a
	// site at the same root; nil for whatever others leave.
	owns func(rel string) bool
	// read hands the records and the fate of every file of one root to the job.
	read func(ctx context.Context, j *job) error
}

var formats = map[site.Format]format{}

// register adds a format to the family. It returns a value so that a package-level variable can call it.
func register(f format) format {
	if _, taken := formats[f.id]; taken {
		panic("importer: format " + string(f.id) + " registered twice")
	}
	formats[f.id] = f
	return f
}

// All lists the formats that can be read, sorted.
func All() []site.Format {
	ids := make([]site.Format, 0, len(formats))
	for id := range formats {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Read finds every site at or below path, at any depth and in archives, and reads each. The path names a folder, an
// archive, or the data.xml of a package. Readings are sorted by root and never empty. Whatever goes wrong inside a
// site is told in its reading and does not keep the rest from loading.
//
// Errors: fault.NotFound where nothing is at path, fault.Denied where it must not be opened, fault.Invalid where no
// site was found, fault.Canceled where ctx ended.
func Read(ctx context.Context, path string, opts Options) ([]site.Reading, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openFault(path, err)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, openFault(path, err)
	}
	near := path
	t := &tree{fsys: os.DirFS(path), name: filepath.Base(full)}
	find := (*tree).walk
	if !info.IsDir() {
		near = filepath.Dir(path)
		t.fsys = os.DirFS(near)
		if find, err = openFile(t.fsys, t.name); err != nil {
			return nil, openFault(path, err)
		}
		if find == nil {
			return nil, noSite(path, fmt.Sprintf("%q is a file, not the folder of a site, an archive or the data of a package.", path), near)
		}
	}
	readings, err := read(ctx, t, path, opts, find)
	if f, ok := errors.AsType[*noSiteError](err); ok {
		if f.hint != "" {
			return nil, fault.New(fault.Invalid, "%s", f.message).WithHint("%s", f.hint).At(path, 0)
		}
		return nil, noSite(path, f.message, near)
	}
	return readings, err
}

// ReadFS is Read for anything that can be walked. The name stands for it in messages.
func ReadFS(ctx context.Context, fsys fs.FS, name string, opts Options) ([]site.Reading, error) {
	return read(ctx, &tree{fsys: fsys, name: name}, name, opts, (*tree).walk)
}

// read fills the tree and reads what sites there are.
func read(ctx context.Context, t *tree, name string, opts Options, find func(*tree, context.Context, int) error) ([]site.Reading, error) {
	opts = opts.withDefaults()
	t.limits, t.meter = opts.Limits, &meter{tell: opts.Progress}
	t.meter.find(0)
	defer t.release()
	if err := find(t, ctx, opts.Workers); err != nil {
		if _, ok := errors.AsType[*noSiteError](err); ok {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, canceled(err)
		}
		return nil, openFault(name, err)
	}
	var found []place
	for _, id := range All() {
		roots, err := formats[id].roots(ctx, t)
		if err != nil {
			return nil, canceled(err)
		}
		for _, root := range roots {
			found = append(found, place{root, formats[id]})
		}
	}
	if len(found) == 0 {
		return nil, t.noSite(name)
	}
	slices.SortStableFunc(found, func(a, b place) int { return strings.Compare(a.root, b.root) })
	return readAll(ctx, t, found, opts)
}

// noSite says that nothing was found, and what could be the reason.
func (t *tree) noSite(name string) error {
	none := &noSiteError{message: fmt.Sprintf("%q holds no site that Gatehouse can read.", name)}
	switch {
	case len(t.unopened) > 0:
		p := t.unopened[0]
		none.message += fmt.Sprintf(" %s: %s", p.File, p.Message)
		none.hint = p.Hint
	case len(t.locked) > 0:
		none.message += " Files in the archive are protected by a password."
		_, none.hint = archiveTrouble(errLocked)
	}
	return none
}

// canceled translates the one error that stops a reading halfway.
func canceled(err error) error {
	return fault.New(fault.Canceled, "Reading was stopped before it was finished.").Because(err)
}

// openFault translates what the system says about the path itself.
func openFault(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fault.New(fault.NotFound, "There is no file or folder %q.", path).
			WithHint("Check the spelling; a path without a leading slash or drive starts at the current folder.").
			At(path, 0).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Denied, "You are not allowed to read %q.", path).
			WithHint("Ask its owner for access, or copy the folder to a place of your own.").
			At(path, 0).Because(err)
	}
	return fault.New(fault.Unreachable, "%q could not be opened.", path).
		WithHint("Check that the drive is connected and try again.").
		At(path, 0).Because(err)
}
