package plainaccess

import "gatehouse/backend/site"

// FileRead tells whether the visitor may read a web file: "allow", "deny" or "unknown" (rules 2.b.1, 2.b.6).
func FileRead(s *site.Site, o Options, v Visitor, file site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		f, loaded := w.file(file)
		if !loaded {
			// 2.h: a lost file may be of any kind.
			return yesNo(w.choose("lost file "+string(file), 2) == 1)
		}
		// 2.b.1 step 1; S07: dates of files count in both profiles.
		if !w.datesOK(f.Released, f.Expires) {
			return deny
		}
		// 2.b.1 step 2.
		if !w.stateOK(f.PublishingState, w.s.Website.DefaultLanguage) {
			return deny
		}
		// 2.b.1 step 3, step 4.
		return yesNo(!f.Inactive && w.fileRule(f, read))
	})
}

// FileChange tells whether the visitor may change a web file: "allow", "deny" or "unknown" (rules 2.b.1, 2.b.6).
func FileChange(s *site.Site, o Options, v Visitor, file site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		f, loaded := w.file(file)
		if !loaded {
			return yesNo(w.v.SignedIn && w.choose("lost file "+string(file), 2) == 1)
		}
		return yesNo(!f.Inactive && w.fileRule(f, change))
	})
}

func (w *world) file(id site.ID) (site.WebFile, bool) {
	for _, f := range w.s.WebFiles {
		if f.ID == id {
			return f, true
		}
	}
	return site.WebFile{}, false
}

// fileRule is file_rule of rule 2.b.6.
func (w *world) fileRule(f site.WebFile, right pageRight) bool {
	if f.Parent != "" {
		parent, loaded := w.page(f.Parent)
		if !loaded || parent.Inactive {
			return false
		}
		if w.o.legacy("S06") {
			return w.pageRule(parent, right, asFileOnly)
		}
		return w.pageRule(parent, right, asFile)
	}
	if f.BlogPost != "" {
		return w.postRule(f.BlogPost, right)
	}
	return false
}
