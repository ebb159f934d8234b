package access

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// WhoSheet tells who may do one thing, in the shape that programs read.
type WhoSheet struct {
	Schema  string  `json:"schema"`
	Profile Profile `json:"profile"`
	Subject Subject `json:"subject"`
	WhoAnswers
	Other WhoOther `json:"other"`
	SheetBasis
}

// WhoSchema names the shape of a WhoSheet in JSON.
const WhoSchema = "gatehouse.who/1"

// Subject is what is asked about: something, and a right to it.
type Subject struct {
	What  Kind   `json:"what"`  // webPage, webFile, tablePermission, website
	ID    string `json:"id"`    // of the page or file, or the table's name, or the website right
	Label string `json:"label"` // the path of a page or file, else what ID says
	Right string `json:"right"` // read, change, or a privilege; of website the right itself
}

// WhoAnswers has a word, of a Verdict or Reach, for each sort of visitor.
type WhoAnswers struct {
	Anonymous     string      `json:"anonymous"`
	Authenticated string      `json:"authenticated"` // without assigned roles
	Roles         []WhoAnswer `json:"roles"`         // roles that count, sorted by name, then id
}

// WhoAnswer is what one role gives.
type WhoAnswer struct {
	Role  Ref    `json:"role"`
	Alone string `json:"alone"` // the role by itself
	With  string `json:"with"`  // together with what every signed-in visitor has
}

// WhoOther is what the other profile answers.
type WhoOther struct {
	Profile Profile `json:"profile"`
	Differs bool    `json:"differs"`
	WhoAnswers
}

// WhoPage tells who reads a page or, with change, who changes it.
func (e *Engine) WhoPage(page int, change bool, at time.Time) *WhoSheet {
	p := &e.site.WebPages[page]
	subject := Subject{What: KindWebPage, ID: string(p.ID), Right: "read"}
	if change {
		subject.Right = "change"
	}
	return whoSheet(e, subject, at, func(e *Engine) WhoAnswers {
		if change {
			return WordsOf(e.WhoCanChange(page))
		}
		return WordsOf(e.WhoCanRead(page))
	})
}

// WhoFile tells who reads a web file or, with change, who changes it.
func (e *Engine) WhoFile(file int, change bool, at time.Time) *WhoSheet {
	f := &e.site.WebFiles[file]
	subject := Subject{What: KindWebFile, ID: string(f.ID), Right: "read"}
	if change {
		subject.Right = "change"
	}
	return whoSheet(e, subject, at, func(e *Engine) WhoAnswers {
		if change {
			return WordsOf(e.WhoCanChangeFile(file))
		}
		return WordsOf(e.WhoCanReadFile(file))
	})
}

// WhoTable tells for whom a privilege on a table reaches how far.
func (e *Engine) WhoTable(table string, privilege Privilege, at time.Time) *WhoSheet {
	subject := Subject{What: KindTablePermission, ID: table, Right: string(privilege)}
	return whoSheet(e, subject, at, func(e *Engine) WhoAnswers { return WordsOf(e.WhoCan(table, privilege)) })
}

// WhoWebsiteRight tells who has a website right.
func (e *Engine) WhoWebsiteRight(right WebsiteRight, at time.Time) *WhoSheet {
	subject := Subject{What: KindWebsite, ID: string(right), Right: string(right)}
	return whoSheet(e, subject, at, func(e *Engine) WhoAnswers { return WordsOf(e.WhoHas(right)) })
}

func whoSheet(e *Engine, subject Subject, at time.Time, ask func(*Engine) WhoAnswers) *WhoSheet {
	subject.Label = e.labelOf(Difference{What: subject.What, ID: subject.ID})
	s := &WhoSheet{Schema: WhoSchema, Profile: e.options.Profile, Subject: subject, WhoAnswers: ask(e), SheetBasis: e.basis(at)}
	s.Notes = append(append(s.Notes, e.namesakes()...), e.lossNotes()...)
	other := e.Other()
	s.Other = WhoOther{Profile: other.options.Profile, WhoAnswers: ask(other)}
	s.Other.Differs = s.Anonymous != s.Other.Anonymous || s.Authenticated != s.Other.Authenticated || !slices.Equal(s.Roles, s.Other.Roles)
	return s
}

// namesakes are sentences about roles that share a name, which a list by names cannot tell apart.
func (e *Engine) namesakes() []string {
	count := map[string]int{}
	for i := range e.site.WebRoles {
		if e.holdable(int32(i)) {
			count[e.site.WebRoles[i].Name]++
		}
	}
	var notes []string
	for name, n := range count {
		if n > 1 {
			notes = append(notes, fmt.Sprintf("%d web roles are called %s; each is listed with its id.", n, quote(name)))
		}
	}
	slices.Sort(notes)
	return notes
}

// WordsOf has the answers as words, with the roles sorted by name, then id.
func WordsOf[T interface {
	comparable
	fmt.Stringer
}](g Givers[T]) WhoAnswers {
	a := WhoAnswers{Anonymous: g.Anonymous.String(), Authenticated: g.Authenticated.String(), Roles: make([]WhoAnswer, len(g.Roles))}
	for i, r := range g.Roles {
		a.Roles[i] = WhoAnswer{Role: r.Role, Alone: r.Alone.String(), With: r.With.String()}
	}
	slices.SortFunc(a.Roles, func(x, y WhoAnswer) int {
		return cmp.Or(cmp.Compare(x.Role.Name, y.Role.Name), cmp.Compare(x.Role.ID, y.Role.ID))
	})
	return a
}
