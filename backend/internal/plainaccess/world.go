package plainaccess

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"gatehouse/backend/site"
)

// world is one way in which the site may be complete (rule 2.h, "Dangling references"). What a record says that is not
// in the export is picked when it is first asked for, and stays so in this world. When the site counts as complete
// there is only one world: in it every pick is 0, which always stands for "not there".
type world struct {
	s     *site.Site
	o     Options
	v     Visitor
	picks []guess
	draw  *rand.Rand // picks are drawn where it is set, see glance
}

// guess is something that the export does not tell, and which of its possibilities holds.
type guess struct {
	about string
	value int
	of    int
}

// pick gives the number of the possibility, 0 ≤ result < of, that holds in this world.
func (w *world) pick(about string, of int) int {
	if !w.o.MissingUnknown || of < 2 {
		return 0
	}
	for _, p := range w.picks {
		if p.about == about {
			return p.value
		}
	}
	value := 0
	if w.draw != nil {
		value = w.draw.IntN(of)
	}
	w.picks = append(w.picks, guess{about: about, value: value, of: of})
	return value
}

// maybe is a pick of two; false is the first.
func (w *world) maybe(about string) bool { return w.pick(about, 2) == 1 }

// next turns to the next world. False after the last.
func (w *world) next() bool {
	for len(w.picks) > 0 {
		last := &w.picks[len(w.picks)-1]
		if last.value+1 < last.of {
			last.value++
			return true
		}
		w.picks = w.picks[:len(w.picks)-1]
	}
	return false
}

// manyWorlds bounds the walk: a few random sites have millions of worlds. Answers that were the same in so many, and in
// those that glance drew, are taken for settled. A wrong guess shows as a difference where the other evaluator answers
// "unknown".
const manyWorlds = 4000

// everywhere asks in every world until enough says that the answers so far settle the matter.
func everywhere(s *site.Site, o Options, v Visitor, ask func(*world) string, enough func([]string) bool) []string {
	w := &world{s: s, o: o, v: v}
	var answers []string
	for n, more := 0, true; more && n < manyWorlds; n, more = n+1, w.next() {
		if a := ask(w); !slices.Contains(answers, a) {
			answers = append(answers, a)
		}
		if enough(answers) {
			break
		}
	}
	return answers
}

// settle gives the answer that is the same in every world, and "unknown" when there is none.
func settle(s *site.Site, o Options, v Visitor, ask func(*world) string) string {
	differ := func(a []string) bool { return len(a) > 1 }
	if o.MissingUnknown && differ(glance(s, o, v, ask, differ)) || differ(everywhere(s, o, v, ask, differ)) {
		return unknown
	}
	return ask(&world{s: s, o: o, v: v})
}

// glance asks in some worlds drawn at random, always the same ones. Two different answers there settle the matter without
// a walk through all worlds; one answer proves nothing.
func glance(s *site.Site, o Options, v Visitor, ask func(*world) string, enough func([]string) bool) []string {
	draw := rand.New(rand.NewPCG(1, 2))
	var answers []string
	for range 100 {
		w := &world{s: s, o: o, v: v, draw: draw}
		if a := ask(w); !slices.Contains(answers, a) {
			answers = append(answers, a)
		}
		if enough(answers) || len(w.picks) == 0 {
			break
		}
	}
	return answers
}

// decide is settle for a yes or no.
func decide(s *site.Site, o Options, v Visitor, ask func(*world) bool) string {
	return settle(s, o, v, func(w *world) string { return yesNo(ask(w)) })
}

// find scans for the record with an id; nil when the export does not hold it.
func find[T any, P interface {
	*T
	Base() *site.Record
}](list []T, id site.ID) *T {
	for i := range list {
		if id != "" && P(&list[i]).Base().ID == id {
			return &list[i]
		}
	}
	return nil
}

func about(words ...any) string {
	text := ""
	for _, word := range words {
		switch x := word.(type) {
		case site.ID:
			text += " " + strconv.Quote(string(x))
		case string:
			text += " " + x
		}
	}
	return text
}
