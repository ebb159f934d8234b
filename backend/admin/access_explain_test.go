package admin_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Every cell of the sample can be explained, the explanation answers what the cell says, and matrices and reverse
// questions agree with the answers.
func TestAccessAgrees(t *testing.T) {
	a, id := newDesk(t).keep(t, sampleReadings(t)...)
	basis := admin.Basis{Snapshot: id}
	s, err := a.Subjects(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	pages, tables := matrices(t, a, basis, admin.RolesWith)
	files, err := a.FileMatrix(t.Context(), basis, admin.RolesWith)
	if err != nil {
		t.Fatal(err)
	}
	for column, c := range pages.Columns {
		q := admin.Question{Basis: basis, Who: c.Who}
		answer, err := a.Answer(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		explained := func(target admin.Target, want string) {
			t.Helper()
			x, err := a.Explain(t.Context(), q, target)
			if err != nil {
				t.Fatal(err)
			}
			refused := want == "deny" || want == "none"
			if x.Answer != want || x.Sentence == "" || len(x.Steps) == 0 || refused != (x.Change != "") {
				t.Errorf("%+v for %s is %s, explained as %s: %s (%s)", target, answer.Visitor, want, x.Answer, x.Sentence, x.Change)
			}
			who, err := a.Who(t.Context(), basis, target)
			if err != nil {
				t.Fatal(err)
			}
			if got := wordOf(who, column, c); got != want {
				t.Errorf("%+v for %s is %s, and %s when asked who", target, answer.Visitor, want, got)
			}
		}
		for i, p := range s.Pages {
			read, change := answer.Pages.Read[i], answer.Pages.Change[i]
			row := pages.Rows[pages.Row[i]]
			if row.Read[column].Verdict != read.Verdict || row.Read[column].By != read.By || row.Read[column].Own != read.Own || row.Change[column].Verdict != change.Verdict {
				t.Errorf("page %s for %s: %+v in the matrix, %+v in the answer", p.URL, answer.Visitor, row.Read[column], read)
			}
			explained(admin.Target{Kind: admin.TargetPage, ID: string(p.Page.ID), Right: "read"}, read.Verdict.String())
			explained(admin.Target{Kind: admin.TargetPage, ID: p.URL, Right: "change"}, change.Verdict.String())
		}
		for i, f := range s.Files {
			if got := files.Rows[files.Row[i]].Read[column].Verdict; got != answer.Files.Read[i].Verdict {
				t.Errorf("file %s for %s: %s in the matrix", f.URL, answer.Visitor, got)
			}
			explained(admin.Target{Kind: admin.TargetFile, ID: f.URL, Right: "read"}, answer.Files.Read[i].Verdict.String())
			explained(admin.Target{Kind: admin.TargetFile, ID: string(f.File.ID), Right: "change"}, answer.Files.Change[i].Verdict.String())
		}
		for i, table := range s.Tables {
			for j, p := range access.Privileges() {
				want := answer.Tables[i][j]
				if got := tables.Rows[tables.Row[i][j]][column]; got.Reach != want.Reach || got.Matchless != want.Matchless || len(got.AccessTypes) != len(want.AccessTypes) {
					t.Errorf("%s %s for %s: %+v in the matrix, %+v in the answer", table.Name, p, answer.Visitor, got, want)
				}
				explained(admin.Target{Kind: admin.TargetTable, ID: table.Name, Right: string(p)}, want.Reach.String())
			}
		}
		for _, r := range answer.Rights {
			explained(admin.Target{Kind: admin.TargetWebsiteRight, ID: string(r.Right)}, r.Answer.String())
		}
		for _, table := range answer.Columns {
			for _, c := range table.Columns {
				explained(admin.Target{Kind: admin.TargetColumn, ID: table.Table, Column: c.Answer.Column, Right: "read"}, c.Answer.Read.String())
			}
		}
	}
}

func matrices(t *testing.T, a *admin.Access, b admin.Basis, mode admin.MatrixMode) (admin.ContentMatrix, admin.TableMatrix) {
	t.Helper()
	pages, err := a.PageMatrix(t.Context(), b, mode)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := a.TableMatrix(t.Context(), b, mode)
	if err != nil {
		t.Fatal(err)
	}
	return pages, tables
}

func wordOf(who access.WhoAnswers, column int, c admin.MatrixColumn) string {
	switch {
	case column == 0:
		return who.Anonymous
	case column == 1:
		return who.Authenticated
	}
	for _, r := range who.Roles {
		if r.Role.ID == c.Role.Role.ID {
			return r.With
		}
	}
	return "nobody"
}

func TestAccessMatrixModes(t *testing.T) {
	a, id := newDesk(t).keep(t, plaza())
	basis := admin.Basis{Snapshot: id}
	with, tablesWith := matrices(t, a, basis, admin.RolesWith)
	alone, tablesAlone := matrices(t, a, basis, admin.RolesAlone)
	if len(with.Columns) != 6 || with.Columns[2].Role.Role.ID != "r1" || len(with.Rows) >= len(with.Row) {
		t.Errorf("%d columns, %d rows for %d pages", len(with.Columns), len(with.Rows), len(with.Row))
	}
	incidents := func(m admin.TableMatrix, column int) access.Reach { return m.Rows[m.Row[1][0]][column].Reach }
	if incidents(tablesWith, 2) != access.ReachSome || incidents(tablesAlone, 2) != access.ReachNone {
		t.Errorf("a role alone: %s, with what everybody has: %s", incidents(tablesAlone, 2), incidents(tablesWith, 2))
	}
	if alone.Columns[2].Who.Alone == with.Columns[2].Who.Alone {
		t.Error("the columns do not say how they were asked")
	}
	_, err := a.PageMatrix(t.Context(), basis, "sometimes")
	wantFault(t, err, fault.Invalid, "sometimes")
}

func TestAccessExplain(t *testing.T) {
	a, id := newDesk(t).keep(t, plaza())
	q := admin.Question{Basis: admin.Basis{Snapshot: id}, Who: access.Holding("r2")}
	t.Run("a refusal has the smallest change", func(t *testing.T) {
		x, err := a.Explain(t.Context(), q, admin.Target{Kind: admin.TargetPage, ID: "a", Right: "read"})
		if err != nil || x.Change != "Assign web role “Editors” to the visitor." || !strings.Contains(x.Text(), x.Change) {
			t.Errorf("%q, %v", x.Change, err)
		}
	})
	t.Run("what cannot be told has none", func(t *testing.T) {
		x, err := a.Explain(t.Context(), q, admin.Target{Kind: admin.TargetPage, ID: "lost", Right: "read"})
		if err != nil || x.Answer != "unknown" || x.Change != "" {
			t.Errorf("%s %q, %v", x.Answer, x.Change, err)
		}
	})
	t.Run("a table has doors", func(t *testing.T) {
		x, err := a.Explain(t.Context(), q, admin.Target{Kind: admin.TargetTable, ID: "incident", Right: "read"})
		if err != nil || len(x.Channels) != 2 || x.Channels[1].Through != access.ThroughWebAPI || x.Channels[1].Open != access.Allow {
			t.Errorf("%+v, %v", x.Channels, err)
		}
	})
	t.Run("blogs and idea forums are asked about like forums", func(t *testing.T) {
		s, err := a.Subjects(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []access.Who{access.Anonymous(), access.Authenticated(), access.Holding("r1")} {
			q := admin.Question{Basis: q.Basis, Who: who}
			answer, err := a.Answer(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range s.Forums {
				for right, want := range map[string]access.Verdict{"read": answer.Forums[i].Read, "change": answer.Forums[i].Change} {
					target := admin.Target{Kind: admin.TargetForum, ID: string(f.Record.ID), Right: right}
					x, err := a.Explain(t.Context(), q, target)
					if err != nil || x.Answer != want.String() || (want == access.Deny) != (x.Change != "") {
						t.Errorf("%s %s is %s for %s, explained as %+v, %v", right, f.Record.Name, want, answer.Visitor, x.Explanation, err)
					}
					if _, err := a.Who(t.Context(), q.Basis, target); err != nil {
						t.Error(err)
					}
				}
			}
		}
	})
	t.Run("a forum", func(t *testing.T) {
		for right, want := range map[string]string{"read": "deny", "change": "deny"} {
			x, err := a.Explain(t.Context(), q, admin.Target{Kind: admin.TargetForum, ID: "forum", Right: right})
			if err != nil || x.Answer != want || x.Change == "" {
				t.Errorf("%s: %s %q, %v", right, x.Answer, x.Change, err)
			}
		}
		who, err := a.Who(t.Context(), q.Basis, admin.Target{Kind: admin.TargetForum, ID: "forum", Right: "read"})
		if err != nil || who.Anonymous != "deny" || len(who.Roles) != 4 || who.Roles[0].Role.ID != "r1" || who.Roles[0].With != "allow" {
			t.Errorf("%+v, %v", who, err)
		}
	})
	for name, test := range map[string]struct {
		target admin.Target
		code   fault.Code
		part   string
	}{
		"Kind":     {admin.Target{Kind: "planet"}, fault.Invalid, "planet"},
		"Page":     {admin.Target{Kind: admin.TargetPage, ID: "/ab/", Right: "read"}, fault.NotFound, "/ab/"},
		"Right":    {admin.Target{Kind: admin.TargetPage, ID: "a", Right: "fly"}, fault.Invalid, "fly"},
		"File":     {admin.Target{Kind: admin.TargetFile, ID: "zz.pdf", Right: "read"}, fault.NotFound, "zz.pdf"},
		"Forum":    {admin.Target{Kind: admin.TargetForum, ID: "zz", Right: "read"}, fault.NotFound, "zz"},
		"Table":    {admin.Target{Kind: admin.TargetTable, ID: "incidents", Right: "read"}, fault.NotFound, "incidents"},
		"Priv":     {admin.Target{Kind: admin.TargetTable, ID: "incident", Right: "change"}, fault.Invalid, "change"},
		"Column":   {admin.Target{Kind: admin.TargetColumn, ID: "incident", Right: "read"}, fault.Invalid, "No column"},
		"ColRight": {admin.Target{Kind: admin.TargetColumn, ID: "incident", Column: "title", Right: "delete"}, fault.Invalid, "delete"},
		"Website":  {admin.Target{Kind: admin.TargetWebsiteRight, ID: "fly"}, fault.Invalid, "fly"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := a.Explain(t.Context(), q, test.target)
			wantFault(t, err, test.code, test.part)
			_, err = a.Who(t.Context(), q.Basis, test.target)
			wantFault(t, err, test.code, test.part)
			if test.code == fault.NotFound && name != "Forum" && fault.Of(err).Hint == "" {
				t.Errorf("%v has no hint", err)
			}
		})
	}
}

func TestAccessWithout(t *testing.T) {
	a, id := newDesk(t).keep(t, plaza())
	q := admin.Question{Basis: admin.Basis{Snapshot: id}, Who: access.Authenticated()}
	t.Run("a permission goes with its children", func(t *testing.T) {
		s, err := a.Without(t.Context(), q, access.KindTablePermission, "t1")
		if err != nil || len(s.Removed) != 2 || len(s.Differences) == 0 {
			t.Fatalf("%+v, %v", s, err)
		}
		if d := s.Differences[0]; d.Label != "annotation" || d.Before != "some" || d.After != "none" {
			t.Errorf("%+v", d)
		}
	})
	t.Run("a restriction is a page permission", func(t *testing.T) {
		s, err := a.Without(t.Context(), q, access.KindRestrictRead, "rule")
		if err != nil || len(s.Differences) == 0 || s.Differences[0].Label != "/a/" || s.Differences[0].After != "allow" {
			t.Errorf("%+v, %v", s, err)
		}
	})
	_, err := a.Without(t.Context(), q, access.KindWebRole, string(site.ID("r9")))
	wantFault(t, err, fault.NotFound, "r9")
	_, err = a.Without(t.Context(), q, access.KindSiteSetting, "s1")
	wantFault(t, err, fault.Invalid, "siteSetting")
}
