package access_test

import (
	"slices"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
)

func largeSite() *site.Site { return testkit.AccessSite(testkit.LargeAccess) }

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

// BenchmarkContactPageRead asks once about each contact, which is at most as fast as memory: no two questions are equal.
func BenchmarkContactPageRead(b *testing.B) {
	s, e, _ := largeEngine(b)
	b.Run("ByPlace", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			e.ContactPageRead(i*4001%len(s.Contacts), i*7919%len(s.WebPages))
		}
	})
	b.Run("ByID", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			contact, _ := e.Contact(s.Contacts[i*4001%len(s.Contacts)].ID)
			page, _ := e.Page(s.WebPages[i*7919%len(s.WebPages)].ID)
			e.ContactPageRead(contact, page)
		}
	})
}

func BenchmarkContactTableReach(b *testing.B) {
	s, e, _ := largeEngine(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.ContactTableReach(i*4001%len(s.Contacts), i%60, i%6)
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

// BenchmarkMatrix measures reading for all contacts and pages beside copying one bit for each of them.
func BenchmarkMatrix(b *testing.B) {
	s, e, _ := largeEngine(b)
	words := (len(s.WebPages) + 63) / 64
	from, to := make([]uint64, len(s.Contacts)*words), make([]uint64, len(s.Contacts)*words)
	rows := e.ContactReads().Rows()
	var matrix, bitmap durations
	for b.Loop() {
		matrix.time(func() { e.ContactReads() })
		for range 5 { // more than once, as the first copy after other work finds the memory cold
			bitmap.time(func() { copy(to, from) })
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(rows), "rows")
	b.ReportMetric(matrix.median(), "matrix-ns")
	b.ReportMetric(matrix.median()/bitmap.median(), "x-copy")
}

// BenchmarkCompile measures compiling beside one pass over the same records, and compiling with the first question
// about a contact, which gathers the role assignments, beside a pass over all records. x-index is compiling beside
// site.NewIndex alone, which files pages, roles and table permissions by id and looks at nothing else.
func BenchmarkCompile(b *testing.B) {
	s := largeSite()
	var compile, contact, pass, whole, index durations
	for b.Loop() {
		compile.time(func() { compiled(b, s, access.Options{At: now}) })
		pass.time(func() { onePass(s) })
		contact.time(func() { prepared(b, compiled(b, s, access.Options{At: now}), access.Contact(s.Contacts[0].ID)) })
		whole.time(func() { onePass(s); passContacts(s) })
		index.time(func() { site.NewIndex(s) })
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(compile.median(), "compile-ns")
	b.ReportMetric(compile.median()/pass.median(), "x-pass")
	b.ReportMetric(contact.median()/whole.median(), "x-pass-with-contacts")
	b.ReportMetric(compile.median()/index.median(), "x-index")
}

// onePass is one pass over the records of a site as the program makes one: site.NewIndex files those that others refer
// to, and then each record is looked at once and what it refers to is found by id. It draws no conclusion. Contacts and
// role assignments are left out, as compiling leaves them for the first question about a contact.
func onePass(s *site.Site) (found int) {
	x := site.NewIndex(s)
	roles := func(ids []site.ID) {
		for _, id := range ids {
			if _, known := x.Roles[id]; known {
				found++
			}
		}
	}
	for i := range s.WebPages {
		p := &s.WebPages[i]
		if _, known := x.Pages[p.Parent]; known && !p.Inactive {
			found++
		}
	}
	for i := range s.PageRules {
		r := &s.PageRules[i]
		if _, known := x.Pages[r.Page]; known && !r.Inactive {
			found++
		}
		roles(r.Roles)
	}
	for i := range s.TablePermissions {
		p := &s.TablePermissions[i]
		if _, known := x.Permissions[p.Parent]; known && !p.Inactive {
			found++
		}
		roles(p.Roles)
	}
	return found
}

// passContacts is the part of the pass that is about contacts: it files them by id and finds the contact of each role
// assignment.
func passContacts(s *site.Site) (found int) {
	contacts := make(map[site.ID]*site.Contact, len(s.Contacts))
	for i := range s.Contacts {
		contacts[s.Contacts[i].ID] = &s.Contacts[i]
	}
	for i := range s.RoleAssignments {
		a := &s.RoleAssignments[i]
		if _, known := contacts[a.Contact]; known && !a.Inactive {
			found++
		}
	}
	return found
}

// durations of one thing that is measured in turn with others, so that a busy machine slows all of them alike.
type durations []time.Duration

func (d *durations) time(work func()) {
	start := time.Now()
	work()
	*d = append(*d, time.Since(start))
}

// median in nanoseconds.
func (d durations) median() float64 {
	slices.Sort(d)
	return float64(d[len(d)/2])
}
