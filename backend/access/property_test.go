package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

const randomSites = 1500

// eachRandom runs a check on many sites and names the seed of those that fail.
func eachRandom(t *testing.T, missing access.Missing, dangling bool, check func(t *testing.T, c chance, s *site.Site, v *access.Visitor)) {
	t.Helper()
	for seed := range uint64(randomSites) {
		c := newChance(seed)
		s := randomSite(c, dangling)
		e := compiled(t, s, randomOptions(c, missing))
		check(t, c, s, prepared(t, e, randomWho(c, s)))
		if t.Failed() {
			t.Fatalf("at seed %d, %s rules", seed, e.Profile())
		}
	}
}

// A record that is taken out of an export, while others still refer to it, may make an answer unknown. It must not
// change it.
func TestMissingRecordsNeverFlipAnAnswer(t *testing.T) {
	unknown := 0
	eachRandom(t, access.MissingUnknown, false, func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		whole := answers(v)
		part, what := ablated(c, s, v.Who())
		for question, got := range answers(prepared(t, compiled(t, part, v.Engine().Options()), v.Who())) {
			if got == "unknown" {
				unknown++
			} else if want, asked := whole[question]; asked && got != want {
				t.Errorf("%s was %s and is %s without %s", question, want, got, what)
			}
		}
	})
	if unknown == 0 {
		t.Error("no answer became unknown")
	}
}

// ablated takes one record out that leaves references behind, and that grants nothing by itself.
func ablated(c chance, s *site.Site, who access.Who) (*site.Site, string) {
	out := *s
	switch c.IntN(4) {
	case 0:
		i := c.IntN(len(s.WebPages))
		id := s.WebPages[i].ID
		out.WebPages = slices.Delete(slices.Clone(s.WebPages), i, i+1)
		return &out, "page " + string(id)
	case 1:
		i := c.IntN(len(s.WebRoles))
		id := s.WebRoles[i].ID
		if slices.Contains(who.Roles, string(id)) || !named(s, id) {
			return &out, "nothing"
		}
		out.WebRoles = slices.Delete(slices.Clone(s.WebRoles), i, i+1)
		return &out, "role " + string(id)
	case 2:
		i := c.IntN(len(s.PublishingStates))
		id := s.PublishingStates[i].ID
		out.PublishingStates = slices.Delete(slices.Clone(s.PublishingStates), i, i+1)
		return &out, "state " + string(id)
	}
	for i := range s.TablePermissions {
		p := &s.TablePermissions[i]
		if !p.Read && !p.Write && !p.Create && slices.ContainsFunc(s.TablePermissions, func(q site.TablePermission) bool { return q.Parent == p.ID }) {
			out.TablePermissions = slices.Delete(slices.Clone(s.TablePermissions), i, i+1)
			return &out, "permission " + string(p.ID)
		}
	}
	return &out, "nothing"
}

// named reports whether a record that keeps its list of roles for the engine to see names a role.
func named(s *site.Site, role site.ID) bool {
	return slices.ContainsFunc(s.PageRules, func(r site.PageRule) bool {
		return slices.Contains(r.Roles, role) && !r.Inactive && r.Page != "" && r.Right != site.UnknownRight
	}) || slices.ContainsFunc(s.TablePermissions, func(p site.TablePermission) bool {
		return slices.Contains(p.Roles, role) && !p.Inactive && p.Table != "" && p.Website == "w"
	})
}

// Absent and unknown agree wherever unknown gives an answer.
func TestAbsentIsOneOfTheCompletions(t *testing.T) {
	definite := 0
	eachRandom(t, access.MissingUnknown, true, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
		options := v.Engine().Options()
		options.Missing = access.MissingAbsent
		absent := answers(prepared(t, compiled(t, s, options), v.Who()))
		for question, got := range answers(v) {
			if absent[question] == "unknown" {
				t.Errorf("%s is unknown although the export is complete", question)
			}
			if got == "unknown" {
				continue
			}
			definite++
			if got != absent[question] {
				t.Errorf("%s is %s, and %s when the export is complete", question, got, absent[question])
			}
		}
	})
	if definite < 10*randomSites {
		t.Errorf("only %d answers were definite", definite)
	}
}

// The records of a chain alone give the same answer.
func TestExcerptGivesTheSameAnswer(t *testing.T) {
	for _, missing := range []access.Missing{access.MissingAbsent, access.MissingUnknown} {
		t.Run(string(missing), func(t *testing.T) {
			eachRandom(t, missing, true, func(t *testing.T, _ chance, _ *site.Site, v *access.Visitor) { replayAll(t, v) })
		})
	}
}

func replayAll(t *testing.T, v *access.Visitor) {
	t.Helper()
	replay := func(x *access.Explanation, answer func(*access.Visitor) string) {
		t.Helper()
		checkExplained(t, v, x)
		part := v.Excerpt(x)
		if got := answer(prepared(t, compiled(t, part, v.Engine().Options()), v.Who())); got != x.Answer {
			t.Errorf("the chain alone gives %s for:\n%s", got, x.Text())
		}
	}
	s := v.Engine().Site()
	pageOf := func(w *access.Visitor, id site.ID) int {
		i, ok := w.Engine().Page(id)
		if !ok {
			t.Fatalf("the excerpt lacks page %s", id)
		}
		return i
	}
	for i := range s.WebPages {
		id := s.WebPages[i].ID
		replay(v.ExplainPageRead(i), func(w *access.Visitor) string { return w.PageRead(pageOf(w, id)).String() })
		replay(v.ExplainPageChange(i), func(w *access.Visitor) string { return w.PageChange(pageOf(w, id)).String() })
	}
	for i := range s.WebFiles {
		replay(v.ExplainFileRead(i), func(w *access.Visitor) string { return w.FileRead(0).String() })
		replay(v.ExplainFileChange(i), func(w *access.Visitor) string { return w.FileChange(0).String() })
	}
	for i := range s.Forums {
		forum, blog, ideas := s.Forums[i].ID, s.Blogs[i].ID, s.IdeaForums[i].ID
		replay(v.ExplainForumRead(i), func(w *access.Visitor) string { return answers(w)["forum "+string(forum)+" read"] })
		replay(v.ExplainForumChange(i), func(w *access.Visitor) string { return answers(w)["forum "+string(forum)+" change"] })
		replay(v.ExplainBlogRead(i), func(w *access.Visitor) string { return answers(w)["blog "+string(blog)+" read"] })
		replay(v.ExplainBlogChange(i), func(w *access.Visitor) string { return answers(w)["blog "+string(blog)+" change"] })
		replay(v.ExplainIdeaForumRead(i), func(w *access.Visitor) string { return answers(w)["ideas "+string(ideas)+" read"] })
		replay(v.ExplainIdeaForumChange(i), func(w *access.Visitor) string { return answers(w)["ideas "+string(ideas)+" change"] })
	}
	for i := range s.BlogPosts {
		id := s.BlogPosts[i].ID
		replay(v.ExplainPostRead(i), func(w *access.Visitor) string { return answers(w)["post "+string(id)+" read"] })
		replay(v.ExplainPostChange(i), func(w *access.Visitor) string { return answers(w)["post "+string(id)+" change"] })
	}
	for _, table := range tables {
		for _, p := range access.Privileges()[:3] {
			replay(v.ExplainTable(table, p), func(w *access.Visitor) string { return w.TableRight(table, p).Reach.String() })
		}
	}
	for _, r := range access.WebsiteRights() {
		replay(v.ExplainWebsiteRight(r), func(w *access.Visitor) string { return w.WebsiteRight(r).String() })
	}
	for _, r := range access.ColumnRights() {
		replay(v.ExplainColumn("incident", "title", r), func(w *access.Visitor) string { return w.ColumnRight("incident", "title", r).String() })
	}
}

func TestAddingATablePermissionRemovesNothing(t *testing.T) {
	order := []string{"none", "some", "all"}
	eachRandom(t, access.MissingAbsent, false, func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		if v.Engine().Profile() == access.Legacy {
			return // there, one more permission can give an unfiltered orphan its filter
		}
		more := *s
		extra := randomSite(c, false).TablePermissions[0]
		extra.ID = "extra"
		more.TablePermissions = append(slices.Clone(s.TablePermissions), extra)
		after := answers(prepared(t, compiled(t, &more, v.Engine().Options()), v.Who()))
		for question, before := range answers(v) {
			if strings.HasPrefix(question, "table ") && slices.Index(order, after[question]) < slices.Index(order, before) {
				t.Errorf("%s was %s and is %s", question, before, after[question])
			}
		}
	})
}

func TestAddingAnUnboundGrantRemovesNothing(t *testing.T) {
	eachRandom(t, access.MissingAbsent, false, func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		more := *s
		more.PageRules = append(slices.Clone(s.PageRules), site.PageRule{Record: site.Record{ID: "extra"}, Right: site.GrantChange,
			Page: s.WebPages[c.IntN(len(s.WebPages))].ID, Roles: c.some(numbered("r", 5), 3), Website: "w"})
		noneLost(t, answers(v), answers(prepared(t, compiled(t, &more, v.Engine().Options()), v.Who())))
	})
}

func TestRemovingARestrictionRemovesNoRead(t *testing.T) {
	eachRandom(t, access.MissingAbsent, false, func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		var places []int
		for i, r := range s.PageRules {
			// Within one page another rule's roles count too, so where there are several the whole page's go.
			if r.Right == site.RestrictRead {
				places = append(places, i)
			}
		}
		if len(places) == 0 {
			return
		}
		page := s.PageRules[places[c.IntN(len(places))]].Page
		less := *s
		less.PageRules = slices.DeleteFunc(slices.Clone(s.PageRules), func(r site.PageRule) bool { return r.Right == site.RestrictRead && r.Page == page })
		noneLost(t, answers(v), answers(prepared(t, compiled(t, &less, v.Engine().Options()), v.Who())))
	})
}

func noneLost(t *testing.T, before, after map[string]string) {
	t.Helper()
	for question, was := range before {
		if was == "allow" && after[question] == "deny" {
			t.Errorf("%s was allow and is deny", question)
		}
	}
}

// Taking a role away never opens a page, a file, a website right or a table.
func TestRolesOnlyAdd(t *testing.T) {
	order := map[string]int{"deny": 0, "none": 0, "unknown": 1, "some": 1, "allow": 2, "all": 2}
	eachRandom(t, access.MissingAbsent, false, func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		who := v.Who()
		if len(who.Roles) == 0 || v.Engine().Profile() == access.Legacy {
			return
		}
		who.Roles = who.Roles[1:]
		fewer := answers(prepared(t, v.Engine(), who))
		for question, with := range answers(v) {
			if !strings.HasPrefix(question, "column ") && order[fewer[question]] > order[with] {
				t.Errorf("%s is %s with a role and %s without", question, with, fewer[question])
			}
		}
	})
}

// Rights on tables add up over roles; reading pages does not, because two roles can pass two levels together.
func TestTableRightsAreTheUnionOverRoles(t *testing.T) {
	order := []string{"none", "some", "all"}
	eachRandom(t, access.MissingAbsent, false, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
		who := v.Who()
		if !who.SignedIn || who.Contact != "" || len(who.Roles) == 0 || v.Engine().Profile() == access.Legacy {
			return
		}
		most := answers(prepared(t, v.Engine(), access.Authenticated()))
		for _, role := range who.Roles {
			for question, got := range answers(prepared(t, v.Engine(), access.Holding(role))) {
				if slices.Index(order, got) > slices.Index(order, most[question]) {
					most[question] = got
				}
			}
		}
		for question, got := range answers(v) {
			if strings.HasPrefix(question, "table ") && got != most[question] {
				t.Errorf("%s is %s together and %s one by one", question, got, most[question])
			}
		}
	})
	s := shop()
	s.PageRules = append(s.PageRules, site.PageRule{Record: site.Record{ID: "second"}, Page: "new", Right: site.RestrictRead, Roles: []site.ID{"r2"}})
	e := compiled(t, s, access.Options{Missing: access.MissingAbsent})
	for _, test := range []struct {
		who  access.Who
		want access.Verdict
	}{{access.Holding("r1"), access.Deny}, {access.Holding("r2"), access.Deny}, {access.Holding("r1", "r2"), access.Allow}} {
		if got := prepared(t, e, test.who).PageRead(2); got != test.want {
			t.Errorf("a page below two restricted levels: %v reads it: %s, want %s", test.who.Roles, got, test.want)
		}
	}
}

// The order of records never matters, nor do the files they stand in; site settings are the exception, of which the first
// counts.
func TestOrderDoesNotMatter(t *testing.T) {
	eachRandom(t, access.MissingUnknown, true, func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		mixed := *s
		mixed.WebPages, mixed.WebRoles, mixed.PageRules = shuffled(c, s.WebPages), shuffled(c, s.WebRoles), shuffled(c, s.PageRules)
		mixed.TablePermissions, mixed.WebFiles = shuffled(c, s.TablePermissions), shuffled(c, s.WebFiles)
		mixed.WebsiteAccessPermissions, mixed.SiteMarkers = shuffled(c, s.WebsiteAccessPermissions), shuffled(c, s.SiteMarkers)
		mixed.ColumnPermissionProfiles, mixed.ColumnPermissions = shuffled(c, s.ColumnPermissionProfiles), shuffled(c, s.ColumnPermissions)
		mixed.PublishingStates, mixed.Languages = shuffled(c, s.PublishingStates), shuffled(c, s.Languages)
		mixed.Contacts, mixed.RoleAssignments = shuffled(c, s.Contacts), shuffled(c, s.RoleAssignments)
		mixed.Forums, mixed.ForumPermissions = shuffled(c, s.Forums), shuffled(c, s.ForumPermissions)
		mixed.Blogs, mixed.BlogPosts, mixed.IdeaForums = shuffled(c, s.Blogs), shuffled(c, s.BlogPosts), shuffled(c, s.IdeaForums)
		after := answers(prepared(t, compiled(t, &mixed, v.Engine().Options()), v.Who()))
		for question, want := range answers(v) {
			if after[question] != want {
				t.Errorf("%s was %s and is %s in another order", question, want, after[question])
			}
		}
	})
}

// shuffled is a copy in another order whose records stand in other files.
func shuffled[T any, P interface {
	*T
	Base() *site.Record
}](c chance, list []T) []T {
	out := slices.Clone(list)
	c.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	for i := range out {
		P(&out[i]).Base().Source = site.Source{File: fmt.Sprint("moved/", c.IntN(3), ".yml"), Line: 1 + c.IntN(90)}
	}
	return out
}

// The matrices say what the single questions say.
func TestMatricesAgree(t *testing.T) {
	eachRandom(t, access.MissingUnknown, true, matricesAgree)
	eachRandom(t, access.MissingAbsent, false, matricesAgree)
}

func matricesAgree(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
	t.Helper()
	e := v.Engine()
	visitors := []*access.Visitor{v}
	for i := range s.Contacts {
		visitors = append(visitors, prepared(t, e, access.Contact(s.Contacts[i].ID)))
	}
	byVisitor, byContact := e.ReadMatrix(visitors), e.ContactReads()
	if byContact.Visitors() != len(s.Contacts) {
		t.Fatalf("%d contacts in the matrix", byContact.Visitors())
	}
	for i, w := range visitors {
		for page := range s.WebPages {
			want := w.PageRead(page)
			if got := byVisitor.Read(i, page); got != want {
				t.Errorf("visitor %d, page %d: %s, want %s", i, page, got, want)
			}
			if i == 0 {
				continue
			}
			if got := byContact.Read(i-1, page); got != want {
				t.Errorf("contact %d, page %d: %s, want %s", i-1, page, got, want)
			}
			if allowed := byContact.Allowed(i - 1)[page>>6]&(1<<(page&63)) != 0; allowed != (want == access.Allow) {
				t.Errorf("contact %d, page %d: bit %v", i-1, page, allowed)
			}
		}
	}
}

// Every suggested change was worth suggesting: the sentence names something, and allowed answers have none.
func TestSuggestions(t *testing.T) {
	seen := map[string]int{}
	eachRandom(t, access.MissingAbsent, false, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
		for _, pair := range [][2]string{
			{v.PageRead(1).String(), v.SuggestPageRead(1)},
			{v.PageChange(2).String(), v.SuggestPageChange(2)},
			{v.TableRight("incident", access.Write).Reach.String(), v.SuggestTable("incident", access.Write)},
			{v.WebsiteRight(access.ManageContentSnippets).String(), v.SuggestWebsiteRight(access.ManageContentSnippets)},
		} {
			answer, text := pair[0], pair[1]
			granted := answer == "allow" || answer == "some" || answer == "all"
			if granted != (text == "") {
				t.Errorf("%s: %q", answer, text)
			}
			first, _, _ := strings.Cut(text, " ")
			seen[first]++
		}
	})
	for _, verb := range []string{"", "Assign", "Sign", "Activate", "Add", "Create", "Let", "No", "Deactivate"} {
		if seen[verb] == 0 {
			t.Errorf("no suggestion begins with %q in %v", verb, seen)
		}
	}
}
