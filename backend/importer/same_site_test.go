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
	}
	for _, name := range []string{"CLIFolder", "CodeSite", "Solution", "Package"} {
		shapes[name+"Zipped"] = fstest.MapFS{"download/site.zip": {Data: zipped(t, shapes[name], false)}}
		shapes[name+"ZippedWithBackslashes"] = fstest.MapFS{"site.ZIP": {Data: zipped(t, shapes[name], true)}}
		shapes[name+"ZippedTwice"] = fstest.MapFS{"deploy.zip": {Data: zipped(t, fstest.MapFS{
			"PkgFolder/site.zip": {Data: zipped(t, shapes[name], false)},
		}, true)}}
	}
	want := readShape(t, shapes["CLIFolder"])
	sum := fingerprint(t, &want.Site)
	if n := len(want.Site.TablePermissions[0].Roles); n != 2 || want.Site.SiteSettings[1].Value != longValue {
		t.Fatalf("%d roles, value %q", n, want.Site.SiteSettings[1].Value)
	}
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
