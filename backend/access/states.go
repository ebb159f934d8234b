package access

import "gatehouse/backend/site"

// stateTable knows publishing states. States are compared by name, so namesakes share a number.
type stateTable struct {
	byID  map[site.ID]int32 // place in Site.PublishingStates
	name  []int32           // number of the name, from 1
	lost  map[site.ID]int32 // negative numbers of states that are not in the export
	names int32

	// languages: whether the site has several, and which is shown, at the least and at the most favourable
	languages       map[site.ID]int32
	mono            [2]bool
	defaultLanguage [2]bool
}

// noState is the number of a page without publishing state. No rule matches it.
const noState int32 = 0

const (
	least = 0 // every missing record is as unfavourable as it can be
	most  = 1 // ... as favourable
)

func (e *Engine) compileStates() {
	t := &e.states
	list := e.site.PublishingStates
	t.byID = make(map[site.ID]int32, len(list))
	t.name = make([]int32, len(list))
	t.lost = map[site.ID]int32{}
	names := map[string]int32{}
	for i := range list {
		t.byID[list[i].ID] = int32(i)
		n, ok := names[list[i].Name]
		if !ok {
			t.names++
			n = t.names
			names[list[i].Name] = n
		}
		t.name[i] = n
	}
	e.compileLanguages()
}

// number is what a publishing state is compared by: noState, a positive name, or a negative lost state.
func (e *Engine) stateNumber(id site.ID) int32 {
	if id == "" {
		return noState
	}
	t := &e.states
	if i, ok := t.byID[id]; ok {
		return t.name[i]
	}
	if !e.rules.unknown {
		return noState
	}
	n, ok := t.lost[id]
	if !ok {
		n = -int32(len(t.lost)) - 1
		t.lost[id] = n
	}
	return n
}

// visible tells whether content in a state and a language is shown to visitors without preview.
func (e *Engine) visible(state, language site.ID) [2]bool {
	if state == "" {
		return [2]bool{true, true}
	}
	shown := e.languageShown(language)
	i, known := e.states.byID[state]
	if !known {
		return [2]bool{shown[least] && !e.rules.unknown, shown[most]}
	}
	if !e.site.PublishingStates[i].Visible {
		return [2]bool{}
	}
	return shown
}

// A language of several whose own publishing state is not visible hides the content that has a state. Languages that
// are referred to and not in the export make a site with one language a site with perhaps more.
func (e *Engine) compileLanguages() {
	t := &e.states
	list := e.site.Languages
	t.languages = make(map[site.ID]int32, len(list))
	for i := range list {
		t.languages[list[i].ID] = int32(i)
	}
	some := len(list)
	if e.rules.unknown {
		some += len(e.lostLanguages())
	}
	t.mono = [2]bool{some <= 1 && !e.rules.lostLanguages, len(list) <= 1}
	if id := e.site.Website.DefaultLanguage; id != "" {
		t.defaultLanguage = e.languagePublished(id)
		return
	}
	t.defaultLanguage = [2]bool{!e.rules.lostWebsite, true} // no language is shown, so none hides anything
}

func (e *Engine) lostLanguages() map[site.ID]bool {
	lost := map[site.ID]bool{}
	note := func(id site.ID) {
		if _, known := e.states.languages[id]; id != "" && !known {
			lost[id] = true
		}
	}
	note(e.site.Website.DefaultLanguage)
	for i := range e.site.WebPages {
		note(e.site.WebPages[i].Language)
	}
	return lost
}

func (e *Engine) languagePublished(id site.ID) [2]bool {
	i, known := e.states.languages[id]
	if !known {
		return [2]bool{!e.rules.unknown, true}
	}
	state := e.site.Languages[i].PublishingState
	if state == "" {
		return [2]bool{true, true}
	}
	s, known := e.states.byID[state]
	if !known {
		return [2]bool{!e.rules.unknown, true}
	}
	v := e.site.PublishingStates[s].Visible
	return [2]bool{v, v}
}

// languageShown tells whether a page in a language, or in the site's own where it names none, is shown.
func (e *Engine) languageShown(language site.ID) [2]bool {
	t := &e.states
	if t.mono[least] && t.mono[most] {
		return [2]bool{true, true}
	}
	shown := t.defaultLanguage
	if language != "" {
		shown = e.languagePublished(language)
	}
	return [2]bool{t.mono[least] || shown[least], t.mono[most] || shown[most]}
}
