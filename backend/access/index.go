package access

import "gatehouse/backend/site"

// index finds the records that others refer to by their place in the site. It depends on no option, so the engines of
// both profiles share one.
type index struct {
	pages       map[site.ID]int32
	roles       map[site.ID]int32
	states      map[site.ID]int32
	languages   map[site.ID]int32
	permissions map[site.ID]int32 // table permissions
	blogs       map[site.ID]int32
	posts       map[site.ID]int32

	page          []pageLinks
	lostLanguages int // languages that are referred to and not in the export
}

// pageLinks has the places of what a page refers to: noRecord where it names nothing, lostRecord where the record is not
// in the export. It is small, so that going through all pages is quick.
type pageLinks struct {
	parent   int32
	root     int32 // the page whose permissions it has: its root page for a content page, otherwise itself
	state    int32
	language int32 // of a content page; a root page is shown in the site's own language
	inactive bool
}

const (
	noRecord   int32 = -1
	lostRecord int32 = -2
)

func newIndex(s *site.Site) *index {
	x := &index{
		pages:       placesOf(s.WebPages),
		roles:       placesOf(s.WebRoles),
		states:      placesOf(s.PublishingStates),
		languages:   placesOf(s.Languages),
		permissions: placesOf(s.TablePermissions),
		blogs:       placesOf(s.Blogs),
		posts:       placesOf(s.BlogPosts),
		page:        make([]pageLinks, len(s.WebPages)),
	}
	lost := map[site.ID]bool{}
	if id := s.Website.DefaultLanguage; placeOf(x.languages, id) == lostRecord {
		lost[id] = true
	}
	// Pages stand together with their siblings, and most are in one state and one language, so each looks first at what
	// the page before found.
	var parent, state, language reference
	for i := range s.WebPages {
		p := &s.WebPages[i]
		l := &x.page[i]
		l.parent = parent.place(x.pages, p.Parent)
		l.state = state.place(x.states, p.PublishingState)
		l.language = language.place(x.languages, p.Language)
		l.inactive = p.Inactive
		if l.language == lostRecord {
			lost[p.Language] = true
		}
		if root := rootOf(p); root == p.ID {
			l.root, l.language = int32(i), noRecord
		} else {
			l.root = placeOf(x.pages, root)
		}
	}
	x.lostLanguages = len(lost)
	return x
}

func placesOf[T any, P record[T]](list []T) map[site.ID]int32 {
	m := make(map[site.ID]int32, len(list))
	for i := range list {
		m[P(&list[i]).Base().ID] = int32(i)
	}
	return m
}

func placeOf(places map[site.ID]int32, id site.ID) int32 {
	if id == "" {
		return noRecord
	}
	if i, known := places[id]; known {
		return i
	}
	return lostRecord
}

// reference remembers the id that was looked up last.
type reference struct {
	id    site.ID
	found int32
}

func (r *reference) place(places map[site.ID]int32, id site.ID) int32 {
	if id == "" {
		return noRecord
	}
	if id != r.id {
		r.id, r.found = id, placeOf(places, id)
	}
	return r.found
}

// rootOf is the page whose permissions a page has: its root page for a content page, otherwise itself.
func rootOf(p *site.WebPage) site.ID {
	if !p.IsRoot && p.RootPage != "" {
		return p.RootPage
	}
	return p.ID
}
