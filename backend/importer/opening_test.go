package importer_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// writeFiles writes files into a folder.
func writeFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHugeFiles reads files of 100 MB that take no room on the disk.
func TestHugeFiles(t *testing.T) {
	const huge = 100 << 20
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"website.yml": website, "sitemarker.yml": "- adx_sitemarkerid: m1\n", "webrole.yml": "- adx_webroleid: r1\n",
		"package/data.xml": "<entities>" + rows("adx_webrole", record("r1")) + "\n",
		"solution/powerpagecomponents/c1/" + "other.txt":      "",
		"solution/Assets/powerpagesites.xml":                  oneSite,
		"solution/" + componentPath:                           component("{}"),
		"solution/powerpagecomponents/c1/filecontent/big.bin": "",
	})
	for _, name := range []string{"webrole.yml", "package/data.xml", "solution/" + componentPath, "solution/powerpagecomponents/c1/filecontent/big.bin"} {
		if err := os.Truncate(filepath.Join(dir, filepath.FromSlash(name)), huge); err != nil {
			t.Fatal(err)
		}
	}
	most := peak(func() {
		readings, err := importer.Read(t.Context(), dir, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(readings) != 3 {
			t.Fatalf("%d readings", len(readings))
		}
		for i, c := range []struct{ path, reason string }{
			{"webrole.yml", "larger than"}, {"package/data.xml", "not valid XML"}, {"solution/" + componentPath, "larger than"},
		} {
			if f := fileOf(t, readings[i], c.path); f.Use != site.Unreadable || !strings.Contains(f.Reason, c.reason) {
				t.Errorf("%+v", f)
			}
		}
		if len(readings[0].Site.SiteMarkers) != 1 || len(readings[1].Site.WebRoles) != 1 {
			t.Error("the rest was not read")
		}
	})
	if most > 400<<20 {
		t.Errorf("%d MB were held", most>>20)
	}
}

func TestLinksThatLeadInCircles(t *testing.T) {
	dir := t.TempDir()
	for name, target := range map[string]string{"a": "b", "b": "a"} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("links cannot be made here:", err)
		}
	}
	_, err := importer.Read(t.Context(), filepath.Join(dir, "a"), importer.Options{})
	if f := fault.Of(err); f.Code != fault.Unreachable || f.Hint == "" {
		t.Errorf("err = %v", err)
	}
	// A link to a site is opened where it is named itself.
	writeFiles(t, dir, map[string]string{"site/website.yml": website})
	if err := os.Symlink("site", filepath.Join(dir, "named")); err != nil {
		t.Fatal(err)
	}
	if readings, err := importer.Read(t.Context(), filepath.Join(dir, "named"), importer.Options{}); err != nil || len(readings) != 1 {
		t.Errorf("%d readings, %v", len(readings), err)
	}
}

func TestNamesOnDisk(t *testing.T) {
	dir := t.TempDir()
	names := []string{"web-roles/Адміністратори.webrole.yml", "web-roles/役割.webrole.yml", "web-roles/مدير.webrole.yml", "web-roles/e\u0301quipe 👥.webrole.yml"}
	if runtime.GOOS != "windows" {
		names = append(names, "web-roles/a:b?*|<>\".webrole.yml", "web-roles/CON.webrole.yml", "web-roles/dot..webrole.yml", "web-roles/new\nline.webrole.yml", `web-roles/back\slash.webrole.yml`)
	}
	files := map[string]string{"website.yml": website}
	for i, name := range names {
		files[name] = "adx_webroleid: r" + string(rune('a'+i)) + "\n"
	}
	writeFiles(t, dir, files)
	readings, err := importer.Read(t.Context(), dir, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(readings[0].Site.WebRoles); n != len(names) {
		t.Errorf("%d roles of %d: %v", n, len(names), readings[0].Problems)
	}
}

func TestCodeSiteOpened(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"app/.powerpages-site/website.yml":      website, // as the first code sites had it
		"app/.powerpages-site/webrole.yml":      "- adx_webroleid: r1\n",
		"app/src/website.yml":                   "name: of something else\nid: 1\n",
		"broken/.powerpages-site/website.yml":   "id: [\n",
		"broken/.powerpages-site/x.webrole.yml": "id: r2\n",
	})
	t.Run("FromAbove", func(t *testing.T) {
		readings, err := importer.Read(t.Context(), dir, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(readings) != 2 || readings[0].Site.Root != "app/.powerpages-site" || readings[1].Site.Root != "broken/.powerpages-site" {
			t.Fatalf("%d readings", len(readings))
		}
		if r := readings[1]; len(r.Site.WebRoles) != 1 || fileOf(t, r, "broken/.powerpages-site/website.yml").Use != site.Unreadable {
			t.Errorf("%+v", r.Problems)
		}
	})
	t.Run("Itself", func(t *testing.T) {
		readings, err := importer.Read(t.Context(), filepath.Join(dir, "app", ".powerpages-site"), importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if s := readings[0].Site; s.Format != site.CodeSite || s.DataModel != site.Enhanced || s.Root != "." || len(s.WebRoles) != 1 {
			t.Errorf("%s, %s, %s, %d roles", s.Format, s.DataModel, s.Root, len(s.WebRoles))
		}
	})
	t.Run("Beside", func(t *testing.T) {
		_, err := importer.Read(t.Context(), filepath.Join(dir, "app", "src"), importer.Options{})
		if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Hint, ".powerpages-site") {
			t.Errorf("err = %v, hint %q", err, f.Hint)
		}
	})
}

func TestNearestOfOtherFormats(t *testing.T) {
	for outcome, files := range map[string]map[string]string{
		"Package":           {"here/data.xml": "<entities>" + rows("adx_webrole", record("r1")) + "</entities>"},
		"Solution":          {"here/Assets/powerpagesites.xml": oneSite},
		"SolutionNoAssets":  {"here/" + componentPath: component("{}"), "here/powerpagecomponents/c2/powerpagecomponent.xml": component("{}")},
		"CodeSiteOtherName": {"here/website.yml": "id: w1\nname: Contoso\n", "here/web-roles/A.webrole.yml": "id: r1\n"},
	} {
		t.Run(outcome, func(t *testing.T) {
			dir := t.TempDir()
			writeFiles(t, dir, files)
			writeFiles(t, dir, map[string]string{"notes/more/x.txt": ""})
			_, err := importer.Read(t.Context(), filepath.Join(dir, "notes", "more"), importer.Options{})
			if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Hint, string(filepath.Separator)+"here\"") {
				t.Errorf("err = %v, hint %q", err, f.Hint)
			}
		})
	}
}
