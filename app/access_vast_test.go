package app

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/site"
)

// vast is a site of 100 roles, 5,000 pages with 400 page permissions, 600 table permissions, and 10,000 contacts.
func vast() site.Reading {
	r := site.Reading{Site: site.Site{Website: site.Website{Record: site.Record{ID: "d0000000-0000-4000-8000-000000000001", Name: "Vast"}}, Root: ".", Format: site.CLIFolder, DataModel: site.Standard}}
	s := &r.Site
	for i := range 100 {
		s.WebRoles = append(s.WebRoles, site.WebRole{Record: site.Record{ID: guid(1, i), Name: fmt.Sprintf("Role %d", i)}, Anonymous: i == 0, Authenticated: i == 1})
	}
	for i := range 5000 {
		p := site.WebPage{Record: site.Record{ID: guid(2, i), Name: fmt.Sprintf("Page %d", i)}, IsRoot: true, PartialURL: fmt.Sprintf("page-%d", i)}
		if i > 0 {
			p.Parent = guid(2, (i-1)/6)
		}
		s.WebPages = append(s.WebPages, p)
	}
	for i := range 400 {
		rule := site.PageRule{Record: site.Record{ID: guid(3, i), Name: fmt.Sprintf("Rule %d", i)}, Page: guid(2, 1+i*7919%4999), Right: site.RestrictRead, Scope: site.AllContent}
		if i%4 == 0 {
			rule.Right = site.GrantChange
		}
		for j := range 1 + i%4 {
			rule.Roles = append(rule.Roles, guid(1, 1+(i*31+j*17)%99))
		}
		s.PageRules = append(s.PageRules, rule)
	}
	for i := range 600 {
		s.TablePermissions = append(s.TablePermissions, site.TablePermission{
			Record: site.Record{ID: guid(4, i), Name: fmt.Sprintf("Permission %d", i)}, Table: fmt.Sprintf("table%d", i%60), Read: true, Write: i%2 == 0,
			AccessType: site.ContactScope, ContactRelationship: "owner", Roles: []site.ID{guid(1, i%100), guid(1, i*7%100)},
		})
	}
	for i := range 10_000 {
		s.Contacts = append(s.Contacts, site.Contact{Record: site.Record{ID: guid(5, i), Name: fmt.Sprintf("Contact %d", i)}})
		for j := range 1 + i%3 {
			role := guid(1, 2+(i*13+j*29)%98)
			s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{Record: site.Record{ID: role + "/" + guid(5, i)}, Role: role, Contact: guid(5, i)})
		}
	}
	return r
}

func guid(kind, i int) site.ID { return site.ID(fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, i)) }

// vastSnapshot imports the vast site.
func vastSnapshot(t testing.TB, e *engine) string {
	t.Helper()
	id, err := call(e, func(life lifetime, program *wiring.Program) (string, error) {
		program.Snapshots.Read = func(context.Context, string, func(admin.Progress)) ([]site.Reading, error) {
			return []site.Reading{vast()}, nil
		}
		imported, err := program.Snapshots.Import(life, "/vast", nil, nil)
		if err != nil {
			return "", err
		}
		return imported[0].Snapshot.ID.String(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A matrix of half a million cells has to reach the page in a moment: a letter for each cell would be a megabyte for
// reading and changing alone, and most pages are judged alike.
func TestAccessIsCompact(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	id := vastSnapshot(t, e)
	a, basis := &Access{e}, AccessBasis{SnapshotID: id}
	pages := must[ContentMatrix](t)(a.PageMatrix(basis, "with"))
	tables := must[TableMatrix](t)(a.TableMatrix(basis, "with"))
	answer := must[AccessAnswer](t)(a.Answer(AccessQuestion{AccessBasis: basis, Visitor: AccessVisitor{SignedIn: true, Roles: []string{"Role 7"}}}))
	if len(pages.Columns) != 102 || len(pages.Row) != 5000 || len(tables.Row) != 6*60 {
		t.Fatalf("%d columns, %d pages, %d privileges", len(pages.Columns), len(pages.Row), len(tables.Row))
	}
	for name, test := range map[string]struct {
		view   any
		atMost int
	}{
		"pages":  {pages, 400_000},
		"tables": {tables, 100_000},
		"answer": {answer, 120_000},
	} {
		text, err := json.Marshal(test.view)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(text))
		if len(text) > test.atMost {
			t.Errorf("%s: %d bytes, at most %d are wanted", name, len(text), test.atMost)
		}
	}
	t.Logf("%d rows for %d pages, %d for %d privileges", len(pages.Rows), len(pages.Row), len(tables.Rows), len(tables.Row))
}

// What a person waits for, as the page gets it. Run with: go test -tags webkit2_41 -run ^$ -bench Access ./app
func BenchmarkAccess(b *testing.B) {
	e, _ := startEngine(b, b.TempDir())
	id := vastSnapshot(b, e)
	a, basis := &Access{e}, AccessBasis{SnapshotID: id}
	contact := func(i int) AccessQuestion {
		return AccessQuestion{AccessBasis: basis, Visitor: AccessVisitor{SignedIn: true, Contact: string(guid(5, i%10_000))}}
	}
	send := func(b *testing.B, view any, err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(view); err != nil {
			b.Fatal(err)
		}
	}
	for name, ask := range map[string]func(i int) (any, error){
		"Subjects": func(int) (any, error) { return a.Subjects(id) },
		"Contacts": func(i int) (any, error) { return a.Contacts(id, fmt.Sprint(i), 50) },
		"Answer":   func(i int) (any, error) { return a.Answer(contact(i)) },
		"ExplainPage": func(i int) (any, error) {
			return a.Explain(contact(i), AccessTarget{Kind: "page", ID: string(guid(2, i*7919%5000)), Right: "read"})
		},
		"ExplainTable": func(i int) (any, error) {
			return a.Explain(contact(i), AccessTarget{Kind: "table", ID: fmt.Sprintf("table%d", i%60), Right: "write"})
		},
		"Who": func(i int) (any, error) {
			return a.Who(basis, AccessTarget{Kind: "page", ID: string(guid(2, i*7919%5000)), Right: "read"})
		},
		"Without": func(i int) (any, error) {
			return a.Without(contact(i), RecordKey{Kind: "webRole", ID: string(guid(1, 1+i%99))})
		},
		"PageMatrix":  func(int) (any, error) { return a.PageMatrix(basis, "with") },
		"TableMatrix": func(int) (any, error) { return a.TableMatrix(basis, "with") },
	} {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				view, err := ask(i)
				send(b, view, err)
			}
		})
	}
}
