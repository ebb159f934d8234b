package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// TestSameSite reads one site in every shape.
func TestSameSite(t *testing.T) {
	shapes := map[string]fstest.MapFS{
		"CLIFolder":           asCLIFolder(madeSite),
		"CodeSite":            asCodeSite(madeSite, "adx_"),
		"CodeSiteBare":        asCodeSite(madeSite, ""),
		"CodeSiteFlat":        inFolder(".powerpages-site", asCLIFolder(madeSite)),
		"Solution":            asSolution(madeSite, false),
		"SolutionUnpacked":    asSolution(madeSite, true),
		"Package":             asPackage(madeSite, false),
		"PackageFromTheRoles": asPackage(madeSite, true),
		"ComponentPackage":    asComponentPackage(madeSite),
	}
	for _, name := range []string{"CLIFolder", "CodeSite", "Solution", "Package"} {
		shapes[name+"Zipped"] = fstest.MapFS{"download/site.zip": {Data: zipped(t, shapes[name], false)}}
		shapes[name+"ZippedWithBackslashes"] = fstest.MapFS{"site.ZIP": {Data: zipped(t, shapes[name], true)}}
		shapes[name+"ZippedTwice"] = fstest.MapFS{"deploy.zip": {Data: zipped(t, fstest.MapFS{
			"PkgFolder/site.zip": {Data: zipped(t, shapes[name], false)},
		}, true)}}
	}
	want := wantSame(t, shapes, "CLIFolder")
	if n := len(want.Site.TablePermissions[0].Roles); n != 2 || want.Site.SiteSettings[1].Value != longValue {
		t.Fatalf("%d roles, value %q", n, want.Site.SiteSettings[1].Value)
	}
}

// TestSameCommunity reads a site with forums, blogs and ideas in every shape that can hold them.
func TestSameCommunity(t *testing.T) {
	rows := slices.Concat(madeSite, madeCommunity)
	want := wantSame(t, map[string]fstest.MapFS{
		"CLIFolder":           asCLIFolder(rows),
		"CodeSite":            asCodeSite(rows, "adx_"),
		"CodeSiteBare":        asCodeSite(rows, ""),
		"Package":             asPackage(rows, false),
		"PackageFromTheRoles": asPackage(rows, true),
	}, "CLIFolder").Site
	if len(want.Forums) != 1 || len(want.ForumPermissions) != 1 || want.ForumPermissions[0].Roles == nil {
		t.Errorf("forums %+v, permissions %+v", want.Forums, want.ForumPermissions)
	}
	if len(want.Blogs) != 1 || len(want.Blogs[0].AuthorRoles) != 2 || want.Blogs[0].Parent == "" {
		t.Errorf("blogs %+v", want.Blogs)
	}
	if len(want.BlogPosts) != 2 || want.BlogPosts[0].Blog != want.Blogs[0].ID || !want.BlogPosts[0].Published || want.BlogPosts[1].Published {
		t.Errorf("blog posts %+v", want.BlogPosts)
	}
	if len(want.IdeaForums) != 1 || len(want.IdeaForums[0].ReaderRoles) != 1 || len(want.IdeaForums[0].WriterRoles) != 1 ||
		want.IdeaForums[0].ReaderRoles[0] == want.IdeaForums[0].WriterRoles[0] {
		t.Errorf("idea forums %+v", want.IdeaForums)
	}
	if n := len(want.WebFiles); n != 2 || want.WebFiles[0].BlogPost == want.WebFiles[1].BlogPost {
		t.Errorf("web files %+v", want.WebFiles)
	}
}

// wantSame wants the shapes to be read as one site without an error, and gives the reading of one of them.
func wantSame(t *testing.T, shapes map[string]fstest.MapFS, first string) site.Reading {
	t.Helper()
	want := readShape(t, shapes[first])
	sum := fingerprint(t, &want.Site)
	for name, files := range shapes {
		t.Run(name, func(t *testing.T) {
			got := readShape(t, files)
			if fingerprint(t, &got.Site) != sum {
				t.Errorf("another fingerprint: %s", difference(t, &want.Site, &got.Site))
			}
			if got.Site.Counts() != want.Site.Counts() {
				t.Errorf("counts %+v, want %+v", got.Site.Counts(), want.Site.Counts())
			}
			for _, p := range got.Problems {
				if p.Severity == site.Error {
					t.Errorf("%+v", p)
				}
			}
			checkAccount(t, files, []site.Reading{got})
		})
	}
	return want
}

func readShape(t testing.TB, files fstest.MapFS) site.Reading {
	t.Helper()
	readings, err := importer.ReadFS(t.Context(), files, "test", importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(readings) != 1 {
		t.Fatalf("%d readings, want 1", len(readings))
	}
	return readings[0]
}

func inFolder(folder string, files fstest.MapFS) fstest.MapFS {
	moved := fstest.MapFS{}
	for name, file := range files {
		moved[folder+"/"+name] = file
	}
	return moved
}

func fingerprint(t testing.TB, s *site.Site) string {
	t.Helper()
	sum, err := s.Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// difference lists the records that only one of two sites has.
func difference(t testing.TB, a, b *site.Site) string {
	t.Helper()
	count := map[string]int{}
	for i, s := range []*site.Site{a, b} {
		packed, err := s.Pack()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packed {
			count[p.Kind+" "+string(p.Data)] += 1 - 2*i
		}
	}
	var lines []string
	for line, n := range count {
		if n != 0 {
			lines = append(lines, fmt.Sprintf("%+d %s", -n, line))
		}
	}
	slices.Sort(lines)
	return "\n" + strings.Join(lines, "\n")
}
