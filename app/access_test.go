package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/fault"
)

// sampleSnapshot loads the sample organization and returns the id of its snapshot.
func sampleSnapshot(t *testing.T, e *engine) string {
	t.Helper()
	if err := (&Shell{engine: e}).LoadSample(); err != nil {
		t.Fatal(err)
	}
	rows, err := (&Portals{e}).List()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(row PortalRow) bool { return row.HasSite })
	found, err := (&Snapshots{e}).List(rows[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	return found[0].ID
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(result T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

func TestAccess(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	id := sampleSnapshot(t, e)
	a := &Access{e}
	subjects := must[AccessSubjects](t)(a.Subjects(id))
	page := func(url string) int {
		return slices.IndexFunc(subjects.Pages, func(p AccessPage) bool { return p.URL == url })
	}
	table := func(name string) int {
		return slices.IndexFunc(subjects.Tables, func(t AccessTable) bool { return t.Name == name })
	}
	role := func(name string) string {
		return subjects.Roles[slices.IndexFunc(subjects.Roles, func(r AccessRole) bool { return r.Name == name })].ID
	}
	basis := AccessBasis{SnapshotID: id}
	anonymous := AccessQuestion{AccessBasis: basis}
	partner := AccessQuestion{AccessBasis: basis, Visitor: AccessVisitor{SignedIn: true, Roles: []string{role("Partners")}}}

	t.Run("subjects", func(t *testing.T) {
		if len(subjects.Roles) != 6 || len(subjects.Pages) != 11 || subjects.Pages[0].URL != "/" || subjects.Pages[0].Depth != 0 {
			t.Errorf("%d roles, pages %+v", len(subjects.Roles), subjects.Pages)
		}
		prices := subjects.Pages[page("/partners/price-list/")]
		if prices.Parent != page("/partners/") || prices.Depth != 2 || !prices.Own || prices.File == "" {
			t.Errorf("%+v", prices)
		}
		if len(subjects.Profiles) != 2 || len(subjects.Profiles[0].Switches) != 16 || subjects.Profiles[0].Switches[0].Value != "id" || !subjects.Profiles[0].Switches[0].Differs {
			t.Errorf("%+v", subjects.Profiles)
		}
	})
	t.Run("an answer has a letter for everything", func(t *testing.T) {
		answer := must[AccessAnswer](t)(a.Answer(anonymous))
		if answer.Visitor != "An anonymous visitor" || answer.Profile != "current" || answer.Other != "legacy" || answer.Refused != "sign-in-redirect" {
			t.Errorf("%+v", answer)
		}
		for _, letters := range []string{answer.Pages.Read, answer.Pages.Change, answer.Pages.OtherRead, answer.Pages.ReadBy} {
			if len(letters) != len(subjects.Pages) {
				t.Fatalf("%q for %d pages", letters, len(subjects.Pages))
			}
		}
		at := func(url string) string {
			i := page(url)
			return fmt.Sprintf("%c%c%c%c %d", answer.Pages.Read[i], answer.Pages.ReadBy[i], answer.Pages.Change[i], answer.Pages.ChangeBy[i], answer.Pages.ReadFrom[i])
		}
		for url, want := range map[string]string{
			"/": "aodn -1", "/orders/": fmt.Sprintf("dRdn %d", page("/orders/")), "/orders/new/": fmt.Sprintf("drdn %d", page("/orders/")),
			"/access-denied/": "asdn -1", "/knowledge/archive/": "dhdn -1",
		} {
			if got := at(url); got != want {
				t.Errorf("%s is %q, want %q", url, got, want)
			}
		}
		if got := answer.Tables[table("incident")]; got.Reach != "annnnn" || got.Types != "100000" {
			t.Errorf("incident is %+v", got)
		}
	})
	t.Run("a role changes it", func(t *testing.T) {
		answer := must[AccessAnswer](t)(a.Answer(partner))
		if got := answer.Tables[table("salesorder")]; got.Reach != "snanss" || got.Types != "602022" {
			t.Errorf("salesorder is %+v", got)
		}
		if i := page("/partners/price-list/"); answer.Pages.Read[i] != 'a' || answer.Pages.ReadBy[i] != 'R' {
			t.Errorf("price list: %c %c", answer.Pages.Read[i], answer.Pages.ReadBy[i])
		}
		if len(answer.Rights) != 5 || answer.Rights[4].Right != "aboutAdministrator" || answer.Rights[0].Answer != "deny" {
			t.Errorf("%+v", answer.Rights)
		}
		i := slices.IndexFunc(answer.Columns, func(c ColumnTable) bool { return c.Table == "contact" })
		if c := answer.Columns[i]; c.Exposed != "allow" || len(c.Columns) != 3 || c.Columns[1].Column != "fullname" || c.Columns[1].Reach != "nsn" {
			t.Errorf("%+v", c)
		}
		if i = slices.IndexFunc(answer.Columns, func(c ColumnTable) bool { return c.Table == "incident" }); !strings.Contains(answer.Columns[i].Why, "*") {
			t.Errorf("%+v", answer.Columns[i])
		}
	})
	t.Run("an explanation names its records", func(t *testing.T) {
		x := must[ExplanationView](t)(a.Explain(anonymous, AccessTarget{Kind: "page", ID: subjects.Pages[page("/orders/new/")].ID, Right: "read"}))
		if x.Answer != "deny" || x.Change == "" || len(x.Candidates) != 2 || x.Candidates[1].Record.Kind != "pagePermission.restrictRead" ||
			x.Candidates[1].Record.File != "webpagerule.yml" || x.Candidates[1].Record.Line == 0 || !strings.Contains(x.Text, x.Sentence) {
			t.Errorf("%+v", x)
		}
		i := slices.IndexFunc(x.Steps, func(s StepView) bool { return s.Record != nil && s.Record.Name == "Orders are for customers" })
		if i < 0 {
			t.Errorf("no step names the rule: %+v", x.Steps)
		}
	})
	t.Run("a table's explanation has paths and doors", func(t *testing.T) {
		x := must[ExplanationView](t)(a.Explain(partner, AccessTarget{Kind: "table", ID: "annotation", Right: "read"}))
		if x.Answer != "some" || len(x.Paths) != 1 || len(x.Paths[0].Permissions) != 3 || x.Paths[0].End != "own-contact" || len(x.Channels) == 0 {
			t.Errorf("%+v", x)
		}
	})
	t.Run("who", func(t *testing.T) {
		who := must[WhoView](t)(a.Who(basis, AccessTarget{Kind: "table", ID: "salesorder", Right: "write"}))
		i := slices.IndexFunc(who.Roles, func(g GiverView) bool { return g.Name == "Support Agents" })
		if who.Anonymous != "none" || len(who.Roles) != 5 || who.Roles[i].Alone != "all" || who.Roles[i].With != "all" {
			t.Errorf("%+v", who)
		}
	})
	t.Run("without", func(t *testing.T) {
		view := must[WithoutView](t)(a.Without(partner, RecordKey{Kind: "webRole", ID: role("Partners")}))
		var lost []string
		for _, d := range view.Differences {
			lost = append(lost, d.Kind+" "+d.Label+" "+d.Right)
			if d.Kind == "column" {
				x := must[ExplanationView](t)(a.Explain(partner, AccessTarget{Kind: d.Kind, ID: d.ID, Column: d.Column, Right: d.Right}))
				if x.Answer != d.Before {
					t.Errorf("%+v is explained as %s", d, x.Answer)
				}
			}
		}
		if !slices.Contains(lost, "page /partners/price-list/ read") || len(view.Removed) != 1 || view.Removed[0].Name != "Partners" {
			t.Errorf("lost %q of %+v", lost, view.Removed)
		}
		freed := must[WithoutView](t)(a.Without(anonymous, RecordKey{Kind: "pagePermission.restrictRead", ID: "a7c4e0d2-0008-4f1e-9b3a-000000000001"}))
		if len(freed.Differences) != 2 || !freed.Differences[0].Wider {
			t.Errorf("%+v", freed.Differences)
		}
	})
	t.Run("matrices", func(t *testing.T) {
		pages := must[ContentMatrix](t)(a.PageMatrix(basis, "with"))
		files := must[ContentMatrix](t)(a.FileMatrix(basis, "with"))
		tables := must[TableMatrix](t)(a.TableMatrix(basis, "alone"))
		if len(pages.Columns) != 7 || pages.Columns[0].Kind != "anonymous" || pages.Columns[6].Name != "Support Agents" || len(pages.Row) != 11 || len(files.Row) != 1 {
			t.Errorf("%+v", pages.Columns)
		}
		// anonymous, authenticated, Administrators, Anonymous Users, Customers, Partners, Support Agents
		if row := pages.Rows[pages.Row[page("/partners/price-list/")]]; row.Read != "ddaddad" || row.ReadBy != "RRgRRRR" {
			t.Errorf("price list: %+v", row)
		}
		if row := tables.Rows[tables.Row[6*table("salesorder")]]; row.Reach != "nsnnssa" || row.Types != "0200241" {
			t.Errorf("salesorder: %+v", row)
		}
	})
	t.Run("contacts", func(t *testing.T) {
		if found := must[ContactsFound](t)(a.Contacts(id, "a", 20)); found.Total != 0 || found.Contacts == nil {
			t.Errorf("%+v", found)
		}
	})
	t.Run("what cannot be meant is an error", func(t *testing.T) {
		at := anonymous
		at.At = "yesterday"
		unknown := partner
		unknown.Visitor.Roles = []string{"Partner"}
		for name, err := range map[string]error{
			"Snapshot": second(a.Subjects("x")), "At": second(a.Answer(at)), "Mode": second(a.TableMatrix(basis, "")), "Limit": second(a.Contacts(id, "", 0)),
			"Kind": second(a.Explain(anonymous, AccessTarget{Kind: "planet"})), "Removal": second(a.Without(anonymous, RecordKey{Kind: "site", ID: "x"})),
		} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := a.Answer(unknown); !fault.Is(err, fault.NotFound) || !strings.Contains(fault.Of(err).Hint, "Partners") {
			t.Errorf("unknown role: %v", err)
		}
	})
	t.Run("lists are never null", func(t *testing.T) {
		for _, view := range []any{
			subjects, must[AccessAnswer](t)(a.Answer(anonymous)), must[ContactsFound](t)(a.Contacts(id, "zz", 1)),
			must[ExplanationView](t)(a.Explain(anonymous, AccessTarget{Kind: "websiteRight", ID: "manageSiteMarkers"})),
			must[WithoutView](t)(a.Without(anonymous, RecordKey{Kind: "webRole", ID: role("Partners")})),
		} {
			text, err := json.Marshal(view)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(strings.ReplaceAll(string(text), `"record":null`, ""), "null") {
				t.Errorf("%T: %s", view, text)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }
