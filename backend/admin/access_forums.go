package admin

import (
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// SubjectForum is a forum, a blog, a blog post or an idea forum: content whose own records, not only page permissions,
// say who gets to it.
type SubjectForum struct {
	Kind   access.Kind
	Record site.Record

	place int // among the site's records of its kind
}

// forumKind is how records of one kind are asked about.
type forumKind struct {
	kind                       access.Kind
	records                    func(*site.Site) []site.Record
	read, change               func(*access.Visitor, int) access.Verdict
	explainRead, explainChange func(*access.Visitor, int) *access.Explanation
	suggest                    func(v *access.Visitor, place int, change bool) string
	whoReads, whoChanges       func(*access.Engine, int) access.Givers[access.Verdict]
}

// forumKinds are the kinds in the order in which they are listed.
var forumKinds = []forumKind{
	{
		kind: access.KindForum, records: func(s *site.Site) []site.Record { return recordsOf(s.Forums) },
		read: (*access.Visitor).ForumRead, change: (*access.Visitor).ForumChange,
		explainRead: (*access.Visitor).ExplainForumRead, explainChange: (*access.Visitor).ExplainForumChange,
		suggest:  (*access.Visitor).SuggestForum,
		whoReads: (*access.Engine).WhoCanReadForum, whoChanges: (*access.Engine).WhoCanChangeForum,
	},
	{
		kind: access.KindBlog, records: func(s *site.Site) []site.Record { return recordsOf(s.Blogs) },
		read: (*access.Visitor).BlogRead, change: (*access.Visitor).BlogChange,
		explainRead: (*access.Visitor).ExplainBlogRead, explainChange: (*access.Visitor).ExplainBlogChange,
		suggest:  (*access.Visitor).SuggestBlog,
		whoReads: (*access.Engine).WhoCanReadBlog, whoChanges: (*access.Engine).WhoCanChangeBlog,
	},
	{
		kind: access.KindBlogPost, records: func(s *site.Site) []site.Record { return recordsOf(s.BlogPosts) },
		read: (*access.Visitor).PostRead, change: (*access.Visitor).PostChange,
		explainRead: (*access.Visitor).ExplainPostRead, explainChange: (*access.Visitor).ExplainPostChange,
		suggest:  (*access.Visitor).SuggestPost,
		whoReads: (*access.Engine).WhoCanReadPost, whoChanges: (*access.Engine).WhoCanChangePost,
	},
	{
		kind: access.KindIdeaForum, records: func(s *site.Site) []site.Record { return recordsOf(s.IdeaForums) },
		read: (*access.Visitor).IdeaForumRead, change: (*access.Visitor).IdeaForumChange,
		explainRead: (*access.Visitor).ExplainIdeaForumRead, explainChange: (*access.Visitor).ExplainIdeaForumChange,
		suggest:  (*access.Visitor).SuggestIdeaForum,
		whoReads: (*access.Engine).WhoCanReadIdeaForum, whoChanges: (*access.Engine).WhoCanChangeIdeaForum,
	},
}

func recordsOf[T any, P interface {
	*T
	Base() *site.Record
}](list []T) []site.Record {
	records := make([]site.Record, len(list))
	for i := range list {
		records[i] = *P(&list[i]).Base()
	}
	return records
}

func (b *Subjects) addForums(s *site.Site) {
	for _, k := range forumKinds {
		first := len(b.Forums)
		for place, r := range k.records(s) {
			b.Forums = append(b.Forums, SubjectForum{k.kind, r, place})
		}
		slices.SortFunc(b.Forums[first:], func(x, y SubjectForum) int { return byName(&x.Record, &y.Record) })
	}
}

func (f *SubjectForum) asked() *forumKind {
	i := slices.IndexFunc(forumKinds, func(k forumKind) bool { return k.kind == f.Kind })
	return &forumKinds[i]
}

// ForumAnswer is the answer for a forum.
type ForumAnswer struct{ Read, Change, OtherRead, OtherChange access.Verdict }

func (b *answerBuilder) forums() []ForumAnswer {
	list := make([]ForumAnswer, len(b.subjects.Forums))
	for i := range b.subjects.Forums {
		f := &b.subjects.Forums[i]
		k := f.asked()
		list[i] = ForumAnswer{k.read(b.v, f.place), k.change(b.v, f.place), k.read(b.w, f.place), k.change(b.w, f.place)}
	}
	return list
}

// resolveForum finds a record of any of the kinds by its id.
func resolveForum(s *site.Site, id string, change bool) (resolved, error) {
	for i := range forumKinds {
		k := &forumKinds[i]
		place := slices.IndexFunc(k.records(s), func(r site.Record) bool { return string(r.ID) == strings.ToLower(id) })
		if place < 0 {
			continue
		}
		explain, who := k.explainRead, k.whoReads
		if change {
			explain, who = k.explainChange, k.whoChanges
		}
		return resolved{
			func(v *access.Visitor) *access.Explanation { return explain(v, place) },
			func(v *access.Visitor) string { return k.suggest(v, place, change) },
			func(e *access.Engine) access.WhoAnswers { return access.WordsOf(who(e, place)) },
		}, nil
	}
	return resolved{}, fault.New(fault.NotFound, "There is no forum, blog or blog post %q in this export.", id)
}
