package importer_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// corpus is the folder of real exports: GATEHOUSE_SITES, or the one beside the checkout. It is not part of it.
func corpus(t *testing.T) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("GATEHOUSE_SITES"), filepath.Join("..", "..", "..", "shared", "sites")} {
		if info, err := os.Stat(dir); dir != "" && err == nil && info.IsDir() {
			return dir
		}
	}
	t.Skip("no real exports here: GATEHOUSE_SITES names no folder")
	return ""
}

// TestCorpus reads every real site, in folders and archives. Counts of flat folders are made anew from the files, by
// looking for the lines that hold ids, which is all that two readers of YAML can agree on without being the same.
func TestCorpus(t *testing.T) {
	dir := corpus(t)
	readings, err := importer.Read(t.Context(), dir, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkAccount(t, os.DirFS(dir), readings)
	roots := map[string]bool{}
	for _, r := range readings {
		roots[r.Site.Root] = true
		t.Run(r.Site.Root, func(t *testing.T) {
			for _, f := range r.Files {
				if f.Use == site.Unreadable {
					t.Errorf("%+v", f)
				}
			}
			for _, p := range r.Problems {
				if p.Severity == site.Error {
					t.Errorf("%+v", p)
				}
			}
			if r.Site.Website.ID == "" || r.Site.Website.Name == "" || len(r.Site.WebRoles) < 2 || len(r.Site.SiteSettings) < 10 {
				t.Errorf("%+v, counts %+v", r.Site.Website, r.Site.Counts())
			}
			if r.Site.Format != site.CLIFolder {
				return
			}
			got := map[string]int{
				"adx_webroleid": len(r.Site.WebRoles), "adx_entitypermissionid": len(r.Site.TablePermissions),
				"adx_webpageaccesscontrolruleid": len(r.Site.PageRules), "adx_sitesettingid": len(r.Site.SiteSettings),
				"adx_websiteaccessid": len(r.Site.WebsiteAccessPermissions), "adx_webfileid": len(r.Site.WebFiles),
				"adx_contentsnippetid": len(r.Site.ContentSnippets),
			}
			for key, want := range countIDs(t, filepath.Join(dir, filepath.FromSlash(r.Site.Root))) {
				if n, counted := got[key]; counted && n != want {
					t.Errorf("%s: %d records, %d ids", key, n, want)
				}
			}
		})
	}
	for _, root := range siteRoots(t, dir) {
		if !roots[root] {
			t.Errorf("%s was not found", root)
		}
	}
}

// TestCorpusPairs wants one fingerprint of a site that lies there in several shapes.
func TestCorpusPairs(t *testing.T) {
	readings, err := importer.Read(t.Context(), corpus(t), importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first := map[site.ID]*site.Site{}
	pairs := 0
	for i := range readings {
		s := &readings[i].Site
		other := first[s.Website.ID]
		if other == nil {
			first[s.Website.ID] = s
			continue
		}
		pairs++
		if fingerprint(t, s) != fingerprint(t, other) {
			t.Errorf("%s and %s differ: %s", other.Root, s.Root, difference(t, other, s))
		}
	}
	t.Logf("%d pairs", pairs)
}

// countIDs counts distinct ids by key in files named after their kind.
func countIDs(t *testing.T, root string) map[string]int {
	t.Helper()
	seen := map[string]map[string]bool{}
	walkFiles(t, root, func(path string, d fs.DirEntry) {
		if filepath.Ext(path) != ".yml" || strings.HasSuffix(path, "manifest.yml") {
			return
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			key, id, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "-")), ":")
			owner := map[string]string{
				"adx_webroleid": "webrole", "adx_entitypermissionid": "tablepermission",
				"adx_webpageaccesscontrolruleid": "webpagerule", "adx_sitesettingid": "sitesetting",
				"adx_websiteaccessid": "websiteaccess", "adx_webfileid": "webfile", "adx_contentsnippetid": "contentsnippet",
			}[key]
			if ok && owner != "" && strings.HasSuffix(path, owner+".yml") {
				if seen[key] == nil {
					seen[key] = map[string]bool{}
				}
				seen[key][strings.TrimSpace(id)] = true
			}
		}
	})
	counts := map[string]int{}
	for key, ids := range seen {
		counts[key] = len(ids)
	}
	return counts
}

// siteRoots finds the folders and archives that hold something by which a site is known.
func siteRoots(t *testing.T, dir string) (roots []string) {
	t.Helper()
	found := map[string]bool{}
	walkFiles(t, dir, func(path string, d fs.DirEntry) {
		root := ""
		switch folder := filepath.Dir(path); {
		case d.Name() == "website.yml":
			if data, err := os.ReadFile(path); err == nil && (strings.Contains(string(data), "adx_websiteid:") || filepath.Base(folder) == ".powerpages-site") {
				root = folder
			}
		case d.Name() == "data.xml":
			root = folder
		case d.Name() == "powerpagecomponent.xml":
			root = filepath.Dir(filepath.Dir(folder))
		case filepath.Ext(d.Name()) == ".zip" && !strings.Contains(d.Name(), "PackageDeployer"):
			root = path
		}
		if root == "" {
			return
		}
		root, err := filepath.Rel(dir, root)
		if err != nil {
			t.Fatal(err)
		}
		if root = filepath.ToSlash(root); !found[root] {
			found[root] = true
			roots = append(roots, root)
		}
	})
	return roots
}

func walkFiles(t *testing.T, dir string, do func(path string, d fs.DirEntry)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			do(path, d)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
