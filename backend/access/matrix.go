package access

import (
	"math/bits"
	"slices"
	"sync"
)

// PageMatrix has the answers of many visitors for all pages. Visitors with equal roles share a row.
type PageMatrix struct {
	pages, words int
	row          []int32  // of each visitor
	allow        []uint64 // rows of bits, one for each page
	possible     []uint64 // nil when nothing is unknown
}

// Visitors is the number of visitors.
func (m *PageMatrix) Visitors() int { return len(m.row) }

// Rows is the number of distinct rows.
func (m *PageMatrix) Rows() int {
	if m.words == 0 {
		return 0
	}
	return len(m.allow) / m.words
}

// Row is the distinct row of a visitor.
func (m *PageMatrix) Row(visitor int) int { return int(m.row[visitor]) }

// Read is the answer for the page at a place of Site.WebPages.
func (m *PageMatrix) Read(visitor, page int) Verdict {
	word, bit := int(m.row[visitor])*m.words+page>>6, uint64(1)<<(page&63)
	least := m.allow[word]&bit != 0
	return between(least, m.possible != nil && m.possible[word]&bit != 0)
}

// Allowed is the bitmap of the pages a visitor reads for certain: bit i of word i/64 is page i. It is shared.
func (m *PageMatrix) Allowed(visitor int) []uint64 {
	return m.allow[int(m.row[visitor])*m.words:][:m.words:m.words]
}

// matrixTable has what whole rows are put together from. Reading only ever grows with roles, so a row is the pages
// everybody reads, with the pages each single role opens, those that two roles open together, and the few that take
// more.
type matrixTable struct {
	once  sync.Once
	words int
	base  [2][]uint64   // by bound, for a signed-in visitor without roles
	gain  [2][][]uint64 // by bound and role class; nil where the role opens nothing
	pairs [][]uint64    // by two role classes, the smaller first; nil where they open nothing together
	ways  []way         // what takes three roles or more
	slow  []slowProgram // in engines with unknown answers, all programs that may take several roles
}

// way is one combination of demands that opens pages: a role of each set.
type way struct {
	demands []set
	pages   []int32
}

type slowProgram struct {
	program int32
	pages   []int32
}

func (e *Engine) matrixRows() *matrixTable {
	t := &e.matrix
	t.once.Do(func() {
		t.words = (len(e.site.WebPages) + 63) / 64
		pages := e.pagesByProgram()
		bounds, certain := 2, e.pages.certain
		if certain {
			bounds = 1 // both are the same
		}
		for bound := range bounds {
			e.openRows(bound, pages)
		}
		if certain {
			t.base[most], t.gain[most] = t.base[least], t.gain[least]
		}
		t.pairs = make([][]uint64, e.roles.classes*e.roles.classes)
		for program := range pages {
			p := &e.pages.programs[program]
			switch {
			case len(pages[program]) == 0 || p.dead || p.flags&flagInactive != 0:
			case certain:
				t.combine(e, p, pages[program])
			case len(p.restricts) > 1 || p.flags&(flagOutOfDate|flagHiddenLeast) != 0 || len(p.grants.alternatives) > 1:
				t.slow = append(t.slow, slowProgram{int32(program), pages[program]})
			}
		}
	})
	return t
}

// pagesByProgram lists the pages of each program.
func (e *Engine) pagesByProgram() [][]int32 {
	counts := make([]int, len(e.pages.programs))
	for _, program := range e.pages.program {
		counts[program]++
	}
	all := make([]int32, len(e.pages.program))
	pages := make([][]int32, len(counts))
	start := 0
	for program, count := range counts {
		pages[program] = all[start : start : start+count]
		start += count
	}
	for page, program := range e.pages.program {
		pages[program] = append(pages[program], int32(page))
	}
	return pages
}

// openRows finds what a signed-in visitor reads without a role, and what each single role opens besides.
func (e *Engine) openRows(bound int, pages [][]int32) {
	t := &e.matrix
	t.base[bound] = make([]uint64, t.words)
	t.gain[bound] = make([][]uint64, e.roles.classes)
	d := e.holdingOnly(bound, nil)
	var closed []int32
	for program := range pages {
		switch {
		case len(pages[program]) == 0:
		case e.pages.programs[program].reads(&d, bound):
			mark(t.base[bound], pages[program])
		default:
			closed = append(closed, int32(program))
		}
	}
	for class := range e.roles.classes {
		held := d.page(bound)
		clear(held)
		held.add(class)
		for _, program := range closed {
			if !e.pages.programs[program].reads(&d, bound) {
				continue
			}
			if t.gain[bound][class] == nil {
				t.gain[bound][class] = make([]uint64, t.words)
			}
			mark(t.gain[bound][class], pages[program])
		}
	}
}

// certain reports whether equal knowledge of a visitor's roles always gives an answer about pages.
func (e *Engine) certain() bool {
	if len(e.roles.lost) > 0 || e.rules.lostPageRules || e.rules.lostAccess || e.rules.lostMarkers || e.rules.whose {
		return false
	}
	for i := range e.pages.programs {
		p := &e.pages.programs[i]
		hidden := p.flags & (flagHiddenLeast | flagHiddenMost)
		if p.flags&flagFile == 0 && (p.lost || len(p.grants.alternatives) > 1 || hidden == flagHiddenLeast) {
			return false
		}
	}
	return true
}

// combine notes what opens the pages of a program beyond single roles.
func (t *matrixTable) combine(e *Engine, p *program, pages []int32) {
	var first []set
	if p.flags&(flagOutOfDate|flagHiddenLeast) != 0 {
		first = append(first, e.sets.all[e.access.holders[previewRight]])
	}
	if p.flags&flagService != 0 {
		return // open to all, or to single roles that may preview
	}
	for _, granted := range p.grants.alternatives {
		t.open(append(slices.Clone(first), e.sets.all[granted]), pages)
	}
	for _, roles := range p.restricts {
		first = append(first, e.sets.all[roles])
	}
	t.open(first, pages)
}

func (t *matrixTable) open(demands []set, pages []int32) {
	switch {
	case len(demands) < 2:
		return // single roles are known
	case len(demands) > 2:
		t.ways = append(t.ways, way{demands, pages})
		return
	}
	classes := len(t.gain[least])
	for a := range classes {
		for b := range classes {
			if !demands[0].has(int32(a)) || !demands[1].has(int32(b)) || a == b {
				continue
			}
			pair := &t.pairs[min(a, b)*classes+max(a, b)]
			if *pair == nil {
				*pair = make([]uint64, t.words)
			}
			for _, page := range pages {
				(*pair)[page>>6] |= 1 << (page & 63)
			}
		}
	}
}

// fill writes the row of a set of role classes of a signed-in visitor. The list is scratch space.
func (e *Engine) fill(row []uint64, bound int, classes set, list []int) {
	t := &e.matrix
	copy(row, t.base[bound])
	list = list[:0]
	for word, rest := range classes {
		for ; rest != 0; rest &= rest - 1 {
			list = append(list, word<<6+bits.TrailingZeros64(rest))
		}
	}
	count := len(t.gain[bound])
	for i, a := range list {
		or(row, t.gain[bound][a])
		for _, b := range list[i+1:] {
			or(row, t.pairs[a*count+b])
		}
	}
	for i := range t.ways {
		w := &t.ways[i]
		if !slices.ContainsFunc(w.demands, func(s set) bool { return !s.meets(classes) }) {
			mark(row, w.pages)
		}
	}
	if len(t.slow) == 0 {
		return
	}
	d := e.holdingOnly(bound, classes)
	for _, s := range t.slow {
		first := s.pages[0]
		if row[first>>6]&(1<<(first&63)) == 0 && e.pages.programs[s.program].reads(&d, bound) {
			mark(row, s.pages)
		}
	}
}

func or(row, more []uint64) {
	for i, w := range more {
		row[i] |= w
	}
}

func mark(row []uint64, pages []int32) {
	for _, page := range pages {
		row[page>>6] |= 1 << (page & 63)
	}
}

// holdingOnly is a signed-in visitor with these role classes and no others at one bound, and nothing at the other.
func (e *Engine) holdingOnly(bound int, classes set) standing {
	d := standing{engine: e, signedIn: true, classes: make([]uint64, 4*e.sets.width)}
	copy(d.page(bound), classes)
	return d
}

// ContactReads answers for all contacts of the site, in their order, and all pages.
func (e *Engine) ContactReads() *PageMatrix {
	t := e.matrixRows()
	m := &PageMatrix{pages: len(e.site.WebPages), words: t.words, row: make([]int32, len(e.site.Contacts))}
	contacts := e.contactIndex()
	sure := func(contact int32) set { return part(contacts.classesOf(e, contact), e.sets.width, least) }
	maybe := func(contact int32) set { return part(contacts.classesOf(e, contact), e.sets.width, most) }
	// Contacts with equal sets of roles share a row, which is put together for the first of them.
	distinct := newSets(len(m.row))
	rows := make(map[[2]int32]int32, len(m.row))
	var first []int32
	uncertain := !e.pages.certain
	for i := range m.row {
		at := distinct.number(sure(int32(i)))
		key := [2]int32{at, at}
		if !slices.Equal(sure(int32(i)), maybe(int32(i))) {
			key[1] = distinct.number(maybe(int32(i)))
		}
		row, known := rows[key]
		if !known {
			row = int32(len(first))
			rows[key] = row
			first = append(first, int32(i))
			uncertain = uncertain || key[0] != key[1]
		}
		m.row[i] = row
	}
	m.allow = make([]uint64, len(first)*t.words)
	if uncertain {
		m.possible = make([]uint64, len(first)*t.words)
	}
	list := make([]int, 0, e.roles.classes)
	for row, contact := range first {
		e.fill(m.allow[row*t.words:][:t.words], least, sure(contact), list)
		if uncertain {
			e.fill(m.possible[row*t.words:][:t.words], most, maybe(contact), list)
		}
	}
	return m
}

// ReadMatrix answers for prepared visitors and all pages.
func (e *Engine) ReadMatrix(visitors []*Visitor) *PageMatrix {
	words := (len(e.site.WebPages) + 63) / 64
	m := &PageMatrix{pages: len(e.site.WebPages), words: words, row: make([]int32, len(visitors))}
	distinct := newSets(len(visitors))
	type equal struct {
		sure, maybe          int32
		signedIn, previewOff bool
	}
	rows := make(map[equal]int32, len(visitors))
	for i, v := range visitors {
		key := equal{distinct.number(v.page(least)), distinct.number(v.page(most)), v.signedIn, v.previewOff}
		row, known := rows[key]
		if !known {
			row = int32(len(rows))
			rows[key] = row
			start := len(m.allow)
			m.allow = append(m.allow, make([]uint64, words)...)
			m.possible = append(m.possible, make([]uint64, words)...)
			for page, program := range e.pages.program {
				switch bit := uint64(1) << (page & 63); v.reads(program) {
				case Allow:
					m.allow[start+page>>6] |= bit
				case Unknown:
					m.possible[start+page>>6] |= bit
				}
			}
		}
		m.row[i] = row
	}
	return m
}
