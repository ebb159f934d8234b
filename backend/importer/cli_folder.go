package importer

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// The flat folder that "pac paportal download" and "pac pages download" write, in both data models. The keys are the
// same in both; what differs is explained at cliDataModel.
var _ = register(format{
	id:    site.CLIFolder,
	looks: "a folder written by \"pac pages download\": it holds a website.yml, beside it files such as webrole.yml and folders such as web-pages",
	roots: cliRoots,
	read:  readCLIFolder,
})

// cliRoots finds folders with a website.yml that names a website, or that is broken and lies among a site's files.
func cliRoots(ctx context.Context, t *tree) ([]string, error) {
	var roots []string
	for _, e := range t.entries {
		if !isWebsiteFile(e) || e.odd != nil && e.odd.ignored != "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		dir := path.Dir(e.path)
		if t.base(dir) == codeSiteFolder {
			continue
		}
		if isWebsite(t, e) || looksLikeSite(t, dir) {
			roots = append(roots, dir)
		}
	}
	return slices.Compact(roots), nil
}

// isWebsite reports whether a file holds the record of a website with prefixed keys.
func isWebsite(t *tree, e entry) (found bool) {
	t.peek(e, kinds["website"], func(f *yamlFile, data []byte) {
		found = f.trouble != nil && bytes.Contains(data, []byte("adx_websiteid"))
		for _, r := range f.records {
			id, ok := r.field(idColumn)
			found = found || ok && hasPrefix(id.spelled)
		}
	})
	return found
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

func readCLIFolder(ctx context.Context, j *job) error {
	var signs modelSigns
	if err := readYAMLSite(ctx, j, yamlFormat{file: cliFile, saw: signs.see}); err != nil {
		return err
	}
	j.model = cliDataModel(j, signs)
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

// modelSigns are what tells the data models apart where .portalconfig was deleted.
type modelSigns struct {
	told       bool // by a language
	standard   bool
	emptyRoles bool // a list of roles was written although it is empty
}

func (s *modelSigns) see(r *record) {
	if r.kind.name == "websitelanguage" && !s.told {
		own, _ := r.field(idColumn)
		if portal, ok := r.named("portallanguageid"); ok {
			s.told, s.standard = true, identify(own.value.text) != identify(portal.value.text)
		}
	}
	for _, key := range r.kind.roles {
		if f, ok := r.named(key); ok && f.value.shape == list && len(f.value.list) == 0 {
			s.emptyRoles = true
		}
	}
}

// cliDataModel tells the models apart. A binding exists in the standard model only. Where .portalconfig was deleted,
// languages tell: only in the enhanced model a website language has the id of its portal language. A folder without
// languages is standard where lists of roles are written although they are empty.
func cliDataModel(j *job, signs modelSigns) site.DataModel {
	standard := signs.emptyRoles
	switch {
	case hasConfig(j):
		standard = j.tree.has(path.Join(j.root, ".portalconfig/websitebinding.yml"))
	case signs.told:
		standard = signs.standard
	}
	if standard {
		return site.Standard
	}
	return site.Enhanced
}
