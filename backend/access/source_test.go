package access_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// What a source says has to be what the explanation says, in its own words.
var sourceWords = map[access.Deciding][]string{
	access.ByNothing:     {"nothing restricts reading it"},
	access.ByGrant:       {"grants change to a role the visitor holds", "however the missing publishing states turn out"},
	access.ByRestriction: {"a role for each of the", "a role for the one restricted page", "is restricted to roles the visitor does not hold"},
	access.ByNoGrant:     {"no grant change permission applies", "nothing the export could lack would let the visitor in", "it hangs on a blog post"},
	access.ByService:     {"which stays readable"},
	access.ByHiding:      {"it is inactive", "outside its release and expiration dates", "publishing state or language is not visible"},
	access.ByBreak: {"is not in the export", "is inactive", "run in a circle", "it hangs on no page", "it hangs on a blog post",
		"nothing the export could lack would let the visitor in"},
	access.ByPost:    {"The file takes its access from blog post", "The blog post it hangs on"},
	access.ByMissing: {"cannot be told"},
}

func TestSources(t *testing.T) {
	seen := map[access.Deciding]int{}
	check := func(t *testing.T, source access.Source, x *access.Explanation) {
		t.Helper()
		seen[source.By]++
		said := false
		for _, words := range sourceWords[source.By] {
			said = said || strings.Contains(x.Sentence, words) || source.By == access.ByPost && strings.Contains(x.Text(), words)
		}
		if !said {
			t.Errorf("decided by %s, and the explanation says %s", source.By, x.Sentence)
		}
		if decides := source.By == access.ByGrant || source.By == access.ByRestriction; !decides && source.Page >= 0 {
			t.Errorf("decided by %s on page %d", source.By, source.Page)
		}
	}
	for _, missing := range []access.Missing{access.MissingUnknown, access.MissingAbsent} {
		eachRandom(t, missing, true, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
			read, change := v.PageSources(false), v.PageSources(true)
			for i := range s.WebPages {
				check(t, read[i], v.ExplainPageRead(i))
				check(t, change[i], v.ExplainPageChange(i))
			}
			read, change = v.FileSources(false), v.FileSources(true)
			for i := range s.WebFiles {
				check(t, read[i], v.ExplainFileRead(i))
				check(t, change[i], v.ExplainFileChange(i))
			}
		})
	}
	for by := access.ByNothing; by <= access.ByMissing; by++ {
		if seen[by] == 0 {
			t.Errorf("nothing was decided by %s", by)
		}
	}
}

func TestSourcePage(t *testing.T) {
	s := shop()
	s.PageRules = append(s.PageRules, site.PageRule{Record: rec("editors"), Page: "home", Right: site.GrantChange, Roles: []site.ID{"r2"}})
	e := compiled(t, s, access.Options{})
	for name, test := range map[string]struct {
		who    access.Who
		page   int
		change bool
		want   access.Source
	}{
		"Refused":   {access.Anonymous(), 2, false, access.Source{By: access.ByRestriction, Page: 1}},
		"LetIn":     {access.Holding("r1"), 1, false, access.Source{By: access.ByRestriction, Page: 1}},
		"Granted":   {access.Holding("r2"), 2, false, access.Source{By: access.ByGrant, Page: 0}},
		"MayChange": {access.Holding("r2"), 2, true, access.Source{By: access.ByGrant, Page: 0}},
		"Open":      {access.Anonymous(), 0, false, access.Source{By: access.ByNothing, Page: -1}},
		"NoGrant":   {access.Holding("r1"), 2, true, access.Source{By: access.ByNoGrant, Page: -1}},
		"Inactive":  {access.Holding("r1"), 4, false, access.Source{By: access.ByHiding, Page: -1}},
		"Lost":      {access.Anonymous(), 3, false, access.Source{By: access.ByMissing, Page: -1}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := prepared(t, e, test.who).PageSources(test.change)[test.page]; got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestDecidingText(t *testing.T) {
	for by := access.ByNothing; by <= access.ByMissing; by++ {
		text, err := by.MarshalText()
		var back access.Deciding
		if err != nil || back.UnmarshalText(text) != nil || back != by {
			t.Errorf("%s came back as %s", text, back)
		}
	}
	if err := new(access.Deciding).UnmarshalText([]byte("luck")); err == nil {
		t.Error("a word that is none was read")
	}
}
