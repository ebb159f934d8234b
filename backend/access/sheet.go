package access

import (
	"cmp"
	"slices"
	"time"

	"gatehouse/backend/site"
)

// Sheet is everything one visitor may do, in the shape that programs read. The shape has a version; a change that
// could break a reader gets a new one. Every list is there, if only empty.
type Sheet struct {
	Schema             string                   `json:"schema"`
	Profile            Profile                  `json:"profile"`
	Visitor            SheetVisitor             `json:"visitor"`
	Pages              []PageAnswer             `json:"pages"`  // active root pages, sorted by path, then id
	Tables             []TableAnswers           `json:"tables"` // that active permissions name, sorted by code point
	WebsiteAccess      map[WebsiteRight]Verdict `json:"websiteAccess"`
	Columns            []ColumnAnswer           `json:"columns"`
	Files              []FileAnswer             `json:"files"`              // active web files, sorted by path, then id
	AboutAdministrator Verdict                  `json:"aboutAdministrator"` // the administrators' part of the about page
	Other              SheetOther               `json:"other"`
	SheetBasis
}

// SheetSchema names the shape of a Sheet in JSON.
const SheetSchema = "gatehouse.access/1"

// SheetBasis says what an answer was made from, and under which conditions.
type SheetBasis struct {
	Site       SheetSite        `json:"site"`
	Missing    Missing          `json:"missing"`
	At         string           `json:"at"`         // RFC 3339, UTC: the moment that was asked about; "" for the present
	Switches   map[Switch]Value `json:"switches"`   // those that were set beside the profile
	Incomplete []Kind           `json:"incomplete"` // kinds of records of which the export lost some
	Notes      []string         `json:"notes"`
}

// SheetSite says which site was asked about.
type SheetSite struct {
	ID        site.ID        `json:"id"`
	Name      string         `json:"name"`
	Root      string         `json:"root"`
	Format    site.Format    `json:"format"`
	DataModel site.DataModel `json:"dataModel"`
}

// SheetVisitor is who was asked about. Roles are told by name; Held has their ids too.
type SheetVisitor struct {
	SignedIn   bool     `json:"signedIn"`
	PageRoles  []string `json:"pageRoles"`  // that count for pages, files and website rights
	TableRoles []string `json:"tableRoles"` // that count for tables and columns
	Label      string   `json:"label"`
	CanSignIn  bool     `json:"canSignIn"`
	Contact    site.ID  `json:"contact"` // "" where no contact was asked about
	Held       []Held   `json:"held"`
}

// PageAnswer is what the visitor may do with a page.
type PageAnswer struct {
	ID     site.ID `json:"id"`
	Name   string  `json:"name"`
	URL    string  `json:"url"` // "" where it cannot be told
	Read   Verdict `json:"read"`
	Change Verdict `json:"change"`
	// Languages are the page's active content pages of which the answers are other ones, sorted by language, then id.
	Languages []LanguageAnswer `json:"languages"`
}

// LanguageAnswer is what the visitor may do with a page in one language.
type LanguageAnswer struct {
	ID       site.ID `json:"id"` // of the content page
	Language string  `json:"language"`
	Read     Verdict `json:"read"`
	Change   Verdict `json:"change"`
}

// FileAnswer is what the visitor may do with a web file.
type FileAnswer struct {
	ID     site.ID `json:"id"`
	Name   string  `json:"name"`
	URL    string  `json:"url"` // "" where it cannot be told
	Read   Verdict `json:"read"`
	Change Verdict `json:"change"`
}

// PrivilegeAnswer is how far one privilege on a table reaches.
type PrivilegeAnswer struct {
	TableAnswer
	// MatchesNoRow goes with the reach some: by the rules some rows, but this visitor has none, being no contact or one
	// without an account.
	MatchesNoRow bool `json:"matchesNoRow"`
}

// TableAnswers is how far each privilege on a table reaches.
type TableAnswers struct {
	Table    string          `json:"table"`
	Read     PrivilegeAnswer `json:"read"`
	Write    PrivilegeAnswer `json:"write"`
	Create   PrivilegeAnswer `json:"create"`
	Delete   PrivilegeAnswer `json:"delete"`
	Append   PrivilegeAnswer `json:"append"`
	AppendTo PrivilegeAnswer `json:"appendTo"`
}

// Of is the answer for one privilege.
func (t *TableAnswers) Of(p Privilege) PrivilegeAnswer {
	switch p {
	case Read:
		return t.Read
	case Write:
		return t.Write
	case Create:
		return t.Create
	case Delete:
		return t.Delete
	case Append:
		return t.Append
	case AppendTo:
		return t.AppendTo
	}
	return PrivilegeAnswer{TableAnswer: TableAnswer{AccessTypes: []site.AccessType{}}}
}

// SheetOther tells where the other profile answers differently.
type SheetOther struct {
	Profile     Profile           `json:"profile"`
	Differs     bool              `json:"differs"`
	Differences []NamedDifference `json:"differences"` // before by the asked profile, after by the other one
}

// Sheet answers everything at once. At is the moment asked about, zero where nobody asked for one.
func (v *Visitor) Sheet(at time.Time) (*Sheet, error) {
	e := v.engine
	twin, err := v.twin(e.Other())
	if err != nil {
		return nil, err
	}
	s := &Sheet{
		Schema: SheetSchema, Profile: e.options.Profile, SheetBasis: e.basis(at), Visitor: v.sheetVisitor(),
		Pages: []PageAnswer{}, Tables: []TableAnswers{}, Columns: v.Columns(), Files: []FileAnswer{},
		WebsiteAccess: map[WebsiteRight]Verdict{}, AboutAdministrator: v.WebsiteRight(AboutAdministrator),
	}
	s.Notes = append(s.Notes, v.notes...)
	languages := v.otherLanguages()
	for _, i := range e.Pages() {
		p := &e.site.WebPages[i]
		url, _ := e.PageURL(i)
		s.Pages = append(s.Pages, PageAnswer{p.ID, p.Name, url, v.PageRead(i), v.PageChange(i), languages.of(p.ID)})
	}
	for _, i := range e.Files() {
		f := &e.site.WebFiles[i]
		url, _ := e.FileURL(i)
		s.Files = append(s.Files, FileAnswer{f.ID, f.Name, url, v.FileRead(i), v.FileChange(i)})
	}
	for _, table := range e.Tables() {
		right := func(p Privilege) PrivilegeAnswer { return v.privilegeAnswer(table, p) }
		s.Tables = append(s.Tables, TableAnswers{
			table, right(Read), right(Write), right(Create), right(Delete), right(Append), right(AppendTo),
		})
	}
	for _, right := range WebsiteRights() {
		s.WebsiteAccess[right] = v.WebsiteRight(right)
	}
	s.Other = SheetOther{Profile: twin.engine.options.Profile, Differences: v.NamedDifferences(twin)}
	s.Other.Differs = len(s.Other.Differences) > 0
	return s, nil
}

func (v *Visitor) privilegeAnswer(table string, p Privilege) PrivilegeAnswer {
	return PrivilegeAnswer{TableAnswer: v.TableRight(table, p), MatchesNoRow: v.Matchless(table, p)}
}

// languageAnswers by root page.
type languageAnswers map[site.ID][]LanguageAnswer

func (l languageAnswers) of(page site.ID) []LanguageAnswer {
	list := append([]LanguageAnswer{}, l[page]...)
	slices.SortFunc(list, func(a, b LanguageAnswer) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// otherLanguages finds the content pages whose answers are not those of their root page.
func (v *Visitor) otherLanguages() languageAnswers {
	e := v.engine
	answers := languageAnswers{}
	for i := range e.site.WebPages {
		p := &e.site.WebPages[i]
		root, known := e.Page(rootOf(p))
		if !known || root == i || p.Inactive || v.PageRead(i) == v.PageRead(root) && v.PageChange(i) == v.PageChange(root) {
			continue
		}
		answers[rootOf(p)] = append(answers[rootOf(p)], LanguageAnswer{p.ID, e.languageName(p.Language), v.PageRead(i), v.PageChange(i)})
	}
	return answers
}

// languageName is the code of a language, else its name, else its id.
func (e *Engine) languageName(id site.ID) string {
	for i := range e.site.Languages {
		if l := &e.site.Languages[i]; l.ID == id {
			return cmp.Or(l.Code, l.Name, string(l.ID))
		}
	}
	return string(id)
}

func (v *Visitor) sheetVisitor() SheetVisitor {
	s := SheetVisitor{
		SignedIn: v.who.SignedIn, Label: v.Label(), CanSignIn: v.CanSignIn(), Held: v.Held(),
		PageRoles: roleNames(v.PageRoles()), TableRoles: roleNames(v.TableRoles()),
	}
	if v.contact != nil {
		s.Contact = v.contact.ID
	}
	return s
}

func roleNames(roles []Ref) []string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.Name
	}
	return names
}

// basis tells what the engine's answers are made from.
func (e *Engine) basis(at time.Time) SheetBasis {
	w := &e.site.Website
	b := SheetBasis{
		Site:    SheetSite{ID: w.ID, Name: w.Name, Root: e.site.Root, Format: e.site.Format, DataModel: e.site.DataModel},
		Missing: e.options.Missing, Switches: map[Switch]Value{}, Incomplete: []Kind{}, Notes: []string{},
	}
	if !at.IsZero() {
		b.At = at.UTC().Format(time.RFC3339)
	}
	for s, value := range e.options.Switches {
		b.Switches[s] = value
	}
	b.Incomplete = append(b.Incomplete, e.options.Incomplete...)
	return b
}
