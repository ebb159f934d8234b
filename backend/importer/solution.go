package importer

import (
	"context"
	"path"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// The Dataverse solution, as a zip file or unpacked by the solution packager: each record is a component in a folder
// of its own. One solution can hold several sites.
var _ = register(format{
	id:    site.Solution,
	looks: "a Dataverse solution: a zip file or a folder with powerpagecomponents and Assets",
	roots: solutionRoots,
	owns: func(rel string) bool {
		top, _, _ := strings.Cut(strings.ToLower(rel), "/")
		return top == componentFolder || top == "assets" || top == sourceFolder || top == "other" ||
			top == "solution.xml" || top == "customizations.xml"
	},
	read: readSolution,
})

const (
	componentFolder = "powerpagecomponents"
	componentFile   = "powerpagecomponent.xml"
	sourceFolder    = "powerpagessourcefiles"

	// elements that hold a record each
	componentItem = "powerpagecomponent"
	siteItem      = "powerpagesite"
	languageItem  = "powerpagesitelanguage"

	sitesFile     = "assets/powerpagesites.xml"
	languagesFile = "assets/powerpagesitelanguages.xml"
)

// solutionRoots finds folders with components or with the list of a solution's sites.
func solutionRoots(_ context.Context, t *tree) ([]string, error) {
	var roots []string
	for _, e := range t.entries {
		if !e.usable() {
			continue
		}
		folders, base := path.Split(e.path)
		dir := strings.TrimSuffix(folders, "/")
		var root string
		switch {
		case strings.EqualFold(base, componentFile):
			if dir = path.Dir(dir); !strings.EqualFold(path.Base(dir), componentFolder) {
				continue
			}
			root = path.Dir(dir)
		case strings.EqualFold(base, path.Base(sitesFile)):
			if !strings.EqualFold(path.Base(dir), path.Dir(sitesFile)) {
				continue
			}
			root = path.Dir(dir)
		default:
			continue
		}
		if !slices.Contains(roots, root) {
			roots = append(roots, root)
		}
	}
	return roots, nil
}

const (
	solutionReason  = "Part of the solution, but not of the site in it."
	foreignElements = "The file holds something else than its name says; it was not read."
)

// solutionFile tells what a file is by its path below the solution, in small letters.
func solutionFile(rel string) (item string, reason string) {
	parts := strings.Split(rel, "/")
	switch {
	case rel == sitesFile:
		return siteItem, ""
	case rel == languagesFile:
		return languageItem, ""
	case parts[0] == componentFolder && len(parts) == 3 && parts[2] == componentFile:
		return componentItem, ""
	case parts[0] == componentFolder && len(parts) > 3 && parts[2] == "filecontent":
		return "", companionReason
	case parts[0] == sourceFolder:
		return "", unneededReason
	case strings.EqualFold(rel, contentTypes):
		return "", contentTypesReason
	}
	return "", solutionReason
}

// readSolution reads the lists of sites and languages, and then all components.
func readSolution(ctx context.Context, j *job) error {
	j.model = site.Enhanced
	j.derived = kinds["portallanguage"] // made of the languages of the site
	type task struct {
		entry int
		item  string
	}
	var tasks []task
	for i, e := range j.files {
		if !e.usable() {
			continue
		}
		item, reason := solutionFile(strings.ToLower(below(j.root, e.path)))
		if item == "" {
			j.account.ignore(e.path, reason)
			continue
		}
		tasks = append(tasks, task{i, item})
	}
	j.meter.add(len(j.files) - len(tasks))
	var homeless []record
	var aside []func() // waits until all sites are known
	j.homes = map[string]site.ID{}
	err := inBatches(ctx, j.workers, len(tasks), func(f *solutionItems, i int) {
		f.load(ctx, j, j.files[tasks[i].entry], tasks[i].item)
		j.meter.add(1)
	}, func(f *solutionItems, i int) {
		name := j.files[tasks[i].entry].path
		if f.website != "" && tasks[i].item == componentItem {
			j.homes[path.Dir(name)] = f.website
		}
		homeless = append(homeless, j.takeItems(f, name)...)
		for _, item := range f.aside {
			aside = append(aside, func() { j.leaveAside(name, item) })
		}
	})
	if err != nil {
		return err
	}
	if len(j.parts) == 0 {
		j.part("")
	}
	for _, to := range j.parts {
		for i := range homeless {
			to.add(&homeless[i])
		}
	}
	for _, leave := range aside {
		leave()
	}
	return nil
}

// leaveAside accounts for an item that is not read: with its site, else with each.
func (j *job) leaveAside(path string, item asideItem) {
	for _, p := range j.parts {
		if p.website == item.website || !j.hasPart(item.website) {
			p.ledger.aside(path, item.kind, item.reason, item.line, 1)
		}
	}
}

// takeItems builds the records of a file and settles its account. It gives back the records that name no site.
func (j *job) takeItems(f *solutionItems, path string) (homeless []record) {
	j.account.problems = append(j.account.problems, f.problems...)
	if f.trouble != nil {
		j.account.unreadable(path, *f.trouble)
		j.account.lose(path, f.lost)
		return nil
	}
	if f.ignored != "" {
		j.account.ignore(path, f.ignored)
	}
	for i := range f.records {
		r := &f.records[i]
		if r.website != "" {
			j.part(r.website).add(&r.record)
			continue
		}
		kept := r.record
		kept.fields = slices.Clone(kept.fields)
		homeless = append(homeless, kept)
	}
	return homeless
}
