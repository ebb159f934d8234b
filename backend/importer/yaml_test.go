package importer_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

const twoRoles = "- adx_name: Gäste 管理\n  adx_webroleid: r1\n- adx_name: \"No\"\n  adx_webroleid: r2\n"

// utf16Text encodes a text, the low byte first or last.
func utf16Text(s string, little bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		if little {
			b.Write([]byte{byte(unit), byte(unit >> 8)})
		} else {
			b.Write([]byte{byte(unit >> 8), byte(unit)})
		}
	}
	return b.String()
}

func TestYAMLEncodings(t *testing.T) {
	for outcome, text := range map[string]string{
		"Plain":           twoRoles,
		"NoFinalNewline":  strings.TrimSuffix(twoRoles, "\n"),
		"CRLF":            strings.ReplaceAll(twoRoles, "\n", "\r\n"),
		"Mark":            "\ufeff" + twoRoles,
		"UTF16Little":     "\xff\xfe" + utf16Text(twoRoles, true),
		"UTF16Big":        "\xfe\xff" + utf16Text(twoRoles, false),
		"UTF16LittleBare": utf16Text(twoRoles, true),
		"UTF16BigBare":    utf16Text(twoRoles, false),
		"DocumentStart":   "---\n" + twoRoles,
	} {
		t.Run(outcome, func(t *testing.T) {
			r := readOne(t, map[string]string{"webrole.yml": text})
			roles := r.Site.WebRoles
			if len(roles) != 2 || roles[0].Name != "Gäste 管理" || roles[1].Name != "No" {
				t.Fatalf("roles %+v, problems %v", roles, r.Problems)
			}
			if want := 3 + strings.Count(text, "---"); roles[1].Source.Line != want {
				t.Errorf("line %d, want %d", roles[1].Source.Line, want)
			}
		})
	}
}

func TestYAMLUnreadable(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	bomb := "- &a [x, x, x, x, x, x, x, x, x, x]\n"
	for level := 'b'; level <= 'i'; level++ {
		bomb += fmt.Sprintf("- &%c [%s]\n", level, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", level-1), 10), ", "))
	}
	for _, c := range []struct {
		outcome, text string
		line, column  int
		reason        string
	}{
		{"Tab", "- adx_webroleid: r1\n\tadx_name: x\n", 2, 1, "tab"},
		{"QuoteNeverClosed", "- adx_webroleid: r1\n  adx_name: 'x\n", 2, 13, "never closed"},
		{"ListInMapping", "adx_webroleid: r1\n- x\n", 2, 1, "not valid YAML"},
		{"ReservedCharacter", "- adx_webroleid: r1\n  adx_name: @x\n", 2, 13, "reserved character"},
		{"NoSuchAnchor", "- adx_webroleid: *made-up-secret\n", 1, 18, "alias"},
		{"TwoColons", "- adx_webroleid: a: b\n", 1, 19, "not valid YAML"},
		{"NotUTF8", "- adx_webroleid: r1\n  adx_name: ä\xff\n", 2, 14, "neither UTF-8"},
		{"HalfOfUTF16", "\xff\xfe" + utf16Text("a: b\nc", true) + "\x00", 2, 2, "cut in half"},
		{"LoneSurrogate", "\xff\xfea\x00\x00\xd8b\x00", 1, 2, "cut in half"},
		{"ControlCharacter", "- adx_webroleid: r\x011\n", 1, 19, "control character"},
		{"TooDeep", "- adx_webroleid: r1\n  adx_name: " + deep + "\n", 2, 113, "too deep"},
		{"AliasBomb", bomb, 6, 3, "repeat so much"},
		{"AliasOfItself", "- adx_webroleid: &a [*a]\n", 1, 22, "inside of what it repeats"},
		{"OnlyText", "just a sentence\n", 1, 1, "only text"},
		{"SecondDocumentBroken", twoRoles + "---\n\t- x\n", 6, 1, "tab"},
	} {
		t.Run(c.outcome, func(t *testing.T) {
			r := readOne(t, map[string]string{"webrole.yml": c.text, "sitemarker.yml": "- adx_sitemarkerid: m1\n"})
			f := fileOf(t, r, "webrole.yml")
			if f.Use != site.Unreadable || f.Line != c.line || f.Column != c.column || !strings.Contains(f.Reason, c.reason) {
				t.Errorf("got %+v, want %d:%d %s", f, c.line, c.column, c.reason)
			}
			if strings.Contains(f.Reason, "made-up-secret") {
				t.Error("the reason tells a value")
			}
			p := problemWith(t, r, f.Reason)
			if p.Severity != site.Error || p.File != "webrole.yml" || p.Line != c.line || p.Hint == "" {
				t.Errorf("problem %+v", p)
			}
			if len(r.Site.SiteMarkers) != 1 || len(r.Site.WebRoles) != 0 {
				t.Error("the rest was not read, or more than the rest")
			}
		})
	}

	t.Run("TooManyValues", func(t *testing.T) {
		fsys := fstest.MapFS{
			"website.yml": {Data: []byte(website)},
			"webrole.yml": {Data: []byte("- " + strings.Repeat("[x,y],", 3000) + "\n")},
		}
		readings, err := importer.ReadFS(t.Context(), fsys, "test", importer.Options{Limits: importer.Limits{Values: 1000}})
		if err != nil {
			t.Fatal(err)
		}
		if f := fileOf(t, readings[0], "webrole.yml"); f.Use != site.Unreadable || !strings.Contains(f.Reason, "more values") {
			t.Errorf("got %+v", f)
		}
	})
}

func TestYAMLRecords(t *testing.T) {
	t.Run("OneOrAList", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"webrole.yml": "adx_name: One\nadx_webroleid: r1\n",
			"table-permissions/A.tablepermission.yml": "- adx_entitypermissionid: p1\n- adx_entitypermissionid: p2\n",
		})
		if len(r.Site.WebRoles) != 1 || len(r.Site.TablePermissions) != 2 {
			t.Errorf("%d roles, %d permissions", len(r.Site.WebRoles), len(r.Site.TablePermissions))
		}
	})

	t.Run("SeveralDocuments", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "adx_webroleid: r1\n---\nadx_webroleid: r2\n"})
		if len(r.Site.WebRoles) != 2 {
			t.Errorf("%d roles", len(r.Site.WebRoles))
		}
		if p := problemWith(t, r, "holds 2 documents"); p.Severity != site.Note || p.Line != 2 {
			t.Errorf("%+v", p)
		}
	})

	t.Run("KeyTwice", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "- adx_name: A\n  adx_webroleid: r1\n  adx_name: B\n"})
		if r.Site.WebRoles[0].Name != "B" {
			t.Errorf("name %q", r.Site.WebRoles[0].Name)
		}
		if p := problemWith(t, r, "adx_name stands twice"); p.Severity != site.Warning || p.Line != 3 {
			t.Errorf("%+v", p)
		}
	})

	t.Run("KeyInTwoSpellings", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"webrole.yml": "- name: A\n  adx_name: B\n  ADX_WebRoleId: R1\n  id: r1\n  mspp_description: d\n",
			"sitemarker.yml": "- adx_sitemarkerid: m1\n  name: \n  adx_name: C\n" +
				"- adx_sitemarkerid: m2\n  name: D\n  adx_name: \n- adx_sitemarkerid: m3\n  adx_name: E\n  name: E\n",
		})
		role := r.Site.WebRoles[0]
		if role.Name != "B" || role.ID != "r1" || role.Description != "d" {
			t.Errorf("%+v", role)
		}
		if p := problemWith(t, r, "adx_name and name of one web role differ; adx_name counts"); p.Severity != site.Warning {
			t.Errorf("%+v", p)
		}
		for i, want := range []string{"C", "D", "E"} {
			if got := r.Site.SiteMarkers[i].Name; got != want {
				t.Errorf("name %q, want %q", got, want)
			}
		}
		for _, p := range r.Problems {
			if p.File == "sitemarker.yml" && p.Severity != site.Note {
				t.Errorf("without need: %+v", p)
			}
		}
	})

	t.Run("NotAThousandProblems", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "- adx_webroleid: r1\n" + strings.Repeat("- x\n", 1000)})
		n := 0
		for _, p := range r.Problems {
			if p.File == "webrole.yml" {
				n++
			}
		}
		if n != 51 || len(r.Site.WebRoles) != 1 {
			t.Errorf("%d problems, %d roles", n, len(r.Site.WebRoles))
		}
		problemWith(t, r, "more trouble like this")
	})

	t.Run("Aliases", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"webrole.yml": "- adx_webroleid: r1\n",
			"websiteaccess.yml": "- &first\n  adx_websiteaccessid: a1\n  adx_name: &n Name\n  adx_websiteaccess_webrole: &r [r1]\n" +
				"- adx_websiteaccessid: a2\n  adx_name: *n\n  adx_websiteaccess_webrole: *r\n",
		})
		second := r.Site.WebsiteAccessPermissions[1]
		if second.Name != "Name" || len(second.Roles) != 1 || second.Roles[0] != "r1" {
			t.Errorf("%+v", second)
		}
	})

	t.Run("MergedKeysAreNotFollowed", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "- &a\n  adx_webroleid: r1\n  adx_name: A\n- <<: *a\n  adx_webroleid: r2\n"})
		if len(r.Site.WebRoles) != 2 || r.Site.WebRoles[1].Name != "" {
			t.Errorf("%+v", r.Site.WebRoles)
		}
		if p := problemWith(t, r, "(<<)"); p.Severity != site.Warning || p.Line != 4 {
			t.Errorf("%+v", p)
		}
	})

	t.Run("KeysThatAreNoText", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "- ? [a, b]\n  : c\n  ? {d: e}\n  : f\n  adx_webroleid: r1\n  unknown: {a: b}\n"})
		if len(r.Site.WebRoles) != 1 {
			t.Errorf("%+v", r.Problems)
		}
	})
}

// FuzzYAML promises: no panic, and a file that cannot be read has a place.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		twoRoles, "\ufeff" + twoRoles, "\xff\xfe" + utf16Text(twoRoles, true), "a: &a [*a]\n", "- <<: *x\n", "? [a]\n: b\n",
		"adx_webroleid: r1\nadx_name: |\n  long\n\ttext\n", "---\n...\n---\n- a\n", "%YAML 1.1\n---\n!!map {a: !!int b}\n",
		"- adx_webroleid: {A}\n  statecode: x\n  adx_anonymoususersrole: [true]\n", "\x00", "'", "[[[[", "- - - -",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{
			"website.yml": {Data: []byte(website)},
			"webrole.yml": {Data: data},
			"column-permission-profiles/p/P.columnpermissionprofile.yml": {Data: data},
		}
		readings, err := importer.ReadFS(t.Context(), fsys, "fuzz", importer.Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		r := readings[0]
		if len(r.Files) != 3 {
			t.Fatalf("files %v", r.Files)
		}
		for _, file := range r.Files {
			if file.Use == site.Unreadable && (file.Line < 1 || file.Column < 1 || file.Reason == "") {
				t.Errorf("no place: %+v", file)
			}
		}
		for _, role := range r.Site.WebRoles {
			if role.ID == "" || role.Source.Line < 1 {
				t.Errorf("role %+v", role)
			}
		}
	})
}
