package access_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// differentialSites is how many complete sites both evaluators judge, each under both profiles.
const differentialSites = 10_000

// The engine and an evaluator that shares nothing with it but the rules agree on every answer about complete sites.
func TestAgreesWithThePlainEvaluator(t *testing.T) {
	compared := 0
	for seed := range uint64(differentialSites) {
		size := plainaccess.Small
		if seed%16 == 1 {
			size = plainaccess.Medium
		}
		for _, profile := range []access.Profile{access.Current, access.Legacy} {
			d := newDifferential(t, seed, size, access.Options{Profile: profile, Missing: access.MissingAbsent, At: plainaccess.RandomAt})
			d.compare()
			compared += d.compared
			if d.differs != nil {
				t.Fatalf("seed %d, %s, visitor %+v:\n%s", seed, profile, d.who, strings.Join(d.differs, "\n"))
			}
		}
	}
	if compared < 50*differentialSites {
		t.Errorf("only %d answers were compared", compared)
	}
}

// partialSites are few and tiny: the plain evaluator goes through every way in which missing records may turn out.
const partialSites = 400

// About partial sites the two agree too, except that the engine gives up where the plain evaluator holds a missing
// record to what names it: a missing column permission profile may narrow every column, and by name a missing role may
// be anybody's namesake. Giving up is the only difference allowed.
func TestAgreesAboutPartialSites(t *testing.T) {
	tiny := plainaccess.Size{Pages: 4, Files: 2, Roles: 3, Contacts: 1, Rules: 2, Permissions: 3, Profiles: 1}
	compared, gaveUp := 0, 0
	for seed := range uint64(partialSites) {
		for _, profile := range []access.Profile{access.Current, access.Legacy} {
			d := newDifferential(t, seed, tiny, access.Options{Profile: profile, At: plainaccess.RandomAt})
			d.compare()
			compared += d.compared
			for _, text := range d.differs {
				if !strings.Contains(text, "engine unknown") || profile == access.Current && !strings.Contains(text, ".cw_") {
					t.Errorf("seed %d, %s, visitor %+v: %s", seed, profile, d.who, text)
				}
				gaveUp++
			}
		}
	}
	if compared < 50*partialSites || gaveUp*20 > compared {
		t.Errorf("gave up on %d of %d answers", gaveUp, compared)
	}
}

func newDifferential(t *testing.T, seed uint64, size plainaccess.Size, o access.Options) *differential {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 11))
	s := plainaccess.RandomSite(r, size)
	who := plainaccess.RandomVisitor(r, s)
	return &differential{
		site: s, who: who, visitor: prepared(t, compiled(t, s, o), asWho(who)),
		plain: plainaccess.Options{Legacy: o.Profile == access.Legacy, MissingUnknown: o.Missing != access.MissingAbsent, At: o.At},
	}
}

func asWho(v plainaccess.Visitor) access.Who {
	who := access.Who{SignedIn: v.SignedIn, Contact: v.Contact}
	for _, r := range v.Roles {
		who.Roles = append(who.Roles, string(r))
	}
	return who
}

type differential struct {
	site     *site.Site
	who      plainaccess.Visitor
	plain    plainaccess.Options
	visitor  *access.Visitor
	compared int
	differs  []string
}

func (d *differential) same(question, engine, plain string) {
	d.compared++
	if engine != plain {
		d.differs = append(d.differs, question+": engine "+engine+", plain "+plain)
	}
}

func (d *differential) compare() {
	s, o, w, v := d.site, d.plain, d.who, d.visitor
	for i := range s.WebPages {
		id := s.WebPages[i].ID
		d.same("read page "+string(id), v.PageRead(i).String(), plainaccess.PageRead(s, o, w, id))
		d.same("change page "+string(id), v.PageChange(i).String(), plainaccess.PageChange(s, o, w, id))
	}
	for i := range s.WebFiles {
		id := s.WebFiles[i].ID
		d.same("read file "+string(id), v.FileRead(i).String(), plainaccess.FileRead(s, o, w, id))
		d.same("change file "+string(id), v.FileChange(i).String(), plainaccess.FileChange(s, o, w, id))
	}
	for i := range s.Forums {
		id := s.Forums[i].ID
		d.same("read forum "+string(id), v.ForumRead(i).String(), plainaccess.ForumRead(s, o, w, id))
		d.same("change forum "+string(id), v.ForumChange(i).String(), plainaccess.ForumChange(s, o, w, id))
	}
	for i := range s.Blogs {
		id := s.Blogs[i].ID
		d.same("read blog "+string(id), v.BlogRead(i).String(), plainaccess.BlogRead(s, o, w, id))
		d.same("change blog "+string(id), v.BlogChange(i).String(), plainaccess.BlogChange(s, o, w, id))
	}
	for i := range s.BlogPosts {
		id := s.BlogPosts[i].ID
		d.same("read post "+string(id), v.PostRead(i).String(), plainaccess.PostRead(s, o, w, id))
		d.same("change post "+string(id), v.PostChange(i).String(), plainaccess.PostChange(s, o, w, id))
	}
	for i := range s.IdeaForums {
		id := s.IdeaForums[i].ID
		d.same("read ideas "+string(id), v.IdeaForumRead(i).String(), plainaccess.IdeaForumRead(s, o, w, id))
		d.same("change ideas "+string(id), v.IdeaForumChange(i).String(), plainaccess.IdeaForumChange(s, o, w, id))
	}
	for i := range s.WebLinks {
		id := s.WebLinks[i].ID
		d.same("read link "+string(id), v.LinkRead(i).String(), plainaccess.WebLinkRead(s, o, w, id))
		d.same("change link "+string(id), v.LinkChange(i).String(), plainaccess.WebLinkChange(s, o, w, id))
	}
	for _, right := range access.WebsiteRights() {
		d.same(string(right), v.WebsiteRight(right).String(), plainaccess.WebsiteRight(s, o, w, string(right)))
	}
	d.tables()
}

func (d *differential) tables() {
	s, o, w, v := d.site, d.plain, d.who, d.visitor
	for _, table := range plainaccess.RandomTables {
		for _, p := range access.Privileges() {
			reach, types := plainaccess.TableRight(s, o, w, table, string(p))
			answer := v.TableRight(table, p)
			d.same(table+" "+string(p), answer.Reach.String(), reach)
			if reach != "unknown" {
				// An access type by an undocumented number is listed as the custom type, which it may be.
				for i := range types {
					types[i] = strings.Replace(types[i], "unknown", "custom", 1)
				}
				slices.SortFunc(types, func(a, b string) int { return typeOrder(a) - typeOrder(b) })
				d.same(table+" "+string(p)+" types", typeText(answer.AccessTypes), strings.Join(slices.Compact(types), " "))
			}
		}
		for _, column := range plainaccess.RandomColumns {
			for _, right := range access.ColumnRights() {
				d.same(table+"."+column+" "+string(right), v.ColumnRight(table, column, right).String(),
					plainaccess.ColumnRight(s, o, w, table, column, string(right)))
			}
		}
		d.same(table+" reachable", v.Engine().WebAPI(table).Reachable.String(), plainaccess.WebAPIReachable(s, o, table))
	}
}

func typeOrder(t string) int {
	return slices.Index([]string{"global", "account", "contact", "self", "parent", "custom"}, t)
}

func typeText(types []site.AccessType) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = string(t)
	}
	return strings.Join(words, " ")
}
