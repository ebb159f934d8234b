package importer

import (
	"bytes"
	"context"
	"path"
	"strings"

	"gatehouse/backend/site"
)

// The flat folder that "pac paportal download" and "pac pages download" write, in both data models. The keys are the
// same in both; what differs is explained at dataModel.
var _ = register(format{
	id:    site.CLIFolder,
	looks: "a folder written by \"pac pages download\": it holds a website.yml, beside it files such as webrole.yml and folders such as web-pages",
	roots: cliRoots,
	read:  readCLIFolder,
})

// codeSiteFolder holds sites of another format, whose website.yml may look the same.
const codeSiteFolder = ".powerpages-site"

// cliRoots finds folders with a website.yml that names a website, or that is broken and lies among a site's files.
func cliRoots(ctx context.Context, t *tree) ([]string, error) {
	var roots []string
	for _, e := range t.entries {
		stem, isYAML := yamlStem(path.Base(e.path))
		dir := path.Dir(e.path)
		if !isYAML || stem != "website" || e.err != nil || e.ignored != "" || path.Base(dir) == codeSiteFolder {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if isWebsite(t, e.path) || looksLikeSite(t, dir) {
			roots = append(roots, dir)
		}
	}
	return roots, nil
}

// isWebsite reports whether a file holds the record of a website with prefixed keys.
func isWebsite(t *tree, name string) bool {
	found := false
	err := t.load(name, func(data []byte) {
		read := readYAML(data, kinds["website"], name, t.limits)
		found = read.trouble != nil && bytes.Contains(data, []byte("adx_websiteid"))
		for _, r := range read.records {
			f, ok := r.field(idColumn)
			found = found || ok && hasPrefix(f.spelled)
		}
	})
	return err == nil && found
}

// looksLikeSite reports whether two of the files that nearly every site has lie in a folder.
func looksLikeSite(t *tree, dir string) bool {
	found := 0
	for _, name := range []string{
		"webrole.yml", "webpagerule.yml", "websiteaccess.yml", "sitesetting.yml", "sitemarker.yml",
		"publishingstate.yml", "websitelanguage.yml", ".portalconfig/portallanguage.yml",
	} {
		if t.has(path.Join(dir, name)) {
			found++
		}
	}
	return found >= 2
}

// readCLIFolder reads all files of records, several at a time, and settles each file's account in order.
func readCLIFolder(ctx context.Context, j *job) error {
	type task struct {
		path string
		kind *kind
		read yamlFile
	}
	var tasks []task
	for _, e := range j.files {
		if e.err != nil || e.ignored != "" {
			continue
		}
		rel := below(j.root, e.path)
		k, reason, stray := cliFile(rel)
		if k != nil {
			tasks = append(tasks, task{path: e.path, kind: k})
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
	err := each(ctx, j.workers, len(tasks), func(i int) {
		t := &tasks[i]
		err := j.tree.load(t.path, func(data []byte) { t.read = readYAML(data, t.kind, t.path, j.limits) })
		if err != nil {
			trouble := openTrouble(err)
			t.read.trouble = &trouble
		}
		j.meter.add(1)
	})
	if err != nil {
		return err
	}
	for i := range tasks {
		t := &tasks[i]
		j.account.problems = append(j.account.problems, t.read.problems...)
		switch {
		case t.read.trouble != nil:
			j.account.unreadable(t.path, *t.read.trouble)
			continue
		case len(t.read.records) == 0:
			j.account.ignore(t.path, "It holds no records.")
		}
		j.records = append(j.records, t.read.records...)
		t.read = yamlFile{}
	}
	j.site.DataModel = cliDataModel(j)
	if !hasConfig(j) {
		j.account.problem(site.Problem{
			Severity: site.Note, File: path.Join(j.root, ".portalconfig"),
			Message: "The folder .portalconfig is missing; the data model was told by other signs, and codes of languages may be unknown.",
			Hint:    "Download the site again if you need them.",
		})
	}
	return nil
}

func hasConfig(j *job) bool {
	for _, e := range j.files {
		if strings.HasPrefix(below(j.root, e.path), ".portalconfig/") {
			return true
		}
	}
	return false
}

// cliDataModel tells the models apart. A binding exists in the standard model only. Where .portalconfig was deleted,
// languages tell: only in the enhanced model a website language has the id of its portal language. A folder without
// languages is standard where lists of roles are written although they are empty.
func cliDataModel(j *job) site.DataModel {
	if hasConfig(j) {
		if j.tree.has(path.Join(j.root, ".portalconfig/websitebinding.yml")) {
			return site.Standard
		}
		return site.Enhanced
	}
	model := site.Enhanced
	for _, r := range j.records {
		if r.kind.name == "websitelanguage" {
			own, _ := r.field(idColumn)
			portal, told := r.field(r.kind.columns["portallanguageid"])
			if told && identify(own.value.text) != identify(portal.value.text) {
				return site.Standard
			}
			if told {
				return site.Enhanced
			}
		}
		for _, key := range r.kind.roles {
			if f, ok := r.field(r.kind.columns[key]); ok && f.value.shape == list && len(f.value.list) == 0 {
				model = site.Standard
			}
		}
	}
	return model
}
