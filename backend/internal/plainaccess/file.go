package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// FileRead tells whether the visitor may read a web file: "allow", "deny" or "unknown" (rules 2.b.1, 2.b.6).
func FileRead(s *site.Site, o Options, v Visitor, file site.ID) string {
	if find(s.WebFiles, file) == nil {
		return notThere(o)
	}
	return decide(s, o, v, func(w *world) bool {
		f := find(w.s.WebFiles, file)
		// Dates of files count under both profiles (2.b.2).
		return !f.Inactive && !w.deadEnd(f.Parent) && w.datesOK(f.Released, f.Expires) &&
			w.stateOK(f.PublishingState, "") && w.fileRule(f, read)
	})
}

// FileChange tells whether the visitor may change a web file: "allow", "deny" or "unknown" (rules 2.b.1, 2.b.6).
func FileChange(s *site.Site, o Options, v Visitor, file site.ID) string {
	if find(s.WebFiles, file) == nil {
		if !v.SignedIn { // 2.b.4(6): whatever the file hangs on
			return deny
		}
		return notThere(o)
	}
	return decide(s, o, v, func(w *world) bool {
		f := find(w.s.WebFiles, file)
		return !f.Inactive && w.fileRule(f, change)
	})
}

// notThere is the answer about a record that is not in the export and could be anything.
func notThere(o Options) string {
	if o.MissingUnknown {
		return unknown
	}
	return deny
}

// fileRule is file_rule of rule 2.b.6.
func (w *world) fileRule(f *site.WebFile, right string) bool {
	if f.Parent != "" {
		if !w.pageLoaded(f.Parent) {
			return false
		}
		if w.o.legacy("S06") {
			return w.pageRule(f.Parent, right, onFileLevel)
		}
		if right == change {
			return w.pageRule(f.Parent, change, onPage)
		}
		return w.pageRule(f.Parent, read, onFile)
	}
	if f.BlogPost != "" {
		return w.postRule(f.BlogPost, right)
	}
	return false
}

// WebLinkRead tells whether a web link shows: "allow", "deny" or "unknown" (rule 2.b.7).
func WebLinkRead(s *site.Site, o Options, v Visitor, link site.ID) string {
	if find(s.WebLinks, link) == nil {
		return notThere(o)
	}
	return decide(s, o, v, func(w *world) bool {
		l := find(w.s.WebLinks, link)
		// 2.b.1, steps 2 and 3. A link has no dates of its own (2.b.2).
		if l.Inactive || !w.stateOK(l.PublishingState, "") {
			return false
		}
		if l.DisablePageValidation || l.Page == "" || !w.pageLoaded(l.Page) {
			return true
		}
		return !w.deadEnd(l.Page) && w.pageShown(l.Page) && w.pageRule(l.Page, read, onPage)
	})
}

// WebLinkChange tells whether a web link may be changed (rule 2.b.7): Manage Web Link Sets is the only way.
func WebLinkChange(s *site.Site, o Options, v Visitor, link site.ID) string {
	if find(s.WebLinks, link) == nil {
		if WebsiteRight(s, o, v, "manageWebLinkSets") == deny {
			return deny
		}
		return notThere(o)
	}
	return decide(s, o, v, func(w *world) bool {
		return !find(w.s.WebLinks, link).Inactive && w.websiteRight("manageWebLinkSets")
	})
}

// Transition tells whether the transition rules let the visitor move content from one state to another (rule 2.b.8).
// The right to change the content is asked for separately. The status of the rules is not looked at.
func Transition(s *site.Site, o Options, v Visitor, from, to site.ID) string {
	return decide(s, o, v, func(w *world) bool {
		between := slices.DeleteFunc(slices.Clone(w.s.PublishingTransitions), func(t site.PublishingTransition) bool {
			return t.From != from || t.To != to
		})
		for _, t := range between {
			if w.meetsOnPages(t.Roles, lost(t.RolesUnknown, "transition", t.ID), false) {
				return true
			}
		}
		return len(between) == 0
	})
}
