package importer

import (
	"errors"
	"io/fs"

	"gatehouse/backend/site"
)

// job is the reading of one site. A format fills it, finish turns it into a Reading.
type job struct {
	tree    *tree
	root    string
	files   []entry // what belongs to the site, sorted by path
	workers int
	limits  Limits
	meter   *meter

	site    site.Site
	account *account
	records []*record // in the order of files and lines
}

func newJob(t *tree, root string, files []entry, opts Options, m *meter) *job {
	j := &job{
		tree: t, root: root, files: files, workers: opts.Workers, limits: opts.Limits, meter: m,
		account: newAccount(len(files)),
	}
	j.site.Root = root
	for _, e := range files {
		switch {
		case e.err != nil:
			j.account.unreadable(e.path, openTrouble(e.err))
		case e.ignored != "":
			j.account.ignore(e.path, e.ignored)
		}
	}
	return j
}

// finish assembles the site and settles the account.
func (j *job) finish() site.Reading {
	a := newAssembly(&j.site, j.account)
	a.assemble(j.records)
	j.records = nil
	doubts(a)
	files, problems := j.account.settle()
	return site.Reading{Site: j.site, Files: files, Problems: problems}
}

// openTrouble says why the system did not give a file or folder.
func openTrouble(err error) unreadable {
	switch {
	case errors.Is(err, errTooBig):
		return unreadable{
			reason: "The file is larger than a file of records can be; it was not read.",
			hint:   "Check whether it belongs to the site at all.",
		}
	case errors.Is(err, fs.ErrPermission):
		return unreadable{
			reason: "You are not allowed to read this.",
			hint:   "Ask its owner for access, then read the site again.",
		}
	case errors.Is(err, fs.ErrNotExist):
		return unreadable{
			reason: "It was gone before it could be read.",
			hint:   "Wait until the download has finished, then read the site again.",
		}
	case errors.Is(err, fs.ErrInvalid):
		return unreadable{
			reason: "Its name is not valid text, so it cannot be opened.",
			hint:   "Rename it, then read the site again.",
		}
	}
	return unreadable{
		reason: "The system could not read this.",
		hint:   "Check the drive, then read the site again.",
	}
}
