package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// applyForums puts a forum, a blog with a post, or an idea forum into the site.
func (g *given) applyForums(key string, value any) bool {
	s := g.site
	o, _ := value.(object)
	switch key {
	case "forum":
		s.Forums = []site.Forum{{Record: rec("forum"), Parent: site.ID(text(o["parentpage"]))}}
		for i, r := range objects(o["rules"]) {
			s.ForumPermissions = append(s.ForumPermissions, site.ForumPermission{
				Record: site.Record{ID: site.ID(rune('a' + i))}, Forum: "forum", Right: pageRight(r["right"]), Roles: ids(r["roles"])})
		}
	case "blog":
		s.Blogs = []site.Blog{{Record: rec("blog"), Parent: site.ID(text(o["parentpage"])), AuthorRoles: ids(o["authors"]), Website: "s"}}
	case "post":
		s.BlogPosts = []site.BlogPost{{Record: rec("post"), Blog: "blog", Published: o["published"] == true}}
	case "ideaforum":
		s.IdeaForums = []site.IdeaForum{{Record: rec("ideas"), ReaderRoles: ids(o["readers"]), WriterRoles: ids(o["writers"]), Website: "s"}}
	default:
		return false
	}
	return true
}

func TestVectorsOfForums(t *testing.T) {
	eachVector(t, "forums", func(t *testing.T, _ object, g *given, want object) {
		for key, wanted := range want {
			change := key == "change"
			expectEach(t, g, key, wanted, func(v *access.Visitor) string {
				verdict, x := discussion(v, change)
				checkExplained(t, v, x)
				if x.Answer != verdict.String() {
					t.Errorf("the explanation answers %s, the decision %s", x.Answer, verdict)
				}
				return verdict.String()
			})
		}
	})
}

// discussion answers about the post, blog, idea forum or forum of a vector, the first of these that it gives.
func discussion(v *access.Visitor, change bool) (access.Verdict, *access.Explanation) {
	switch s := v.Engine().Site(); {
	case len(s.BlogPosts) > 0 && change:
		return v.PostChange(0), v.ExplainPostChange(0)
	case len(s.BlogPosts) > 0:
		return v.PostRead(0), v.ExplainPostRead(0)
	case len(s.Blogs) > 0 && change:
		return v.BlogChange(0), v.ExplainBlogChange(0)
	case len(s.Blogs) > 0:
		return v.BlogRead(0), v.ExplainBlogRead(0)
	case len(s.IdeaForums) > 0 && change:
		return v.IdeaForumChange(0), v.ExplainIdeaForumChange(0)
	case len(s.IdeaForums) > 0:
		return v.IdeaForumRead(0), v.ExplainIdeaForumRead(0)
	case change:
		return v.ForumChange(0), v.ExplainForumChange(0)
	}
	return v.ForumRead(0), v.ExplainForumRead(0)
}
