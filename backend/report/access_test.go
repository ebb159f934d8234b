package report_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
	"gatehouse/backend/report"
	"gatehouse/backend/site"
)

// portal is a small site with names that a terminal or a spreadsheet could take amiss.
func portal() *site.Site {
	at := func(file string, line int) site.Source { return site.Source{File: file, Line: line} }
	return &site.Site{
		Website: site.Website{Record: site.Record{ID: "w", Name: "Northwind <管理>"}}, Root: "northwind",
		Format: site.CLIFolder, DataModel: site.Enhanced,
		WebRoles: []site.WebRole{
			{Record: site.Record{ID: "r1", Name: "=cmd|' /C calc'!A0", Source: at("webrole.yml", 1)}},
			{Record: site.Record{ID: "r2", Name: "Everybody", Source: at("webrole.yml", 4)}, Authenticated: true},
			{Record: site.Record{ID: "r3", Name: "Everybody", Source: at("webrole.yml", 7)}},
			{Record: site.Record{ID: "r4", Name: "Public", Source: at("webrole.yml", 9)}, Anonymous: true},
		},
		WebPages: []site.WebPage{
			{Record: site.Record{ID: "home", Name: "Home"}, PartialURL: "/", IsRoot: true},
			{Record: site.Record{ID: "orders", Name: "Orders\x1b[31m"}, PartialURL: "orders", Parent: "home", IsRoot: true, Released: &released},
			{Record: site.Record{ID: "de", Name: "Bestellungen"}, PartialURL: "orders", RootPage: "orders", Parent: "home", Language: "l2", PublishingState: "draft"},
			{Record: site.Record{ID: "lost", Name: "@lost"}, PartialURL: "lost", Parent: "gone", IsRoot: true},
		},
		Languages:        []site.Language{{Record: site.Record{ID: "l1"}, Code: "en-US"}, {Record: site.Record{ID: "l2"}, Code: "de-DE"}},
		PublishingStates: []site.PublishingState{{Record: site.Record{ID: "draft", Name: "Draft"}}},
		WebFiles:         []site.WebFile{{Record: site.Record{ID: "f1", Name: "-terms.pdf"}, PartialURL: "terms.pdf", Parent: "orders"}},
		PageRules: []site.PageRule{{Record: site.Record{ID: "rule", Name: "Partners only", Source: at("webpagerule.yml", 12)},
			Page: "orders", Right: site.RestrictRead, Scope: site.AllContent, Roles: []site.ID{"r1"}}},
		TablePermissions: []site.TablePermission{
			{Record: site.Record{ID: "t1", Name: "Orders"}, Table: "order", AccessType: site.Global, Read: true, Create: true, Roles: []site.ID{"r1"}},
			{Record: site.Record{ID: "t2", Name: "Lines"}, Table: "line", AccessType: site.ParentScope, Parent: "t1", ParentRelationship: "order_line", Read: true},
			{Record: site.Record{ID: "t3", Name: "Own"}, Table: "case", AccessType: site.ContactScope, ContactRelationship: "case_contact", Read: true, Roles: []site.ID{"r4"}},
		},
		WebsiteAccessPermissions: []site.WebsiteAccessPermission{{Record: site.Record{ID: "wa", Name: "Editors"}, ManageContentSnippets: true, Roles: []site.ID{"r1"}}},
		SiteSettings: []site.SiteSetting{
			{Record: site.Record{ID: "s1", Name: "Webapi/order/enabled"}, Value: "true"},
			{Record: site.Record{ID: "s2", Name: "Webapi/order/fields"}, Value: "total"},
		},
	}
}

// released is far in the future, which only the legacy rules mind.
var released = time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)

func asked(t *testing.T, who access.Who) *access.Visitor {
	t.Helper()
	e, err := access.Compile(portal(), access.Options{At: time.Date(2030, 1, 31, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	v, err := e.Visitor(who)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// answers has a writer for each report about access.
func answers(t *testing.T) map[report.Report]func(w io.Writer, format string) error {
	t.Helper()
	v := asked(t, access.Holding("r1"))
	e := v.Engine()
	at := e.Options().At
	sheet, err := v.Sheet(at)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := e.FindRecord(access.KindTablePermission, "Orders")
	if err != nil {
		t.Fatal(err)
	}
	without, err := v.WithoutSheet(ref, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	x := asked(t, access.Authenticated()).ExplainPageRead(1)
	x.Change = asked(t, access.Authenticated()).SuggestPageRead(1)
	return map[report.Report]func(io.Writer, string) error{
		report.OfAccess:  func(w io.Writer, format string) error { return report.Access(w, format, sheet) },
		report.OfWithout: func(w io.Writer, format string) error { return report.Without(w, format, without) },
		report.OfWho:     func(w io.Writer, format string) error { return report.Who(w, format, e.WhoPage(1, false, time.Time{})) },
		report.OfExplain: func(w io.Writer, format string) error { return report.Explain(w, format, x) },
	}
}

func TestAnswers(t *testing.T) {
	for what, write := range answers(t) {
		if len(report.Formats(what)) < 2 {
			t.Errorf("%s has the formats %v", what, report.Formats(what))
		}
		for _, name := range report.Formats(what) {
			t.Run("OK/"+string(what)+"/"+name, func(t *testing.T) {
				var out bytes.Buffer
				if err := write(&out, name); err != nil {
					t.Fatal(err)
				}
				compare(t, filepath.Join("testdata", string(what)+"."+name+".golden"), out.String())
				if name != "csv" && strings.ContainsRune(out.String(), '\x1b') {
					t.Error("a name steers the terminal")
				}
			})
			t.Run("ErrOfTheWriter/"+string(what)+"/"+name, func(t *testing.T) {
				full := errors.New("disk full")
				if err := write(failing{full}, name); !errors.Is(err, full) {
					t.Errorf("err = %v", err)
				}
			})
		}
	}
	t.Run("ErrInvalid", func(t *testing.T) {
		if err := answers(t)[report.OfExplain](io.Discard, "csv"); !fault.Is(err, fault.Invalid) {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("WhereProfilesAgree", func(t *testing.T) {
		var out bytes.Buffer
		e := asked(t, access.Anonymous()).Engine()
		if err := report.Who(&out, "text", e.WhoTable("case", access.Read, time.Time{})); err != nil {
			t.Fatal(err)
		}
		compare(t, filepath.Join("testdata", "who-agreed.text.golden"), out.String())
	})
	t.Run("NothingWouldChange", func(t *testing.T) {
		v := asked(t, access.Anonymous())
		s, err := v.WithoutSheet(access.Ref{Kind: access.KindWebRole, ID: "r1"}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := report.Without(&out, "text", s); err != nil || !strings.Contains(out.String(), "Nothing would change for the visitor.") {
			t.Errorf("%v\n%s", err, out.String())
		}
	})
}

// TestFormulas reads the CSV back: every cell is what it was, and none begins a formula.
func TestFormulas(t *testing.T) {
	for what, write := range answers(t) {
		if what == report.OfExplain {
			continue
		}
		var out bytes.Buffer
		if err := write(&out, "csv"); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: the cell %q", what, cell)
				}
			}
		}
	}
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
