package access

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gatehouse/backend/site"
)

// Explanation is an answer with everything that led to it. Its sentences are the same wherever it is shown.
type Explanation struct {
	Schema      string            `json:"schema"`
	Question    string            `json:"question"`
	Visitor     string            `json:"visitor"`
	Profile     Profile           `json:"profile"`
	Answer      string            `json:"answer"`                // a Verdict or a Reach
	AccessTypes []site.AccessType `json:"accessTypes,omitempty"` // of table questions
	Paths       []Path            `json:"paths,omitempty"`       // of table questions
	Sentence    string            `json:"sentence"`
	Steps       []Step            `json:"steps"`
	Candidates  []Candidate       `json:"candidates"` // what could have given it and did not
	Change      string            `json:"change"`     // the smallest single change that would allow it; empty until whoever asks "why not" puts a Suggest answer here
	Notes       []string          `json:"notes"`
	Other       Comparison        `json:"other"`

	engine *Engine
	text   strings.Builder // what texts are cut from
	more   []*Ref
	roles  [][]site.ID // lists of roles on records of the chain
	room   room
}

// room is memory for the lists of an ordinary explanation.
type room struct {
	steps [9]Step
	more  [8]*Ref
	roles [6][]site.ID
}

// ExplanationSchema names the shape of an Explanation in JSON.
const ExplanationSchema = "gatehouse.explanation/1"

// Step is one link of the chain.
type Step struct {
	Text   string `json:"text"`
	Record *Ref   `json:"record,omitempty"`
}

// Candidate is a record that could have allowed what was refused, and why it did not.
type Candidate struct {
	Record Ref    `json:"record"`
	Fails  string `json:"fails"`
}

// Comparison is the answer of the other profile.
type Comparison struct {
	Profile Profile `json:"profile"`
	Answer  string  `json:"answer"`
	Differs bool    `json:"differs"`
}

type recordKey struct {
	kind Kind
	id   site.ID
}

// Records lists every record the answer rests on, once each, those that steps and candidates name first. Evaluating
// these alone gives the same answer.
func (x *Explanation) Records() []Ref {
	var list []Ref
	seen := map[recordKey]bool{}
	add := func(r Ref) {
		if key := (recordKey{r.Kind, r.ID}); !seen[key] {
			seen[key] = true
			list = append(list, r)
		}
	}
	for _, s := range x.Steps {
		if s.Record != nil {
			add(*s.Record)
		}
	}
	for _, c := range x.Candidates {
		add(c.Record)
	}
	for _, r := range x.more {
		add(*r)
	}
	for _, ids := range x.roles {
		for _, id := range ids {
			if i, known := x.engine.index.roles[id]; known {
				add(refTo(KindWebRole, &x.engine.site.WebRoles[i].Record))
			}
		}
	}
	return list
}

// Text is the explanation in lines: the sentence, the numbered steps, then what failed and what would help.
func (x *Explanation) Text() string {
	var b strings.Builder
	b.WriteString(x.Sentence)
	b.WriteByte('\n')
	for i, s := range x.Steps {
		b.WriteString("  " + strconv.Itoa(i+1) + ". " + s.Text + place(s.Record) + "\n")
	}
	if len(x.Candidates) > 0 {
		b.WriteString("What could have allowed it:\n")
		for _, c := range x.Candidates {
			b.WriteString("  - " + c.Record.String() + " " + c.Fails + place(&c.Record) + "\n")
		}
	}
	if x.Change != "" {
		b.WriteString("Smallest change: " + x.Change + "\n")
	}
	for _, n := range x.Notes {
		b.WriteString("Note: " + n + "\n")
	}
	b.WriteString("Judged by the " + string(x.Profile) + " rules; ")
	if x.Other.Differs {
		b.WriteString("by the " + string(x.Other.Profile) + " rules the answer is " + x.Other.Answer + ".\n")
	} else {
		b.WriteString("the " + string(x.Other.Profile) + " rules give the same answer.\n")
	}
	return b.String()
}

// String names the record as a sentence does: kind and display name, the id where there is no name.
func (r Ref) String() string {
	if r.Name == "" {
		return kindWords[r.Kind] + " " + quote(string(r.ID))
	}
	return kindWords[r.Kind] + " " + quote(r.Name)
}

// place is where a record was read, with its stored id.
func place(r *Ref) string {
	if r == nil {
		return ""
	}
	at := r.File
	if at != "" && r.Line > 0 {
		at += ":" + strconv.Itoa(r.Line)
	}
	if at != "" {
		at = ", " + at
	}
	return " [" + string(r.ID) + at + "]"
}

func (v *Visitor) explain(question ...string) *Explanation {
	x := &Explanation{
		Schema: ExplanationSchema, Profile: v.engine.options.Profile,
		Candidates: []Candidate{}, Notes: append([]string{}, v.notes...), engine: v.engine,
	}
	x.Steps, x.more, x.roles = x.room.steps[:0], x.room.more[:0], x.room.roles[:0]
	x.Question = x.write(question...)
	x.Visitor = v.label(x)
	return x
}

const textSize = 1 << 10 // of an ordinary explanation

// write puts a text together. All texts of an explanation are cut from few pieces of memory.
func (x *Explanation) write(parts ...string) string {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if x.text.Cap()-x.text.Len() < size {
		x.text.Reset() // leaves what was written to those who have it
		x.text.Grow(max(size, textSize))
	}
	from := x.text.Len()
	for _, part := range parts {
		x.text.WriteString(part)
	}
	return x.text.String()[from:]
}

func (x *Explanation) say(parts ...string) {
	x.Steps = append(x.Steps, Step{Text: x.write(parts...)})
}

// cite adds a step that names a record. The reference is kept.
func (x *Explanation) cite(r *Ref, parts ...string) {
	x.Steps = append(x.Steps, Step{Text: x.write(parts...), Record: r})
}

func (x *Explanation) fail(r *Ref, parts ...string) {
	x.Candidates = append(x.Candidates, Candidate{Record: *r, Fails: x.write(parts...)})
}

// rest keeps a record the answer rests on without naming it in a step.
func (x *Explanation) rest(r *Ref) { x.more = append(x.more, r) }

// keepRoles keeps the roles that a record names.
func (x *Explanation) keepRoles(ids []site.ID) {
	if len(ids) > 0 {
		x.roles = append(x.roles, ids)
	}
}

func (x *Explanation) note(text string) { x.Notes = append(x.Notes, text) }

// label is Label among the texts of an explanation.
func (v *Visitor) label(x *Explanation) string {
	if v.contact != nil {
		return x.write("Contact “", v.contact.Name, "”")
	}
	return v.Label()
}

// Label names the visitor at the beginning of a sentence.
func (v *Visitor) Label() string {
	switch {
	case !v.who.SignedIn:
		return "An anonymous visitor"
	case v.contact != nil:
		return "Contact " + quote(v.contact.Name)
	case len(v.who.Roles) == 0:
		return "A signed-in visitor without assigned roles"
	}
	names := make([]string, len(v.who.Roles))
	for i, r := range v.who.Roles {
		names[i] = quote(v.engine.roleName(r))
	}
	text := "A signed-in visitor with web role "
	if len(names) > 1 {
		text = "A signed-in visitor with web roles "
	}
	if v.who.Alone {
		return text + strings.Join(names, ", ") + " and no other"
	}
	return text + strings.Join(names, ", ")
}

// roleName is the name of a role that was asked for by id or name.
func (e *Engine) roleName(text string) string {
	if i, known := e.index.roles[normalID(text)]; known && e.site.WebRoles[i].Name != "" {
		return e.site.WebRoles[i].Name
	}
	return text
}

// sayRoles begins a chain with the roles that count for it.
func (v *Visitor) sayRoles(x *Explanation, onPages bool) {
	held := v.Held()
	what := "tables"
	if onPages {
		what = "website rights"
	}
	parts := append(make([]string, 0, 32), "For ", what, " the visitor holds ")
	none, between := len(parts), "“"
	for i := range held {
		if h := &held[i]; h.OnTables && (h.OnPages || !onPages) {
			parts = append(parts, between, h.Role.Name)
			between = "”, “"
		}
	}
	if len(parts) == none {
		x.say("For ", what, " the visitor holds no web role.")
		return
	}
	x.say(append(parts, "”.")...)
}

// holdsRole says how the visitor holds one of the roles of a record, as a step, and reports whether there is one.
func (v *Visitor) holdsRole(x *Explanation, ids []site.ID, onPages, siteOnly bool) bool {
	held := v.Held()
	for i := range held {
		h := &held[i]
		if counts := h.OnTables && (h.OnPages || !onPages); counts && v.matches(h.Role.ID, ids, siteOnly) {
			x.cite(&h.Role, "The visitor holds web role “", cmp.Or(h.Role.Name, string(h.Role.ID)), "”: ", h.how(), ".")
			if h.Assignment != nil {
				x.rest(h.Assignment)
			}
			x.keepRoles(ids) // by name, a role held may match through a namesake
			return true
		}
	}
	return false
}

// matches compares a held role with a list, by id or by name as the switch says.
func (v *Visitor) matches(held site.ID, ids []site.ID, siteOnly bool) bool {
	places, classes := v.engine.index.roles, v.engine.roles.class
	if !v.engine.rules.byName {
		return slices.Contains(ids, held) && (!siteOnly || v.engine.ofSite(v.engine.site.WebRoles[places[held]].Website))
	}
	class := classes[places[held]]
	for _, id := range ids {
		if i, known := places[id]; known && classes[i] == class && (!siteOnly || v.engine.ofSite(v.engine.site.WebRoles[i].Website)) {
			return true
		}
	}
	return false
}

func (h *Held) how() string {
	switch h.How {
	case Assigned:
		if h.Assignment != nil {
			return "it is assigned to the contact"
		}
		return "it is assigned to the visitor"
	case ThroughAccount:
		return "it is assigned to the contact's account"
	case ByDefault:
		return "its Authenticated Users flag gives it to everybody who is signed in"
	case ByAnonymity:
		return "its Anonymous Users flag gives it to everybody who is not signed in"
	}
	return "it does not count"
}

// roleNames lists roles in running text.
func (e *Engine) roleNames(ids []site.ID) string { return string(e.appendRoleNames(nil, ids)) }

func (e *Engine) appendRoleNames(text []byte, ids []site.ID) []byte {
	if len(ids) == 0 {
		return append(text, "no web role"...)
	}
	for i, id := range ids {
		if i > 0 {
			text = append(text, ", "...)
		}
		if place, known := e.index.roles[id]; known {
			text = appendQuoted(text, e.site.WebRoles[place].Name)
		} else {
			text = append(appendQuoted(text, string(id)), " (not in the export)"...)
		}
	}
	return text
}

// compare fills in what the other profile answers.
func (x *Explanation) compare(v *Visitor, answer func(*Visitor) string) {
	other := v.engine.Other()
	x.Other = Comparison{Profile: other.options.Profile, Answer: x.Answer}
	// The same visitor exists in the other engine: both were made from the same site.
	if twin, err := v.twin(other); err == nil {
		x.Other.Answer = answer(twin)
		x.Other.Differs = x.Other.Answer != x.Answer
	}
}

// twinOnce prepares a visitor for the engine of the other profile when it is first compared.
type twinOnce struct {
	once sync.Once
	v    *Visitor
	err  error
}

// twin is the same visitor in another engine. A plain contact has its roles at hand there, too.
func (v *Visitor) twin(other *Engine) (*Visitor, error) {
	v.other.once.Do(func() {
		if !v.plain() {
			v.other.v, v.other.err = other.Visitor(v.who)
			return
		}
		v.other.v = &Visitor{standing: other.contactStanding(v.place), who: v.who, contact: v.contact, place: v.place}
		v.other.v.previewOff = v.previewOff
	})
	return v.other.v, v.other.err
}
