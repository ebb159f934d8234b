package access

// set is a set of small numbers; two sets need not have the same length.
type set []uint64

func (s set) has(i int32) bool { return int(i>>6) < len(s) && s[i>>6]&(1<<(i&63)) != 0 }

func (s *set) add(i int32) {
	for int(i>>6) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[i>>6] |= 1 << (i & 63)
}

func (s *set) addAll(o set) {
	for len(*s) < len(o) {
		*s = append(*s, 0)
	}
	for i, w := range o {
		(*s)[i] |= w
	}
}

func (s set) meets(o set) bool {
	if len(o) < len(s) {
		s, o = o, s
	}
	for i, w := range s {
		if w&o[i] != 0 {
			return true
		}
	}
	return false
}

// key is equal for sets with equal members.
func (s set) key() string {
	n := len(s)
	for n > 0 && s[n-1] == 0 {
		n--
	}
	text := make([]byte, 0, 8*n)
	for _, w := range s[:n] {
		for shift := 0; shift < 64; shift += 8 {
			text = append(text, byte(w>>shift))
		}
	}
	return string(text)
}

// sets holds distinct sets of role classes; rules with equal sets share one, so that a visitor is compared with each
// only once. Set 0 is empty.
type sets struct {
	all    []set
	small  map[uint64]int32 // sets of one word, which are nearly all
	large  map[string]int32 // the others, by key
	unions map[[2]int32]int32
	words  []uint64 // what sets are cut from
	next   set      // the set being put together

	width int      // of every frozen set, in words
	flat  []uint64 // the frozen sets, one after another
}

const noRoles int32 = 0

// newSets expects so many sets.
func newSets(count int) sets {
	x := sets{all: make([]set, 1, 1+count), small: make(map[uint64]int32, count), large: map[string]int32{}, unions: map[[2]int32]int32{}}
	x.words = make([]uint64, 0, count)
	return x
}

// number is the number of a set, which it copies if it is new.
func (x *sets) number(s set) int32 {
	for len(s) > 0 && s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	n, known := noRoles, true
	switch len(s) {
	case 0:
	case 1:
		n, known = x.small[s[0]]
	default:
		n, known = x.large[s.key()]
	}
	if known {
		return n
	}
	n = int32(len(x.all))
	if len(s) == 1 {
		x.small[s[0]] = n
	} else {
		x.large[s.key()] = n
	}
	from := len(x.words)
	x.words = append(x.words, s...)
	x.all = append(x.all, x.words[from:len(x.words):len(x.words)])
	return n
}

func (x *sets) union(a, b int32) int32 {
	if a == b || b == noRoles {
		return a
	}
	if a == noRoles {
		return b
	}
	if a > b {
		a, b = b, a
	}
	if n, ok := x.unions[[2]int32{a, b}]; ok {
		return n
	}
	clear(x.next)
	x.next.addAll(x.all[a])
	x.next.addAll(x.all[b])
	n := x.number(x.next)
	x.unions[[2]int32{a, b}] = n
	return n
}

// freeze is called when no set will come any more. From then on all sets have one width and stand one after another, so
// that comparing takes one look at memory.
func (x *sets) freeze(classes int32) {
	x.width = max(1, (int(classes)+63)/64)
	x.flat = make([]uint64, len(x.all)*x.width)
	for i, s := range x.all {
		copy(x.at(int32(i)), s)
		x.all[i] = x.at(int32(i))
	}
	x.words = nil
}

func (x *sets) at(n int32) set { return x.flat[int(n)*x.width:][:x.width:x.width] }

// meet reports whether a frozen set shares a member with another set of the same width.
func (x *sets) meet(n int32, s set) bool {
	if len(s) == 1 {
		return x.flat[n]&s[0] != 0
	}
	return x.at(n).meets(s)
}
