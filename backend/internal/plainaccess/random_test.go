package plainaccess_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

func randomSite(seed uint64) (*site.Site, plainaccess.Visitor) {
	r := rand.New(rand.NewPCG(seed, 1))
	s := plainaccess.RandomSite(r, plainaccess.Small)
	return s, plainaccess.RandomVisitor(r, s)
}

// everyAnswer asks a site everything, in a fixed order. Each answer follows the name of its question.
func everyAnswer(s *site.Site, o plainaccess.Options, v plainaccess.Visitor, visit func(kind, name, answer string)) {
	for _, p := range s.WebPages {
		visit("page read", string(p.ID), plainaccess.PageRead(s, o, v, p.ID))
		visit("page change", string(p.ID), plainaccess.PageChange(s, o, v, p.ID))
	}
	for _, f := range s.WebFiles {
		visit("file read", string(f.ID), plainaccess.FileRead(s, o, v, f.ID))
	}
	for _, right := range []string{"manageContentSnippets", "manageSiteMarkers", "manageWebLinkSets", "previewUnpublishedEntities"} {
		visit("website", right, plainaccess.WebsiteRight(s, o, v, right))
	}
	for _, f := range s.Forums {
		visit("forum read", string(f.ID), plainaccess.ForumRead(s, o, v, f.ID))
	}
	for _, b := range s.Blogs {
		visit("blog read", string(b.ID), plainaccess.BlogRead(s, o, v, b.ID))
		visit("blog change", string(b.ID), plainaccess.BlogChange(s, o, v, b.ID))
	}
	for _, p := range s.BlogPosts {
		visit("post read", string(p.ID), plainaccess.PostRead(s, o, v, p.ID))
	}
	for _, f := range s.IdeaForums {
		visit("ideas read", string(f.ID), plainaccess.IdeaForumRead(s, o, v, f.ID))
		visit("ideas change", string(f.ID), plainaccess.IdeaForumChange(s, o, v, f.ID))
	}
	for _, l := range s.WebLinks {
		visit("link read", string(l.ID), plainaccess.WebLinkRead(s, o, v, l.ID))
	}
	for _, table := range plainaccess.RandomTables {
		for _, privilege := range plainaccess.RandomPrivileges {
			reach, _ := plainaccess.TableRight(s, o, v, table, privilege)
			visit("table", table+" "+privilege, reach)
		}
		for _, column := range plainaccess.RandomColumns {
			visit("column", table+" "+column, plainaccess.ColumnRight(s, o, v, table, column, "read"))
			answer, _ := plainaccess.WebAPI(s, o, v, table, "GET", []string{column})
			visit("api", table+" "+column, answer)
		}
	}
}

func profiles(missingUnknown bool) []plainaccess.Options {
	return []plainaccess.Options{
		{At: plainaccess.RandomAt, MissingUnknown: missingUnknown},
		{At: plainaccess.RandomAt, MissingUnknown: missingUnknown, Legacy: true},
	}
}

func TestRandomSite(t *testing.T) {
	t.Run("SameSeed", func(t *testing.T) {
		for seed := range uint64(50) {
			a, av := randomSite(seed)
			b, bv := randomSite(seed)
			if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(av, bv) {
				t.Fatalf("seed %d makes different sites", seed)
			}
			if c, _ := randomSite(seed + 1000); reflect.DeepEqual(a, c) {
				t.Fatalf("seeds %d and %d make the same site", seed, seed+1000)
			}
		}
	})
	t.Run("DistinctIDs", func(t *testing.T) {
		for seed := range uint64(50) {
			s, _ := randomSite(seed)
			packed, err := s.Pack()
			if err != nil {
				t.Fatal(err)
			}
			if len(packed) < 10 {
				t.Errorf("seed %d makes %d records", seed, len(packed))
			}
			seen := map[site.ID]bool{}
			for _, list := range [][]site.ID{recordIDs(s.WebPages), recordIDs(s.WebRoles), recordIDs(s.TablePermissions),
				recordIDs(s.PageRules), recordIDs(s.RoleAssignments), recordIDs(s.ColumnPermissions)} {
				for _, id := range list {
					if seen[id] {
						t.Errorf("seed %d has %s twice", seed, id)
					}
					seen[id] = true
				}
			}
		}
	})
	t.Run("Medium", func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 1))
		s := plainaccess.RandomSite(r, plainaccess.Medium)
		if len(s.WebPages) <= plainaccess.Small.Pages || len(s.TablePermissions) <= plainaccess.Small.Permissions {
			t.Errorf("%d pages and %d permissions are not more than in a small site", len(s.WebPages), len(s.TablePermissions))
		}
		seen := map[string]bool{}
		everyAnswer(s, profiles(false)[0], plainaccess.RandomVisitor(r, s), func(_, _, answer string) { seen[answer] = true })
		if !seen["allow"] || !seen["deny"] || !seen["none"] {
			t.Errorf("the answers are only %v", seen)
		}
	})
	// Each verdict has to come up often enough that agreement about it means something.
	t.Run("Shares", func(t *testing.T) {
		counts := map[string]map[string]int{}
		totals := map[string]int{}
		for seed := range uint64(400) {
			s, v := randomSite(seed)
			for _, o := range profiles(true) {
				everyAnswer(s, o, v, func(kind, _, answer string) {
					if counts[kind] == nil {
						counts[kind] = map[string]int{}
					}
					counts[kind][answer]++
					totals[kind]++
				})
			}
		}
		for kind, least := range map[string]map[string]float64{
			"page read":   {"allow": 0.15, "deny": 0.15, "unknown": 0.05},
			"page change": {"allow": 0.03, "deny": 0.15, "unknown": 0.03},
			"file read":   {"allow": 0.1, "deny": 0.1, "unknown": 0.05},
			"website":     {"allow": 0.03, "deny": 0.15, "unknown": 0.02},
			"forum read":  {"allow": 0.05, "deny": 0.15, "unknown": 0.05},
			"blog read":   {"allow": 0.1, "deny": 0.15, "unknown": 0.05},
			"blog change": {"allow": 0.05, "deny": 0.15, "unknown": 0.05},
			"post read":   {"allow": 0.1, "deny": 0.15, "unknown": 0.05},
			"ideas read":  {"allow": 0.15, "deny": 0.1, "unknown": 0.03},
			"link read":   {"allow": 0.15, "deny": 0.1, "unknown": 0.05},
			"table":       {"none": 0.15, "some": 0.05, "all": 0.05, "unknown": 0.03},
			"column":      {"none": 0.15, "some": 0.01, "all": 0.01, "unknown": 0.03},
			"api":         {"allow": 0.02, "deny": 0.15, "unknown": 0.015},
		} {
			for answer, share := range least {
				if got := float64(counts[kind][answer]) / float64(totals[kind]); got < share {
					t.Errorf("%s: %.3f of the answers are %s, want at least %.3f", kind, got, answer, share)
				}
			}
		}
	})
}

func recordIDs[T any, P interface {
	*T
	Base() *site.Record
}](list []T) []site.ID {
	var all []site.ID
	for i := range list {
		all = append(all, P(&list[i]).Base().ID)
	}
	return all
}

func TestRandomVisitor(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(200) {
		s, v := randomSite(seed)
		switch {
		case !v.SignedIn:
			kinds["anonymous"]++
		case v.Contact != "":
			kinds["contact"]++
			if !slices.ContainsFunc(s.Contacts, func(c site.Contact) bool { return c.ID == v.Contact }) {
				t.Errorf("seed %d: contact %s is not of the site", seed, v.Contact)
			}
		case len(v.Roles) > 0:
			kinds["roles"]++
		default:
			kinds["no roles"]++
		}
	}
	for _, kind := range []string{"anonymous", "contact", "roles", "no roles"} {
		if kinds[kind] < 10 {
			t.Errorf("%d visitors of 200 are of the kind %q", kinds[kind], kind)
		}
	}
}

// Rule 2.h: where the answer is not unknown, both ways of looking at missing records agree.
func TestUnknownNeverContradicts(t *testing.T) {
	for seed := range uint64(150) {
		s, v := randomSite(seed)
		for i, partial := range profiles(true) {
			complete := map[string]string{}
			everyAnswer(s, profiles(false)[i], v, func(kind, name, answer string) { complete[kind+" "+name] = answer })
			everyAnswer(s, partial, v, func(kind, name, answer string) {
				if absent := complete[kind+" "+name]; answer != "unknown" && answer != absent {
					t.Errorf("seed %d, legacy %v: %s %s is %s, and %s under absent", seed, partial.Legacy, kind, name, answer, absent)
				}
			})
		}
	}
}

// Rule 2.h from the other end: take a record that something names out of a site, and no answer may turn into another
// one; it may only become unknown.
func TestAblation(t *testing.T) {
	unknowns := 0
	for seed := range uint64(250) {
		whole, v := randomSite(seed)
		r := rand.New(rand.NewPCG(seed, 2))
		name, part := without(r, whole, v)
		if part == nil {
			continue
		}
		for i, partial := range profiles(true) {
			before := map[string]string{}
			everyAnswer(whole, profiles(false)[i], v, func(kind, name, answer string) { before[kind+" "+name] = answer })
			everyAnswer(part, partial, v, func(kind, question, answer string) {
				was, asked := before[kind+" "+question]
				if answer == "unknown" {
					unknowns++
				} else if asked && was != "unknown" && answer != was {
					t.Errorf("seed %d, legacy %v, without %s: %s %s was %s and is %s", seed, partial.Legacy, name, kind, question, was, answer)
				}
			})
		}
	}
	if unknowns < 1000 {
		t.Errorf("only %d answers became unknown", unknowns)
	}
}

// without takes one record that something names out of a site. The result is nil where there is none. A permission loses
// its own rights first, in the whole site: it is to count through its children only (see world).
func without(r *rand.Rand, s *site.Site, v plainaccess.Visitor) (string, *site.Site) {
	part := *s
	var candidates []func() string
	candidate := func(kind string, id site.ID, remove func()) {
		candidates = append(candidates, func() string {
			remove()
			return fmt.Sprintf("%s %s", kind, id)
		})
	}
	for i, role := range s.WebRoles {
		if namesRole(s, role.ID) {
			candidate("role", role.ID, func() { part.WebRoles = slices.Delete(slices.Clone(s.WebRoles), i, i+1) })
		}
	}
	for i, page := range s.WebPages {
		if slices.ContainsFunc(s.WebPages, func(p site.WebPage) bool { return p.Parent == page.ID || p.RootPage == page.ID }) ||
			slices.ContainsFunc(s.WebFiles, func(f site.WebFile) bool { return f.Parent == page.ID }) {
			candidate("page", page.ID, func() { part.WebPages = slices.Delete(slices.Clone(s.WebPages), i, i+1) })
		}
	}
	for i, st := range s.PublishingStates {
		if slices.ContainsFunc(s.WebPages, func(p site.WebPage) bool { return p.PublishingState == st.ID }) {
			candidate("state", st.ID, func() { part.PublishingStates = slices.Delete(slices.Clone(s.PublishingStates), i, i+1) })
		}
	}
	for i, l := range s.Languages {
		if l.ID == s.Website.DefaultLanguage {
			candidate("language", l.ID, func() { part.Languages = slices.Delete(slices.Clone(s.Languages), i, i+1) })
		}
	}
	for i, c := range s.Contacts {
		if c.ID == v.Contact {
			candidate("contact", c.ID, func() { part.Contacts = slices.Delete(slices.Clone(s.Contacts), i, i+1) })
		}
	}
	for i, parent := range s.TablePermissions {
		if slices.ContainsFunc(s.TablePermissions, func(p site.TablePermission) bool { return p.Parent == parent.ID }) {
			candidate("permission", parent.ID, func() {
				p := &s.TablePermissions[i]
				p.Read, p.Write, p.Create, p.Delete, p.Append, p.AppendTo = false, false, false, false, false, false
				part.TablePermissions = slices.Delete(slices.Clone(s.TablePermissions), i, i+1)
			})
		}
	}
	if len(candidates) == 0 {
		return "", nil
	}
	return candidates[r.IntN(len(candidates))](), &part
}

// namesRole reports whether any record of a site names a role.
func namesRole(s *site.Site, id site.ID) bool {
	var named []site.ID
	for _, x := range s.PageRules {
		named = append(named, x.Roles...)
	}
	for _, x := range s.TablePermissions {
		named = append(named, x.Roles...)
	}
	for _, x := range s.ColumnPermissionProfiles {
		named = append(named, x.Roles...)
	}
	for _, x := range s.WebsiteAccessPermissions {
		named = append(named, x.Roles...)
	}
	for _, x := range s.ForumPermissions {
		named = append(named, x.Roles...)
	}
	for _, x := range s.RoleAssignments {
		named = append(named, x.Role)
	}
	return slices.Contains(named, id)
}
