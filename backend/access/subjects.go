package access

import (
	"slices"

	"gatehouse/backend/site"
)

// RoleCounts reports whether the role at a place of Site.WebRoles counts as anybody's, and says why it does not.
func (e *Engine) RoleCounts(role int) (counts bool, why string) {
	switch r := &e.site.WebRoles[role]; {
	case r.Inactive:
		return false, "It is inactive and counts for nothing."
	case !e.ofSite(r.Website):
		return false, "It belongs to another website and counts for nothing here."
	}
	return true, ""
}

// PagesWithPermissions are the pages on which page permissions stand that count, present or not.
func (e *Engine) PagesWithPermissions() map[site.ID]bool {
	pages := map[site.ID]bool{}
	for i := range e.site.PageRules {
		r := &e.site.PageRules[i]
		if !r.Inactive && r.Page != "" && (r.Right == site.GrantChange || r.Right == site.RestrictRead) {
			pages[r.Page] = true
		}
	}
	return pages
}

// KnownTables lists the tables that the site names anywhere, sorted by code point: those that FindTable accepts.
func (e *Engine) KnownTables() []string { return e.knownTables() }

// Matchless reports whether a privilege on a table, which reaches some rows by the rules, can match no row for this
// visitor: nobody is signed in, the contact has no account, or every permission that gives it is broken.
func (v *Visitor) Matchless(table string, privilege Privilege) bool {
	if v.TableRight(table, privilege).Reach != ReachSome {
		return false
	}
	for _, p := range v.Paths(table, privilege) {
		if !p.Empty {
			return false
		}
	}
	return true
}

// OtherLanguages has, by root page, the active content pages of which the answers are not those of their root page,
// sorted by language, then id.
func (v *Visitor) OtherLanguages() map[site.ID][]LanguageAnswer {
	found := v.otherLanguages()
	for page := range found {
		found[page] = found.of(page)
	}
	return found
}

// Wider reports whether an answer, the word of a Verdict or Reach, allows more than the one before it. What cannot be
// told counts as more than nothing.
func Wider(before, after string) bool {
	order := []string{"deny", "none", "unknown", "some", "all", "allow"}
	return slices.Index(order, after) > slices.Index(order, before)
}
