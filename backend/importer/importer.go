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

// Progress is how far a reading is. Total is 0 while it is not known.
type Progress struct {
	Stage       Stage
	Done, Total int // files
}

// Limits keep a hostile or damaged file from using up the machine. A zero is replaced by the value named.
type Limits struct {
	FileBytes int64 // of one file of records: 32 MiB
	Depth     int   // of lists and mappings inside each other: 100
	Values    int   // in one file, repetitions by alias included: 250,000
}

// withDefaults fills what was left open.
func (o Options) withDefaults() Options {
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Limits.FileBytes < 1 {
		o.Limits.FileBytes = 32 << 20
	}
	if o.Limits.Depth < 1 {
		o.Limits.Depth = 100
	}
	if o.Limits.Values < 1 {
		o.Limits.Values = 250_000
	}
	return o
}

// format is one shape on disk. Formats register themselves, one file each.
type format struct {
	id site.Format
	// looks says what a site of this format looks like, for people who opened something else.
	looks string
	// roots finds the folders of t that are sites of this format.
	roots func(ctx context.Context, t *tree) ([]string, error)
	// read hands the records and the fate of every file of one site to the job.
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

// Read finds every site at or below path, at any depth, and reads each. Readings are sorted by root and never
// empty. Whatever goes wrong inside a site is told in its reading and does not keep the rest from loading.
//
// Errors: fault.NotFound where nothing is at path, fault.Denied where it must not be opened, fault.Invalid where no
// site was found, fault.Canceled where ctx ended.
func Read(ctx context.Context, path string, opts Options) ([]site.Reading, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openFault(path, err)
	}
	if !info.IsDir() {
		return nil, noSite(path, fmt.Sprintf("%q is a file, not the folder of a site.", path), filepath.Dir(path))
	}
	readings, err := ReadFS(ctx, os.DirFS(path), path, opts)
	if f, ok := errors.AsType[*noSiteError](err); ok {
		return nil, noSite(path, f.message, path)
	}
	return readings, err
}

// ReadFS is Read for anything that can be walked. The name stands for it in messages.
func ReadFS(ctx context.Context, fsys fs.FS, name string, opts Options) ([]site.Reading, error) {
	opts = opts.withDefaults()
	opts.Progress(Progress{Stage: Finding})
	t, err := walk(ctx, fsys, opts.Workers)
	if err != nil {
		if ctx.Err() != nil {
			return nil, canceled(err)
		}
		return nil, openFault(name, err)
	}
	t.limits = opts.Limits

	found := map[string]format{}
	for _, id := range All() {
		roots, err := formats[id].roots(ctx, t)
		if err != nil {
			return nil, canceled(err)
		}
		for _, root := range roots {
			if _, taken := found[root]; !taken {
				found[root] = formats[id]
			}
		}
	}
	if len(found) == 0 {
		return nil, &noSiteError{message: fmt.Sprintf("%q holds no site that Gatehouse can read.", name)}
	}
	return readAll(ctx, t, found, opts)
}

// readAll reads the sites found, one after the other, each with all workers.
func readAll(ctx context.Context, t *tree, found map[string]format, opts Options) ([]site.Reading, error) {
	roots := make([]string, 0, len(found))
	for root := range found {
		roots = append(roots, root)
	}
	slices.Sort(roots)
	files := t.share(roots)
	meter := newMeter(opts.Progress)
	for _, root := range roots {
		meter.total += len(files[root])
	}

	readings := make([]site.Reading, 0, len(roots))
	for _, root := range roots {
		j := newJob(t, root, files[root], opts, meter)
		j.site.Format = found[root].id
		if err := found[root].read(ctx, j); err != nil {
			return nil, canceled(err)
		}
		readings = append(readings, j.finish())
	}
	return readings, nil
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
