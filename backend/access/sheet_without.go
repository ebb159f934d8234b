package access

import (
	"cmp"
	"slices"
	"time"

	"gatehouse/backend/site"
)

// NamedDifference is a Difference with the words a person knows the thing by.
type NamedDifference struct {
	Difference
	Label string `json:"label"` // the path of a page or file, with the language of a content page; else what ID says
}

// WithoutSheet tells what a visitor would lose, and in rare cases gain, if a record were deleted.
type WithoutSheet struct {
	Schema      string            `json:"schema"`
	Profile     Profile           `json:"profile"`
	Visitor     SheetVisitor      `json:"visitor"`
	Removed     []Ref             `json:"removed"` // the record, then the child permissions that go with it
	Differences []NamedDifference `json:"differences"`
	SheetBasis
}

// WithoutSchema names the shape of a WithoutSheet in JSON.
const WithoutSchema = "gatehouse.access-without/1"

// WithoutSheet is Without in the shape that programs read. At is the moment asked about, zero where nobody asked for one.
func (v *Visitor) WithoutSheet(ref Ref, at time.Time) (*WithoutSheet, error) {
	e := v.engine
	w, err := v.withoutRecord(ref)
	if err != nil {
		return nil, err
	}
	s := &WithoutSheet{
		Schema: WithoutSchema, Profile: e.options.Profile, SheetBasis: e.basis(at), Visitor: v.sheetVisitor(),
		Removed: []Ref{ref}, Differences: v.NamedDifferences(w),
	}
	s.Notes = append(s.Notes, v.notes...)
	if ref.Kind == KindTablePermission {
		for i := range e.site.TablePermissions {
			p := &e.site.TablePermissions[i]
			stays := slices.ContainsFunc(w.engine.site.TablePermissions, func(q site.TablePermission) bool { return q.ID == p.ID })
			if !stays && p.ID != ref.ID {
				s.Removed = append(s.Removed, refTo(KindTablePermission, &p.Record))
			}
		}
	}
	return s, nil
}

// NamedDifferences is Differences with names, sorted by kind, name and right. What holds for a content page only because
// it holds for its root page is left out.
func (v *Visitor) NamedDifferences(w *Visitor) []NamedDifference {
	all := v.Differences(w)
	have := make(map[Difference]bool, len(all))
	for _, d := range all {
		have[d] = true
	}
	list := make([]NamedDifference, 0, len(all))
	for _, d := range all {
		if !have[v.engine.ofRoot(d)] || v.engine.ofRoot(d) == d {
			list = append(list, NamedDifference{d, v.engine.labelOf(d)})
		}
	}
	slices.SortFunc(list, func(a, b NamedDifference) int {
		return cmp.Or(
			cmp.Compare(differenceOrder(a.What), differenceOrder(b.What)), cmp.Compare(a.Label, b.Label),
			cmp.Compare(a.ID, b.ID), cmp.Compare(rightOrder(a.Right), rightOrder(b.Right)), cmp.Compare(a.Right, b.Right))
	})
	return list
}

func differenceOrder(k Kind) int {
	return slices.Index([]Kind{
		KindWebPage, KindWebFile, KindForum, KindBlog, KindBlogPost, KindIdeaForum, KindTablePermission, KindWebsite, KindColumnPermission,
	}, k)
}

// rightOrder has the rights in the order in which they are shown; website rights are their own labels.
func rightOrder(right string) int {
	return slices.Index([]string{"read", "write", "create", "update", "delete", "append", "appendTo", "change"}, right)
}

// ofRoot is the same difference of a content page's root page, and d itself for all else.
func (e *Engine) ofRoot(d Difference) Difference {
	if d.What == KindWebPage {
		if i, known := e.Page(site.ID(d.ID)); known {
			d.ID = string(rootOf(&e.site.WebPages[i]))
		}
	}
	return d
}

func (e *Engine) labelOf(d Difference) string {
	switch d.What {
	case KindWebPage:
		if i, known := e.Page(site.ID(d.ID)); known {
			p := &e.site.WebPages[i]
			label, told := e.PageURL(i)
			if !told {
				label = p.Name
			}
			if rootOf(p) != p.ID {
				label += " (" + e.languageName(p.Language) + ")"
			}
			return label
		}
	case KindWebFile:
		if i, known := e.File(site.ID(d.ID)); known {
			if url, told := e.FileURL(i); told {
				return url
			}
			return e.site.WebFiles[i].Name
		}
	case KindForum:
		return nameIn(e.site.Forums, d.ID)
	case KindBlog:
		return nameIn(e.site.Blogs, d.ID)
	case KindBlogPost:
		return nameIn(e.site.BlogPosts, d.ID)
	case KindIdeaForum:
		return nameIn(e.site.IdeaForums, d.ID)
	}
	return d.ID
}

// nameIn is the name of a record, or its id where it has none.
func nameIn[T any, P record[T]](list []T, id string) string {
	for i := range list {
		if r := P(&list[i]).Base(); string(r.ID) == id && r.Name != "" {
			return r.Name
		}
	}
	return id
}
