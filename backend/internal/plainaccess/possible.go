package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// world is one way the site may be. The records that were read are the same in all of them. A record that something
// refers to, and that was not read, has different contents in different worlds; the first world is always the one in
// which it does not exist.
//
// This is rule 2.h, "dangling references", taken by its word: the question is answered in every world, and where the
// answers differ the answer is unknown. Reading: a lost record counts through the records that name it. What it might
// say besides (a lost permission giving rights on its own table, a lost profile restricting other columns) does not
// count, because then one lost record would make every answer unknown. A lost record may name further lost records.
type world struct {
	s *site.Site
	o Options
	v Visitor

	picks []int          // the choices of this world, in the order in which they came up
	sizes []int          // how many possibilities each of them had
	made  map[string]int // what was chosen, by what it was about
}

// choose settles one thing that the export does not tell, the same way each time it comes up in this world. Under
// "absent" nothing is left open, and the first possibility is that the record does not exist.
func (w *world) choose(about string, possibilities int) int {
	if !w.o.MissingUnknown {
		return 0
	}
	if pick, ok := w.made[about]; ok {
		return pick
	}
	at := len(w.sizes)
	if at == len(w.picks) {
		w.picks = append(w.picks, 0)
	}
	w.sizes = append(w.sizes, possibilities)
	w.made[about] = w.picks[at]
	return w.picks[at]
}

// inEveryWorld calls ask once for each world until it returns false.
func inEveryWorld(s *site.Site, o Options, v Visitor, ask func(*world) bool) {
	var picks []int
	for {
		w := &world{s: s, o: o, v: v, picks: picks, made: map[string]int{}}
		if !ask(w) {
			return
		}
		// The next world differs in the last choice that has a possibility left.
		last := len(w.sizes) - 1
		for last >= 0 && w.picks[last]+1 == w.sizes[last] {
			last--
		}
		if last < 0 {
			return
		}
		picks = slices.Clone(w.picks[:last+1])
		picks[last]++
	}
}

// verdict is the answer on which all worlds agree, or unknown.
func verdict(s *site.Site, o Options, v Visitor, ask func(*world) string) string {
	answer := ""
	inEveryWorld(s, o, v, func(w *world) bool {
		switch got := ask(w); answer {
		case "", got:
			answer = got
		default:
			answer = unknown
		}
		return answer != unknown
	})
	return answer
}

// lost collects the ids that are not among the known ones, each once, in the order of the arguments.
func lost(known []site.ID, references ...[]site.ID) []site.ID {
	var ids []site.ID
	for _, list := range references {
		for _, id := range list {
			if id != "" && !slices.Contains(known, id) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// idsOf lists one reference of every record.
func idsOf[T any](records []T, id func(T) site.ID) []site.ID {
	var ids []site.ID
	for _, r := range records {
		ids = append(ids, id(r))
	}
	return ids
}
