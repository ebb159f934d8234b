package importer

import (
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// kind is one sort of record, the same in every format.
type kind struct {
	name  string // as in the file names of the command line: "tablepermission"
	table string // the table's name without prefix: "entitypermission"; the id stands in <table>id
	label string // in sentences: "table permission"
	index int    // of the kind among all kinds

	columns map[string]int // normalised key → index of the column; the first three are in every kind
	spelled map[string]spelling
	roles   []string // keys that hold the roles, normalised: their empty lists tell the data model
	vital   []string // keys without which a record of the kind decides something else than it seems

	// What follows works on the list of an assembly that records of the kind go to.
	reserve func(a *assembly, n int)                             // makes room for n records
	build   func(a *assembly, r *record, is site.Record, at int) // makes a record the one at an index, or the next one
	amend   func(a *assembly, at int, f field)                   // sets a value that was found elsewhere
	base    func(a *assembly, at int) *site.Record
	count   func(a *assembly) int
	settle  func(a *assembly) // makes an empty list of none
}

// The columns that every kind has.
const (
	idColumn = iota
	nameColumn
	stateColumn
	ownColumns // the kind's own begin here
)

// spelling is one of the usual ways to write a key.
type spelling struct {
	text   string
	column int
}

// column looks a key up as a format spells it, and gives the spelling without a copy in nearly all cases.
func (k *kind) column(key []byte) (spelled string, column int, known bool) {
	if s, ok := k.spelled[string(key)]; ok {
		return s.text, s.column, true
	}
	for _, c := range key {
		if c >= 'A' && c <= 'Z' || c >= 0x80 {
			column, known = k.columns[normalise(string(key))]
			return string(key), column, known
		}
	}
	return "", 0, false
}

// spell fills in the usual spellings of all keys.
func (k *kind) spell() {
	k.spelled = make(map[string]spelling, 3*len(k.columns))
	for key, column := range k.columns {
		for _, prefix := range []string{"adx_", "mspp_", ""} {
			text := prefix + key
			if normalise(text) == key {
				k.spelled[text] = spelling{text, column}
			}
		}
	}
}

// kinds by name. tables has the same ones by the name of their table.
var (
	kinds  = map[string]*kind{}
	tables = map[string]*kind{}
)

// relation is a list of references from one kind to another, which some formats keep apart from the records.
type relation struct {
	keys   []string // spellings, normalised; the first is the usual one
	kind   *kind
	column int
	to     string                    // name of the other kind
	damage func(a *assembly, at int) // says that the list of a record is unknown; nil where that cannot be said
}

// relations by their keys, normalised.
var relations = map[string]*relation{}

// column is one key of a kind of records that become a T.
type column[T any] struct {
	keys  []string // normalised; the first is the usual one
	set   func(c *cell, into *T)
	role  bool
	to    string // the kind that a list of references names
	vital bool

	start   func(*T) // what holds while the key is missing, where that is not the zero value
	damaged func(*T) // notes that the value is unknown
}

// essential marks a column without which a record decides something else than it seems.
func (c column[T]) essential() column[T] {
	c.vital = true
	return c
}

// based is a pointer to anything that embeds site.Record.
type based[T any] interface {
	*T
	Base() *site.Record
}

// define adds a kind to the table. The title is the key of the record's name, place the list it goes to.
func define[T any, P based[T]](name, table, label, title string, place func(*assembly) *[]T, columns ...column[T]) *kind {
	if kinds[name] != nil || tables[table] != nil {
		panic("importer: kind " + name + " defined twice")
	}
	k := &kind{name: name, table: table, label: label, index: len(kinds), columns: map[string]int{
		table + "id": idColumn, "id": idColumn,
		title: nameColumn, "name": nameColumn,
		"statecode": stateColumn,
	}}
	var starts []func(*T)
	for i, c := range columns {
		for _, key := range c.keys {
			k.columns[key] = ownColumns + i
		}
		if c.to != "" {
			r := &relation{keys: c.keys, kind: k, column: ownColumns + i, to: c.to}
			if c.damaged != nil {
				r.damage = func(a *assembly, at int) { c.damaged(&(*place(a))[at]) }
			}
			for _, key := range c.keys {
				relations[key] = r
			}
		}
		if c.role {
			k.roles = append(k.roles, c.keys...)
		}
		if c.vital {
			k.vital = append(k.vital, c.keys[0])
		}
		if c.start != nil {
			starts = append(starts, c.start)
		}
	}
	set := func(a *assembly, t *T, f field) {
		a.cell = cell{assembly: a, kind: k, base: P(t).Base(), field: f}
		columns[f.column-ownColumns].set(&a.cell, t)
	}
	k.reserve = func(a *assembly, n int) { *place(a) = slices.Grow(*place(a), n) }
	k.build = func(a *assembly, r *record, is site.Record, at int) {
		list := place(a)
		if at == len(*list) {
			*list = append(*list, *new(T))
		}
		t := &(*list)[at]
		*t = *new(T)
		for _, start := range starts {
			start(t)
		}
		*P(t).Base() = is
		for _, f := range r.fields {
			if f.column >= ownColumns {
				set(a, t, f)
			}
		}
	}
	k.amend = func(a *assembly, at int, f field) { set(a, &(*place(a))[at], f) }
	k.base = func(a *assembly, at int) *site.Record { return P(&(*place(a))[at]).Base() }
	k.count = func(a *assembly) int { return len(*place(a)) }
	k.settle = func(a *assembly) {
		if list := place(a); *list == nil {
			*list = []T{}
		}
	}
	k.spell()
	kinds[name], tables[table] = k, k
	return k
}

// keys splits the spellings of a column: "parentrelationship parentrelationshipname".
func keys(names string) []string { return strings.Fields(names) }

func textIn[T any](names string, at func(*T) *string) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) { *at(into) = c.text() }}
}

func flagIn[T any](names string, at func(*T) *bool) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) { *at(into) = c.flag() }}
}

func numberIn[T any](names string, at func(*T) *int) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) { *at(into), _ = c.number() }}
}

func idIn[T any](names string, at func(*T) *site.ID) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) { *at(into) = c.id(nil) }}
}

// linkIn is a reference to one record of another kind. The grade says how bad it is if that record is not there.
func linkIn[T any](names, to string, grade site.Severity, at func(*T) *site.ID) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) {
		target := kinds[to]
		id := c.id(target)
		*at(into) = id
		c.refer(target, id, grade)
	}}
}

// linksIn is a list of references; damaged, where not nil, hears that the list cannot be read in full.
func linksIn[T any](names, to string, at func(*T) *[]site.ID, damaged func(*T)) column[T] {
	return column[T]{keys: keys(names), role: to == "webrole", to: to, damaged: damaged, set: func(c *cell, into *T) {
		target := kinds[to]
		ids, whole := c.ids(target)
		*at(into) = ids
		for _, id := range ids {
			c.refer(target, id, site.Warning)
		}
		if !whole && damaged != nil {
			damaged(into)
		}
	}}
}

// damagedIn watches for the key that a damaged download writes in place of the list of roles.
func damagedIn[T any](names string, damaged func(*T)) column[T] {
	doubled := keys(names)
	for i := range doubled {
		doubled[i] = "adx_" + doubled[i]
	}
	return column[T]{keys: doubled, set: func(c *cell, into *T) {
		damaged(into)
		c.problem(site.Warning, "The download damaged the list of web roles of %s (%s): who has it is unknown.",
			"Download the site again with a newer version of the command line.", c.named(), c.spelled)
	}}
}

// ofSite places records in a list of the site.
func ofSite[T any](at func(*site.Site) *[]T) func(*assembly) *[]T {
	return func(a *assembly) *[]T { return at(a.site) }
}
