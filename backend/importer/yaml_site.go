package importer

import (
	"context"
	"path"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// What sites have in common whose records are YAML files: flat folders and code sites.

// yamlFormat tells the files of such a format apart.
type yamlFormat struct {
	// file tells what a file is by its path below the site: a file of records of a kind, or why it is ignored. Stray
	// files are those that might have been meant as records.
	file func(rel string) (k *kind, reason string, stray bool)
	// saw is shown each record before it is built.
	saw func(r *record)
}

// kindOrder has the kinds that others refer to first, so that nearly every reference can be followed at once.
var kindOrder = []string{
	"website", "websitebinding", "portallanguage", "websitelanguage", "publishingstate", "webrole", "webtemplate",
	"pagetemplate", "list", "basicform", "advancedformstep", "advancedform", "webpage", "forum", "blog", "blogpost",
}

// rank is the place of a kind in kindOrder, the last one for all others.
func rank(k *kind) int32 {
	if i := slices.Index(kindOrder, k.name); i >= 0 {
		return int32(i)
	}
	return int32(len(kindOrder))
}

// task is a file of records to be read.
type task struct {
	entry int32 // index into the job's files
	rank  int32
	kind  *kind
}

// readYAMLSite reads all files of records, several at a time, and builds their records in the order of kinds and
// paths.
func readYAMLSite(ctx context.Context, j *job, f yamlFormat) error {
	tasks := make([]task, 0, len(j.files))
	for i, e := range j.files {
		k, reason, stray := f.file(below(j.root, e.path))
		if !e.usable() {
			if !strings.HasSuffix(e.path, "/") {
				j.account.lose(e.path, lostIn(k))
			}
			continue
		}
		if k != nil {
			tasks = append(tasks, task{int32(i), rank(k), k})
			continue
		}
		j.account.ignore(e.path, reason)
		if stray {
			j.account.problem(site.Problem{
				Severity: site.Note, File: e.path, Message: "The file is no record of a site; it was left aside.",
				Hint: "If it should be one, name it as the command line does.",
			})
		}
	}
	j.meter.add(len(j.files) - len(tasks))
	slices.SortStableFunc(tasks, func(a, b task) int { return int(a.rank - b.rank) })
	to := j.part("")
	counts := map[*kind]int{}
	for _, t := range tasks {
		counts[t.kind]++
	}
	for k, n := range counts {
		to.expect(k, n)
	}
	return inBatches(ctx, j.workers, len(tasks), func(f *yamlFile, i int) {
		f.load(j, j.files[tasks[i].entry], tasks[i].kind)
		j.meter.add(1)
	}, func(read *yamlFile, i int) {
		j.take(to, read, j.files[tasks[i].entry].path, f.saw)
		if read.trouble != nil || len(read.problems) > 0 {
			j.account.lose(j.files[tasks[i].entry].path, tasks[i].kind.name)
		}
	})
}

// lostIn is what an unreadable file costs by its name.
func lostIn(k *kind) string {
	if k == nil {
		return site.LostNothing
	}
	return k.name
}

// load reads one file.
func (f *yamlFile) load(j *job, e entry, k *kind) {
	f.reset()
	data, err := j.tree.load(e, &f.buffer)
	if err != nil {
		trouble := openTrouble(err)
		f.trouble = &trouble
		return
	}
	f.read(data, k, e.path, j.limits)
}

// take builds the records of a file and settles its account.
func (j *job) take(to *part, f *yamlFile, path string, saw func(*record)) {
	j.account.problems = append(j.account.problems, f.problems...)
	switch {
	case f.trouble != nil:
		j.account.unreadable(path, *f.trouble)
		return
	case len(f.records) == 0:
		j.account.ignore(path, "It holds no records.")
	}
	to.ledger.unreadable(path, f.unread)
	for i := range f.records {
		if saw != nil {
			saw(&f.records[i])
		}
		to.add(&f.records[i])
	}
}

// peek reads one file of records while sites are looked for, and lets do see it.
func (t *tree) peek(e entry, k *kind, do func(f *yamlFile, data []byte)) {
	var f yamlFile
	data, err := t.load(e, &f.buffer)
	if err != nil {
		return
	}
	f.read(data, k, e.path, t.limits)
	do(&f, data)
}

// isWebsiteFile reports whether an entry has the name of the file with the website's own record.
func isWebsiteFile(e entry) bool {
	stem, isYAML := yamlStem(path.Base(e.path))
	return isYAML && strings.EqualFold(stem, "website")
}
