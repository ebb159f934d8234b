package access

import (
	"sync"
	"sync/atomic"

	"gatehouse/backend/site"
)

// cited is what texts need of a record. It is made when the record is first named, and kept: explanations name the same
// records again and again.
type cited struct {
	ref   Ref    // shared, not to be changed
	label string // kind and quoted name
	roles string // the names of the roles on a permission
}

// name is the quoted name alone.
func (c *cited) name() string { return c.label[len(kindWords[c.ref.Kind])+1:] }

// citations have what was cited of one kind, by place in the site.
type citations []atomic.Pointer[cited]

type citedTable struct {
	once                                     sync.Once
	pages, files, rules, permissions, states citations
	access                                   citations // website access permissions
}

func (e *Engine) citations() *citedTable {
	t := &e.cited
	t.once.Do(func() {
		s := e.site
		counts := []int{len(s.WebPages), len(s.WebFiles), len(s.PageRules), len(s.TablePermissions), len(s.PublishingStates), len(s.WebsiteAccessPermissions)}
		for i, kind := range []*citations{&t.pages, &t.files, &t.rules, &t.permissions, &t.states, &t.access} {
			*kind = make(citations, counts[i])
		}
	})
	return t
}

// cite finds what is said about a record with these roles. Two who make it at once make the same.
func (e *Engine) cite(list citations, place int32, kind Kind, r *site.Record, roles []site.ID) *cited {
	if c := list[place].Load(); c != nil {
		return c
	}
	c := citing(kind, r)
	c.roles = e.roleNames(roles)
	list[place].Store(c)
	return c
}

// citing makes what is said about a record of a kind of which little is kept.
func citing(kind Kind, r *site.Record) *cited {
	c := &cited{ref: refTo(kind, r)}
	c.label = c.ref.String()
	return c
}

func (e *Engine) citePage(place int32) *cited {
	return e.cite(e.citations().pages, place, KindWebPage, &e.site.WebPages[place].Record, nil)
}

func (e *Engine) citeFile(place int32) *cited {
	return e.cite(e.citations().files, place, KindWebFile, &e.site.WebFiles[place].Record, nil)
}

func (e *Engine) citeState(place int32) *cited {
	return e.cite(e.citations().states, place, KindPublishingState, &e.site.PublishingStates[place].Record, nil)
}

func (e *Engine) citeAccess(place int32) *cited {
	w := &e.site.WebsiteAccessPermissions[place]
	return e.cite(e.citations().access, place, KindWebsiteAccessPermission, &w.Record, w.Roles)
}

func (e *Engine) citeRule(r *pageRule) *cited {
	kind := KindRestrictRead
	if r.grant {
		kind = KindGrantChange
	}
	record := &e.site.PageRules[r.record]
	return e.cite(e.citations().rules, r.record, kind, &record.Record, record.Roles)
}

func (e *Engine) citePermission(place int32) *cited {
	p := &e.site.TablePermissions[place]
	return e.cite(e.citations().permissions, place, KindTablePermission, &p.Record, p.Roles)
}

// citeNode cites the permission of a node.
func (e *Engine) citeNode(node int32) *cited { return e.citePermission(e.tables.nodes[node].record) }
