package main

import (
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/internal/testkit"
)

var small = testkit.AccessSize{Pages: 60, Roles: 6, Rules: 15, Permissions: 40, Contacts: 20}

func TestAgree(t *testing.T) {
	s := testkit.AccessSite(small)
	e, err := newEngine(s)
	if err != nil {
		t.Fatal(err)
	}
	others, err := peers(s)
	if err != nil {
		t.Fatal(err)
	}
	everybody := append([]named{{ours, e}, {"plain", plain{s}}}, others...)
	q := ask(s, 300, 100, 1)
	t.Run("OK", func(t *testing.T) {
		answers, err := agree(everybody, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, answer := range []string{"allow", "deny", "none", "some", "all"} {
			if !strings.Contains(answers, answer) {
				t.Errorf("nobody answers %s: %s", answer, answers)
			}
		}
	})
	t.Run("OtherWays", func(t *testing.T) {
		for _, one := range q.pages {
			want, _ := e.page(one)()
			byID, _ := e.pageByID(one)()
			prepared, _ := e.pageOfVisitor(one)()
			if byID != want || prepared != want {
				t.Errorf("%v is %t by id and %t for a visitor, want %t", one, byID, prepared, want)
			}
		}
		for _, one := range q.tables {
			want, _ := e.table(one)()
			byID, _ := e.tableByID(one)()
			prepared, _ := e.tableOfVisitor(one)()
			if byID != want || prepared != want {
				t.Errorf("%v is %s by id and %s for a visitor, want %s", one, byID, prepared, want)
			}
		}
	})
	t.Run("ErrDifferent", func(t *testing.T) {
		for _, liar := range []peer{liar{e, true, false}, liar{e, false, true}} {
			if _, err := agree(append(everybody, named{"liar", liar}), q); err == nil || !strings.Contains(err.Error(), "liar") {
				t.Errorf("the error is %v, want one about the liar", err)
			}
		}
	})
	t.Run("ErrOneSided", func(t *testing.T) {
		if _, err := agree(everybody, questions{q.pages[:1], q.tables[:1]}); err == nil {
			t.Error("one question of each kind is enough")
		}
	})
}

// liar gives one kind of answer wrong.
type liar struct {
	*engine
	aboutPages, aboutTables bool
}

func (l liar) page(q pageQuestion) func() (bool, error) {
	yes, err := l.engine.page(q)()
	return func() (bool, error) { return yes != l.aboutPages, err }
}

func (l liar) table(q tableQuestion) func() (string, error) {
	if l.aboutTables {
		return func() (string, error) { return access.ReachUnknown.String(), nil }
	}
	return l.engine.table(q)
}

// The whole run on a small site: every section and every goal is there, whatever the figures are.
func TestRun(t *testing.T) {
	s := testkit.AccessSite(small)
	e, err := newEngine(s)
	if err != nil {
		t.Fatal(err)
	}
	others, err := peers(s)
	if err != nil {
		t.Fatal(err)
	}
	b := bench{measurement: measurement{1, time.Microsecond}, site: s, engine: e, peers: others, asked: ask(s, 100, 50, 1)}
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	if len(b.report.sections) != 5 || len(b.report.goals) != 17 {
		t.Errorf("%d sections and %d goals, want 5 and 17", len(b.report.sections), len(b.report.goals))
	}
	for _, s := range b.report.sections {
		for _, f := range s.figures {
			if f.time <= 0 {
				t.Errorf("%s: %s takes no time", s.title, f.name)
			}
		}
	}
}

func TestReport(t *testing.T) {
	var r report
	r.section("question", []figure{{ours, 10, 0}, {"peer", 2500, 3}, {"newcomer", 5, untold}})
	r.atLeast("peer / ours", 250, 200)
	r.atMost("copies", 41, 40)
	r.told("by id", 12.5)
	var b strings.Builder
	r.write(&b)
	got := strings.Join(strings.FieldsFunc(b.String(), func(c rune) bool { return c == '\n' }), "\n")
	for strings.Contains(got, "  ") {
		got = strings.ReplaceAll(got, "  ", " ")
	}
	want := `question time allocations of the first
 Gatehouse 10.0 ns 0 1.00
 peer 2.50 µs 3 250
 newcomer 5.0 ns - 0.50
 ratio reached to reach
PASS peer / ours 250 at least 200
FAIL copies 41.00 at most 40
 by id 12.50 `
	if got != want {
		t.Errorf("the report is\n%s\nwant\n%s", got, want)
	}
	if r.missed() != 1 {
		t.Errorf("%d goals missed, want 1", r.missed())
	}
}
