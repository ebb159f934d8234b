package access

import "gatehouse/backend/site"

// stateTable knows publishing states. States are compared by name, so namesakes share a number.
type stateTable struct {
	name  []int32           // of each publishing state, the number of its name, from 1
	lost  map[site.ID]int32 // negative numbers of states that are not in the export
	names int32

	// languages: whether the site has several, and which is shown, at the least and at the most favourable
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
	t.name = make([]int32, len(list))
	t.lost = map[site.ID]int32{}
	names := map[string]int32{}
	for i := range list {
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

// stateNumber is what a publishing state is compared by: noState, a positive name, or a negative lost state.
func (e *Engine) stateNumber(place int32, id site.ID) int32 {
	t := &e.states
	switch {
	case place >= 0:
		return t.name[place]
	case place == noRecord || !e.rules.unknown:
		return noState
	}
	n, ok := t.lost[id]
	if !ok {
		n = -int32(len(t.lost)) - 1
		t.lost[id] = n
	}
	return n
}

// visible tells whether content in a state and a language, given by their places, is shown to visitors without preview.
func (e *Engine) visible(state, language int32) [2]bool {
	if state == noRecord {
		return [2]bool{true, true}
	}
	shown := e.languageShown(language)
	switch {
	case state == lostRecord:
		return [2]bool{shown[least] && !e.rules.unknown, shown[most]}
	case !e.site.PublishingStates[state].Visible:
		return [2]bool{}
	}
	return shown
}

// A language of several whose own publishing state is not visible hides the content that has a state. Languages that
// are referred to and not in the export make a site with one language a site with perhaps more.
func (e *Engine) compileLanguages() {
	t := &e.states
	list := e.site.Languages
	t.mono = [2]bool{len(list) <= 1, len(list) <= 1}
	if e.rules.unknown {
		t.mono[least] = len(list)+e.index.lostLanguages <= 1 && !e.rules.lostLanguages
	}
	t.defaultLanguage = [2]bool{!e.rules.lostWebsite, true} // without one no language is shown, so none hides anything
	if place := placeOf(e.index.languages, e.site.Website.DefaultLanguage); place != noRecord {
		t.defaultLanguage = e.languagePublished(place)
	}
}

// languagePublished tells whether the language at a place is published. Without a publishing state it is.
func (e *Engine) languagePublished(language int32) [2]bool {
	state := lostRecord
	if language >= 0 {
		state = placeOf(e.index.states, e.site.Languages[language].PublishingState)
	}
	switch state {
	case noRecord:
		return [2]bool{true, true}
	case lostRecord:
		return [2]bool{!e.rules.unknown, true}
	}
	v := e.site.PublishingStates[state].Visible
	return [2]bool{v, v}
}

// languageShown tells whether a page in a language, or in the site's own where it names none, is shown.
func (e *Engine) languageShown(language int32) [2]bool {
	t := &e.states
	if t.mono[least] && t.mono[most] {
		return [2]bool{true, true}
	}
	shown := t.defaultLanguage
	if language != noRecord {
		shown = e.languagePublished(language)
	}
	return [2]bool{t.mono[least] || shown[least], t.mono[most] || shown[most]}
}
