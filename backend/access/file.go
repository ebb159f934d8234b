package access

import "gatehouse/backend/site"

// fileKey is what a web file is judged by: its own dates and state, and the permissions of the page it hangs on, or the
// blog post where it hangs on no page.
func (e *Engine) fileKey(f *site.WebFile) programKey {
	key := programKey{flags: flagFile}
	if f.Inactive {
		key.flags |= flagInactive
	}
	if !within(f.Released, f.Expires, e.options.At) {
		key.flags |= flagOutOfDate
	}
	key.flags |= hiddenFlags(e.visible(placeOf(e.index.states, f.PublishingState), noRecord))
	page, known := e.index.pages[f.Parent]
	switch {
	case known:
		p := &e.site.WebPages[page]
		key.chain = e.pages.chain[page]
		key.state = e.stateNumber(e.index.page[page].state, p.PublishingState)
		if p.Inactive {
			key.flags |= flagParentGone
		}
		if e.isService(page) {
			key.flags |= flagService
		}
		if key.chain != deadChain && e.targetOf(page) >= 0 {
			key.flags |= flagOwnRules
		}
	case f.Parent != "":
		key.chain = e.missingPage()
		if e.rules.unknown {
			key.flags |= flagParentLost
		} else {
			key.flags |= flagParentGone
		}
		if e.pages.service[f.Parent] {
			key.flags |= flagService
		}
	default:
		key.post = placeOf(e.index.posts, f.BlogPost)
		if key.post >= 0 || key.post == lostRecord && e.rules.unknown {
			key.flags |= flagBlogPost
		} else {
			key.flags |= flagParentGone
		}
	}
	return key
}

// FileRead answers whether the visitor may read the file at a place of Site.WebFiles.
func (v *Visitor) FileRead(file int) Verdict { return v.reads(v.engine.pages.file[file]) }

// FileChange answers whether the visitor may change the file at a place of Site.WebFiles.
func (v *Visitor) FileChange(file int) Verdict { return v.changes(v.engine.pages.file[file]) }
