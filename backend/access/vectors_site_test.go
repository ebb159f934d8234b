package access_test

import (
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

func names(refs []access.Ref) []any {
	list := []any{}
	for _, r := range refs {
		list = append(list, r.Name)
	}
	return list
}

func TestVectorsOfRoles(t *testing.T) {
	eachVector(t, "roles", func(t *testing.T, vector object, g *given, want object) {
		v := g.visitor(vector["visitor"].(string))
		for key, wanted := range want {
			switch key {
			case "table_roles":
				if got := names(v.TableRoles()); !slices.Equal(got, wanted.([]any)) {
					t.Errorf("table roles %v, want %v", got, wanted)
				}
			case "page_roles":
				if got := names(v.PageRoles()); !slices.Equal(got, wanted.([]any)) {
					t.Errorf("page roles %v, want %v", got, wanted)
				}
			case "can_sign_in":
				if v.CanSignIn() != wanted.(bool) {
					t.Errorf("can sign in: %v", v.CanSignIn())
				}
			default:
				t.Errorf("expect %s is not understood", key)
			}
		}
	})
}

// expectEach compares answers per visitor.
func expectEach(t *testing.T, g *given, what string, want any, answer func(*access.Visitor) string) {
	t.Helper()
	for name, wanted := range want.(object) {
		if got := answer(g.visitor(name)); got != wanted {
			t.Errorf("%s by %s: %s, want %v", what, name, got, wanted)
		}
	}
}

func TestVectorsOfPages(t *testing.T) {
	eachVector(t, "pages", func(t *testing.T, vector object, g *given, want object) {
		e := g.compile()
		if served, ok := want["served"]; ok {
			_, err := e.FindPage(vector["url"].(string))
			if served != "page-not-found" || err == nil {
				t.Errorf("%v was served: %v", vector["url"], err)
			}
			return
		}
		page, ok := e.Page(site.ID(vector["page"].(string)))
		if !ok {
			t.Fatal("no such page")
		}
		for key, wanted := range want {
			switch key {
			case "read":
				expectEach(t, g, key, wanted, func(v *access.Visitor) string {
					checkExplained(t, v, v.ExplainPageRead(page))
					return v.PageRead(page).String()
				})
			case "change":
				expectEach(t, g, key, wanted, func(v *access.Visitor) string {
					checkExplained(t, v, v.ExplainPageChange(page))
					return v.PageChange(page).String()
				})
			case "browser":
				expectEach(t, g, key, wanted, func(v *access.Visitor) string { return string(v.Browser(page)) })
			default:
				t.Errorf("expect %s is not understood", key)
			}
		}
	})
}

// checkExplained holds an explanation to what every explanation promises.
func checkExplained(t *testing.T, v *access.Visitor, x *access.Explanation) {
	t.Helper()
	if x.Sentence == "" || !strings.HasSuffix(x.Sentence, ".") || strings.Contains(x.Sentence, "  ") {
		t.Errorf("sentence %q", x.Sentence)
	}
	if len(x.Steps) < 2 {
		t.Errorf("%s: %d steps", x.Sentence, len(x.Steps))
	}
	if x.Profile != v.Engine().Profile() || x.Other.Profile != x.Profile.Other() {
		t.Errorf("judged by %s beside %s", x.Profile, x.Other.Profile)
	}
	if x.Other.Differs != (x.Other.Answer != x.Answer) {
		t.Errorf("differs: %v, though the answers are %s and %s", x.Other.Differs, x.Answer, x.Other.Answer)
	}
	if !strings.Contains(x.Text(), x.Sentence) {
		t.Error("the text lacks the sentence")
	}
}

func TestVectorsOfFiles(t *testing.T) {
	eachVector(t, "files", func(t *testing.T, vector object, g *given, want object) {
		e := g.compile()
		if transition, ok := vector["transition"].(string); ok {
			from, to, _ := strings.Cut(strings.ToLower(transition), "-")
			page, _ := e.Page("about")
			expectEach(t, g, transition, want, func(v *access.Visitor) string {
				return v.Transition(page, site.ID(from), site.ID(to)).String()
			})
			return
		}
		isLink := len(g.site.WebLinks) > 0
		for key, wanted := range want {
			expectEach(t, g, key, wanted, func(v *access.Visitor) string {
				switch {
				case key == "read" && isLink:
					return v.LinkRead(0).String()
				case key == "change" && isLink:
					return v.LinkChange(0).String()
				case key == "read":
					checkExplained(t, v, v.ExplainFileRead(0))
					return v.FileRead(0).String()
				case key == "change":
					checkExplained(t, v, v.ExplainFileChange(0))
					return v.FileChange(0).String()
				}
				return "not understood"
			})
		}
	})
}

func TestVectorsOfWebsiteAccess(t *testing.T) {
	rights := map[string]access.WebsiteRight{
		"managecontentsnippets": access.ManageContentSnippets, "managesitemarkers": access.ManageSiteMarkers,
		"about_admin": access.AboutAdministrator,
	}
	eachVector(t, "website", func(t *testing.T, _ object, g *given, want object) {
		for key, wanted := range want {
			right, known := rights[key]
			if !known {
				t.Fatalf("expect %s is not understood", key)
			}
			expectEach(t, g, key, wanted, func(v *access.Visitor) string {
				checkExplained(t, v, v.ExplainWebsiteRight(right))
				return v.WebsiteRight(right).String()
			})
		}
	})
}
