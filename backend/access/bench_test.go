package access_test

import (
	"testing"

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
