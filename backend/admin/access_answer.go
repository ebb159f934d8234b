package admin

import (
	"context"

	"gatehouse/backend/access"
)

// Answer is everything a visitor may do. Lists are in the order of the site's Subjects.
type Answer struct {
	Basis     Basis // with its defaults filled in
	Other     access.Profile
	Visitor   string
	CanSignIn bool
	Held      []access.Held
	Notes     []string
	Refused   access.Outcome // what is shown for a page the visitor may not read
	Pages     ContentAnswers
	Files     ContentAnswers
	Forums    []ForumAnswer
	Languages []LanguageAnswer
	Tables    [][]PrivilegeAnswer // by table and privilege
	Rights    []RightAnswer
	Columns   []ColumnTable
}

// ContentAnswers are the answers for pages or files.
type ContentAnswers struct {
	Read, Change           []Decided
	OtherRead, OtherChange []access.Verdict // by the other profile
}

// Decided is a verdict on a page or file with what decided.
type Decided struct {
	Verdict access.Verdict
	By      access.Deciding
	Own     bool // the deciding permission stands on the page itself, or on the one that the file hangs on
	From    int  // place in Subjects.Pages of the page that the deciding permission stands on, -1 without one
}

// LanguageAnswer is a content page whose answers are not those of its root page.
type LanguageAnswer struct {
	Page int // place in Subjects.Pages of the root page
	access.LanguageAnswer
}

// PrivilegeAnswer is how far a privilege on a table reaches.
type PrivilegeAnswer struct {
	access.TableAnswer
	Matchless bool // some rows by the rules, but none for this visitor
	Other     access.Reach
}

// RightAnswer is a website right.
type RightAnswer struct {
	Right         access.WebsiteRight
	Answer, Other access.Verdict
}

// ColumnTable is what the Web API exposes of a table.
type ColumnTable struct {
	Table   string
	API     access.WebAPI
	Columns []ColumnAnswer
}

// ColumnAnswer is the answer for one column.
type ColumnAnswer struct{ Answer, Other access.ColumnAnswer }

// Answer returns everything a visitor may do. An unknown role or contact is not_found with the nearest names.
// Codes: invalid, not_found, unreachable.
func (a *Access) Answer(ctx context.Context, q Question) (Answer, error) {
	s, v, basis, err := a.ask(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	w, err := v.In(v.Engine().Other())
	if err != nil {
		return Answer{}, err
	}
	b := answerBuilder{subjects: &s.subjects, v: v, w: w}
	answer := Answer{
		Basis: basis, Other: w.Engine().Profile(), Visitor: v.Label(), CanSignIn: !q.Who.SignedIn || v.CanSignIn(),
		Held: v.Held(), Notes: v.Notes(), Refused: v.Refused(),
		Pages: b.pages(), Files: b.files(), Forums: b.forums(), Languages: b.languages(), Tables: b.tables(), Columns: b.columns(),
	}
	for _, right := range append(access.WebsiteRights(), access.AboutAdministrator) {
		answer.Rights = append(answer.Rights, RightAnswer{right, v.WebsiteRight(right), w.WebsiteRight(right)})
	}
	return answer, nil
}

type answerBuilder struct {
	subjects *Subjects
	v, w     *access.Visitor // by the asked profile and by the other; w is nil where that does not matter
}

func (b *answerBuilder) pages() ContentAnswers {
	a := newContentAnswers(len(b.subjects.Pages))
	read, change := b.v.PageSources(false), b.v.PageSources(true)
	for i := range b.subjects.Pages {
		place := b.subjects.Pages[i].place
		a.Read = append(a.Read, b.decided(b.v.PageRead(place), read[place], i))
		a.Change = append(a.Change, b.decided(b.v.PageChange(place), change[place], i))
		if b.w != nil {
			a.OtherRead = append(a.OtherRead, b.w.PageRead(place))
			a.OtherChange = append(a.OtherChange, b.w.PageChange(place))
		}
	}
	return a
}

func (b *answerBuilder) files() ContentAnswers {
	a := newContentAnswers(len(b.subjects.Files))
	read, change := b.v.FileSources(false), b.v.FileSources(true)
	for i := range b.subjects.Files {
		f := &b.subjects.Files[i]
		a.Read = append(a.Read, b.decided(b.v.FileRead(f.place), read[f.place], f.Page))
		a.Change = append(a.Change, b.decided(b.v.FileChange(f.place), change[f.place], f.Page))
		if b.w != nil {
			a.OtherRead = append(a.OtherRead, b.w.FileRead(f.place))
			a.OtherChange = append(a.OtherChange, b.w.FileChange(f.place))
		}
	}
	return a
}

func newContentAnswers(n int) ContentAnswers {
	return ContentAnswers{Read: make([]Decided, 0, n), Change: make([]Decided, 0, n)}
}

func (b *answerBuilder) decided(verdict access.Verdict, source access.Source, page int) Decided {
	d := Decided{Verdict: verdict, By: source.By, From: -1}
	if source.Page >= 0 {
		d.From = b.subjects.pageAt[source.Page]
		d.Own = d.From >= 0 && d.From == page
	}
	return d
}

func (b *answerBuilder) languages() []LanguageAnswer {
	var list []LanguageAnswer
	found := b.v.OtherLanguages()
	for i := range b.subjects.Pages {
		for _, l := range found[b.subjects.Pages[i].Page.ID] {
			list = append(list, LanguageAnswer{i, l})
		}
	}
	return list
}

func (b *answerBuilder) tables() [][]PrivilegeAnswer {
	list := make([][]PrivilegeAnswer, len(b.subjects.Tables))
	for i, t := range b.subjects.Tables {
		for _, p := range access.Privileges() {
			list[i] = append(list[i], PrivilegeAnswer{b.v.TableRight(t.Name, p), b.v.Matchless(t.Name, p), b.w.TableRight(t.Name, p).Reach})
		}
	}
	return list
}

// columns has the tables that a setting opens to the Web API, or a column permission profile is about.
func (b *answerBuilder) columns() []ColumnTable {
	answers := map[string][]ColumnAnswer{}
	for _, c := range b.v.Columns() {
		answers[c.Table] = append(answers[c.Table], ColumnAnswer{c, access.ColumnAnswer{
			Table: c.Table, Column: c.Column,
			Create: b.w.ColumnRight(c.Table, c.Column, access.ColumnCreate),
			Read:   b.w.ColumnRight(c.Table, c.Column, access.ColumnRead),
			Update: b.w.ColumnRight(c.Table, c.Column, access.ColumnUpdate),
		}})
	}
	var list []ColumnTable
	for _, t := range b.subjects.Tables {
		api := b.v.Engine().WebAPI(t.Name)
		if columns := answers[t.Name]; len(columns) > 0 || len(api.Settings) > 0 {
			list = append(list, ColumnTable{t.Name, api, columns})
		}
	}
	return list
}
