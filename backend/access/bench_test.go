package access_test

import (
	"fmt"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// largeSite has 5,000 pages, 60 roles, 400 page permissions, 600 table permissions and 10,000 contacts.
func largeSite() *site.Site {
	c := newChance(7)
	s := &site.Site{Website: site.Website{Record: site.Record{ID: "w"}}}
	guid := func(kind, i int) site.ID { return site.ID(fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, i)) }
	source := func(name string, i int) site.Source {
		return site.Source{File: fmt.Sprintf("%s/%d.yml", name, i), Line: 1}
	}
	var roles, pages []site.ID
	for i := range 60 {
		roles = append(roles, guid(1, i))
		s.WebRoles = append(s.WebRoles, site.WebRole{Record: site.Record{ID: roles[i], Name: fmt.Sprint("Role ", i), Source: source("roles", i)},
			Website: "w", Anonymous: i == 0, Authenticated: i == 1})
	}
	s.PublishingStates = []site.PublishingState{{Record: site.Record{ID: "pub", Name: "Published"}, Visible: true}, {Record: site.Record{ID: "draft", Name: "Draft"}}}
	for i := range 5000 {
		pages = append(pages, guid(2, i))
		p := site.WebPage{Record: site.Record{ID: pages[i], Name: fmt.Sprint("Page ", i), Source: source("pages", i)}, IsRoot: true, PartialURL: fmt.Sprint("page-", i), PublishingState: "pub"}
		if i > 0 {
			p.Parent = pages[(i-1)/6]
		}
		if i%50 == 49 {
			p.PublishingState = "draft"
		}
		s.WebPages = append(s.WebPages, p)
	}
	for i := range 400 {
		r := site.PageRule{Record: site.Record{ID: guid(3, i), Name: fmt.Sprint("Rule ", i), Source: source("rules", i)}, Page: pages[1+c.IntN(4999)], Right: site.RestrictRead, Scope: site.AllContent, Website: "w"}
		if i%4 == 0 {
			r.Right = site.GrantChange
		}
		for range 1 + c.IntN(4) {
			r.Roles = append(r.Roles, roles[1+c.IntN(59)])
		}
		s.PageRules = append(s.PageRules, r)
	}
	for i := range 600 {
		p := site.TablePermission{Record: site.Record{ID: guid(4, i), Name: fmt.Sprint("Permission ", i), Source: source("permissions", i)}, Table: fmt.Sprint("table", i%60), AccessType: site.ContactScope, ContactRelationship: "rel",
			Read: true, Write: i%2 == 0, Website: "w", Roles: []site.ID{roles[c.IntN(60)], roles[c.IntN(60)]}}
		if i%5 == 0 {
			p.AccessType = site.Global
		}
		if i%7 == 6 {
			p.AccessType, p.Parent, p.ParentRelationship, p.Roles = site.ParentScope, guid(4, i-1), "rel", nil
		}
		s.TablePermissions = append(s.TablePermissions, p)
	}
	for i := range 10000 {
		id := guid(5, i)
		s.Contacts = append(s.Contacts, site.Contact{Record: site.Record{ID: id, Name: fmt.Sprint("Contact ", i)}})
		for range 1 + c.IntN(4) {
			r := roles[2+c.IntN(58)]
			s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{Record: site.Record{ID: r + "/" + id}, Role: r, Contact: id})
		}
	}
	return s
}

func largeEngine(b testing.TB) (*site.Site, *access.Engine, []*access.Visitor) {
	s := largeSite()
	e := compiled(b, s, access.Options{At: now})
	var visitors []*access.Visitor
	for i := range 64 {
		visitors = append(visitors, prepared(b, e, access.Contact(s.Contacts[i*100].ID)))
	}
	return s, e, visitors
}

func BenchmarkPageRead(b *testing.B) {
	_, _, visitors := largeEngine(b)
	b.ReportAllocs()
	allowed := 0
	for i := 0; b.Loop(); i++ {
		if visitors[i&63].PageRead(i*7919%5000) == access.Allow {
			allowed++
		}
	}
	if allowed == 0 {
		b.Fatal("nobody reads anything")
	}
}

func BenchmarkTableReach(b *testing.B) {
	_, _, visitors := largeEngine(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		visitors[i&63].TableReach(i%60, i%6)
	}
}

func BenchmarkTableRightByName(b *testing.B) {
	_, e, visitors := largeEngine(b)
	names := e.Tables()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		visitors[i&63].TableRight(names[i%60], access.Read)
	}
}

func BenchmarkExplainPageRead(b *testing.B) {
	_, _, visitors := largeEngine(b)
	for _, v := range visitors {
		v.ExplainPageRead(0) // prepares the visitor for the comparison with the other profile
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		visitors[i&63].ExplainPageRead(i * 7919 % 5000)
	}
}

func BenchmarkExplainTable(b *testing.B) {
	_, e, visitors := largeEngine(b)
	for _, v := range visitors {
		v.ExplainPageRead(0)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		visitors[i&63].ExplainTable(e.Tables()[i%60], access.Read)
	}
}

func BenchmarkVisitor(b *testing.B) {
	s, e, _ := largeEngine(b)
	for i := 0; b.Loop(); i++ {
		prepared(b, e, access.Contact(s.Contacts[i%10000].ID))
	}
}

func BenchmarkMatrix(b *testing.B) {
	_, e, _ := largeEngine(b)
	m := e.ContactReads()
	b.Logf("%d rows for %d contacts", m.Rows(), m.Visitors())
	for b.Loop() {
		e.ContactReads()
	}
}

// What the matrix is measured against: copying one bit for every contact and page.
func BenchmarkMatrixCopy(b *testing.B) {
	from, to := make([]uint64, 10000*79), make([]uint64, 10000*79)
	for b.Loop() {
		copy(to, from)
	}
}

func BenchmarkCompile(b *testing.B) {
	s := largeSite()
	b.ReportAllocs()
	for b.Loop() {
		compiled(b, s, access.Options{At: now})
	}
}

// What compiling is measured against: every record, found by its id.
func BenchmarkOnePass(b *testing.B) {
	s := largeSite()
	for b.Loop() {
		site.NewIndex(s)
	}
}
