package importer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// TestRecordsAddUp spoils a site at random in each shape, and wants each record in the place that it belongs to.
func TestRecordsAddUp(t *testing.T) {
	shapes := []struct {
		name      string
		community bool // the shape can hold it
		write     func([]row) fstest.MapFS
	}{
		{"CLIFolder", true, asCLIFolder},
		{"CodeSite", true, func(rows []row) fstest.MapFS { return asCodeSite(rows, "adx_") }},
		{"Solution", false, func(rows []row) fstest.MapFS { return asSolution(rows, false) }},
		{"Package", true, func(rows []row) fstest.MapFS { return asPackage(rows, false) }},
		{"ComponentPackage", false, asComponentPackage},
	}
	for _, shape := range shapes {
		t.Run(shape.name, func(t *testing.T) {
			whole := slices.Clone(madeSite)
			if shape.community {
				whole = append(whole, madeCommunity...)
			}
			seen := map[site.RecordUse]bool{}
			for seed := range uint64(60) {
				rows := spoiled(whole, rand.New(rand.NewPCG(seed, 1)))
				want := expectedCounts(rows, !shape.community)
				files := shape.write(rows)
				r := readShape(t, files)
				checkAccount(t, files, []site.Reading{r})
				if got := r.RecordCounts(); got != want {
					t.Fatalf("seed %d: %+v, want %+v", seed, got, want)
				}
				for _, f := range r.Files {
					for _, e := range f.Exceptions {
						seen[e.Use] = true
					}
				}
			}
			for _, use := range []site.RecordUse{site.RecordInactive, site.RecordDuplicate, site.RecordDangling, site.RecordUnreadable} {
				if !seen[use] {
					t.Errorf("no record was %s", use)
				}
			}
		})
	}
}

// spoiled drops records, repeats some, switches some off and takes the id of others. The website and its languages stay.
func spoiled(rows []row, random *rand.Rand) (made []row) {
	for i, r := range rows {
		r.file = fmt.Sprintf("%03d", i)
		if r.kind == "website" || strings.HasSuffix(r.kind, "language") {
			made = append(made, r)
			continue
		}
		switch random.IntN(12) {
		case 0:
			continue
		case 1:
			r.id = ""
		case 2:
			r.inactive = !r.inactive
		case 3:
			again := r
			again.file, again.inactive = r.file+"-again", random.IntN(2) == 0
			made = append(made, again)
		}
		made = append(made, r)
	}
	return made
}

// expectedCounts tells by ids alone what must become of the rows.
func expectedCounts(rows []row, derived bool) (c site.RecordCounts) {
	type key struct{ kind, id string }
	groups := map[key][]row{}
	var order []key
	there := map[string]bool{}
	for _, r := range rows {
		if derived && r.kind == "portallanguage" {
			continue
		}
		c.Found++
		if r.id == "" {
			c.Unreadable++
			continue
		}
		k := key{r.kind, r.id}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
		there[r.id] = true
	}
	for _, k := range order {
		group := groups[k]
		c.Duplicate += len(group) - 1
		var names []string
		for _, ids := range group[0].links {
			names = append(names, ids...)
		}
		for _, v := range group[0].values {
			if strings.HasPrefix(v[1], made) {
				names = append(names, v[1])
			}
		}
		switch {
		case !slices.ContainsFunc(group, func(r row) bool { return !r.inactive }):
			c.Inactive++
		case slices.ContainsFunc(names, func(id string) bool { return !there[id] }):
			c.Dangling++
		default:
			c.Used++
		}
	}
	return c
}

// exceptionOf finds the only record of a use in a file.
func exceptionOf(t *testing.T, r site.Reading, path string, use site.RecordUse) site.RecordException {
	t.Helper()
	var found []site.RecordException
	for _, e := range fileOf(t, r, path).Exceptions {
		if e.Use == use {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d records of %s are %s", len(found), path, use)
	}
	return found[0]
}

func TestRecordExceptions(t *testing.T) {
	t.Run("OfFiles", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"webrole.yml":       "- adx_webroleid: r1\n- adx_name: Lost\n- words\n- adx_webroleid: R1\n  adx_name: Again\n",
			"websiteaccess.yml": "- adx_websiteaccessid: a1\n  adx_name: Content\n  adx_websiteaccess_webrole: [r1, r8, r9]\n",
			"sitemarker.yml":    "- adx_sitemarkerid: m1\n  adx_pageid: p1\n  statecode: 1\n",
			"ad.yml":            "- adx_adid: x\n",
		})
		if f := fileOf(t, r, "webrole.yml"); f.Records != 4 {
			t.Errorf("%+v", f)
		}
		unreadable := fileOf(t, r, "webrole.yml").Exceptions[:2]
		if unreadable[0].Name != "Lost" || unreadable[0].Line != 2 || unreadable[1].Line != 3 || unreadable[1].Use != site.RecordUnreadable {
			t.Errorf("%+v", unreadable)
		}
		if e := exceptionOf(t, r, "webrole.yml", site.RecordDuplicate); e.ID != "r1" || e.Line != 4 || !strings.Contains(e.Reason, "webrole.yml:1") {
			t.Errorf("%+v", e)
		}
		e := exceptionOf(t, r, "websiteaccess.yml", site.RecordDangling)
		if fmt.Sprint(e.Missing) != "[{adx_websiteaccess_webrole web role r8} {adx_websiteaccess_webrole web role r9}]" || e.Kind != "website access permission" {
			t.Errorf("%+v", e)
		}
		// An inactive record has no effect, whatever it names; that is told too.
		if e := exceptionOf(t, r, "sitemarker.yml", site.RecordInactive); len(e.Missing) != 1 || e.Missing[0].ID != "p1" {
			t.Errorf("%+v", e)
		}
		if f := fileOf(t, r, "ad.yml"); f.Records != 0 {
			t.Errorf("%+v", f)
		}
		want := site.RecordCounts{Found: 7, Used: 2, Inactive: 1, Duplicate: 1, Dangling: 1, Unreadable: 2}
		if got := r.RecordCounts(); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})

	t.Run("SecondWebsite", func(t *testing.T) {
		r := readOne(t, map[string]string{"website.yml": website + "---\nadx_websiteid: w2\n"})
		if e := exceptionOf(t, r, "website.yml", site.RecordDuplicate); e.ID != "w2" {
			t.Errorf("%+v", e)
		}
	})

	t.Run("NotAThousand", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "- adx_webroleid: r1\n" + strings.Repeat("- x\n", 1000)})
		f := fileOf(t, r, "webrole.yml")
		if c := r.RecordCounts(); len(f.Exceptions) != 50 || c.Unreadable != 1000 || c.Used != 2 {
			t.Errorf("%d exceptions, %+v", len(f.Exceptions), c)
		}
	})

	t.Run("OfAPackage", func(t *testing.T) {
		link := `<entity name="adx_webrole"><records/><m2mrelationships><m2mrelationship sourceid="r1" targetentityname="contact" m2mrelationshipname="adx_webrole_contact"><targetids>` +
			`<targetid>c1</targetid><targetid>c1</targetid><targetid>c9</targetid></targetids></m2mrelationship></m2mrelationships></entity>`
		r := packageOf(t, rows("adx_webrole", record("r1"))+rows("contact", `<record id="c1"/>`)+rows("adx_urlhistory", record("u1")+record("u2"))+link, importer.Options{})
		if e := exceptionOf(t, r, "data.xml", site.RecordIgnored); e.Kind != "adx_urlhistory" || e.Count != 2 {
			t.Errorf("%+v", e)
		}
		if e := exceptionOf(t, r, "data.xml", site.RecordDangling); e.ID != "r1/c9" || e.Missing[0].Kind != "contact" {
			t.Errorf("%+v", e)
		}
		want := site.RecordCounts{Found: 7, Used: 3, Duplicate: 1, Dangling: 1, Ignored: 2}
		if got := r.RecordCounts(); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		checkRecords(t, r)
	})

	t.Run("OfASolution", func(t *testing.T) {
		r := solutionOf(t, strings.Replace(component("{}"), ">9<", ">27<", 1))
		if e := exceptionOf(t, r, componentPath, site.RecordIgnored); e.Kind != `component of type "27"` {
			t.Errorf("%+v", e)
		}
		if c := r.RecordCounts(); c.Found != 2 || c.Used != 1 {
			t.Errorf("%+v", c)
		}
	})
}
