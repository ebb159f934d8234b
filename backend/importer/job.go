package importer

import (
	"path"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// job is the reading of one root. A format fills it, finish turns it into a Reading for each site.
type job struct {
	tree    *tree
	root    string
	files   []entry // what belongs to the root, sorted by path
	workers int
	limits  Limits
	meter   *meter

	format  site.Format
	model   site.DataModel
	account *account
	derived *kind              // see assembly
	parts   []*part            // in the order of the sites' ids
	homes   map[string]site.ID // folders of which the site is known, whatever became of their files
}

// part is one site of a root.
type part struct {
	*assembly
	website site.ID // by which the format tells its sites apart; "" where a root is one site
	content site.Site
}

func newJob(t *tree, at place, files []entry, opts Options) *job {
	j := &job{
		tree: t, root: at.root, format: at.format.id, files: files, workers: opts.Workers, limits: opts.Limits, meter: t.meter,
		account: newAccount(files),
	}
	for _, e := range files {
		switch {
		case e.odd == nil:
		case e.odd.err != nil:
			j.account.unreadable(e.path, openTrouble(e.odd.err))
		case e.odd.ignored != "":
			j.account.ignore(e.path, e.odd.ignored)
		}
	}
	return j
}

// part is the site of this website id.
func (j *job) part(website site.ID) *part {
	at, found := slices.BinarySearchFunc(j.parts, website, func(p *part, id site.ID) int {
		return strings.Compare(string(p.website), string(id))
	})
	if !found {
		p := &part{website: website}
		room := 0
		if len(j.parts) == 0 { // most roots are one site, whose records stand in all the files
			room = len(j.files)
		}
		p.assembly = newAssembly(&p.content, j.account, room)
		p.assembly.named.ID, p.assembly.derived = website, j.derived
		j.parts = slices.Insert(j.parts, at, p)
	}
	return j.parts[at]
}

// hasPart reports whether there is a site of this website id.
func (j *job) hasPart(website site.ID) bool {
	return slices.ContainsFunc(j.parts, func(p *part) bool { return p.website == website })
}

// finish settles the account and gives a reading for each site, at least one.
func (j *job) finish() []site.Reading {
	if len(j.parts) == 0 {
		j.part("")
	}
	sources := make([]map[string]bool, len(j.parts)) // files of the records of each site
	owned := map[string]bool{}                       // files of records
	for i, p := range j.parts {
		last := ""
		sources[i] = map[string]bool{}
		p.records(func(r *site.Record) {
			if file := r.Source.File; file != last {
				j.account.use(file)
				last = file
				if len(j.parts) > 1 {
					sources[i][file], owned[file] = true, true
				}
			}
		})
		if len(j.parts) > 1 {
			for _, in := range p.ledger.found {
				sources[i][in.file], owned[in.file] = true, true
			}
		}
	}
	j.account.settle()
	readings := make([]site.Reading, 0, len(j.parts))
	for i, p := range j.parts {
		// What cannot be told of one site is told of each.
		mine := func(path string) bool {
			return len(j.parts) == 1 || sources[i][path] || !owned[path] && j.mayBelong(path, p.website)
		}
		files := j.account.files(mine)
		said := slices.DeleteFunc(slices.Clone(j.account.problems), func(x site.Problem) bool { return !mine(x.File) })
		p.content.Root, p.content.Format, p.content.DataModel = j.root, j.format, j.model
		p.finish()
		p.ledger.write(files)
		doubts(p.assembly)
		problems := append(make([]site.Problem, 0, len(p.problems)+len(said)), p.problems...)
		problems = append(problems, said...)
		sortProblems(problems)
		readings = append(readings, site.Reading{Site: p.content, Files: files, Problems: problems})
	}
	return readings
}

// mayBelong reports whether a file that holds no record can be of a site.
func (j *job) mayBelong(file string, website site.ID) bool {
	for dir := path.Dir(file); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if home, known := j.homes[dir]; known && j.hasPart(home) {
			return home == website
		}
	}
	return true
}
