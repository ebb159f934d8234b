package importer

import (
	"strings"

	"gatehouse/backend/site"
)

// kind is one sort of record, the same in every format.
type kind struct {
	name  string // as in the file names of the command line: "tablepermission"
	table string // the table's name without prefix: "entitypermission"; the id stands in <table>id
	label string // in sentences: "table permission"

	columns map[string]int // normalised key → index of the column; the first three are in every kind
	roles   []string       // keys that hold the roles, normalised: their empty lists tell the data model
	build   func(a *assembly, records []*record)
}

// The columns that every kind has.
const (
	idColumn = iota
	nameColumn
	stateColumn
	ownColumns // the kind's own begin here
)

var kinds = map[string]*kind{}

// column is one key of a kind of records that become a T.
type column[T any] struct {
	keys []string // normalised; the first is the usual one
	set  func(c *cell, into *T)
	role bool

	start func(*T) // what holds while the key is missing, where that is not the zero value
}

// based is a pointer to anything that embeds site.Record.
type based[T any] interface {
	*T
	Base() *site.Record
}

// define adds a kind to the table. The title is the key of the record's name, place the list it goes to.
func define[T any, P based[T]](name, table, label, title string, place func(*assembly) *[]T, columns ...column[T]) *kind {
	k := &kind{name: name, table: table, label: label, columns: map[string]int{
		table + "id": idColumn, "id": idColumn,
		title: nameColumn, "name": nameColumn,
		"statecode": stateColumn,
	}}
	for i, c := range columns {
		for _, key := range c.keys {
			k.columns[key] = ownColumns + i
		}
		if c.role {
			k.roles = append(k.roles, c.keys...)
		}
	}
	k.build = func(a *assembly, records []*record) {
		built := make([]T, 0, len(records))
		for _, r := range records {
			var t T
			for _, c := range columns {
				if c.start != nil {
					c.start(&t)
				}
			}
			base := P(&t).Base()
			base.ID, base.Inactive, base.Source = r.id, r.inactive, r.source
			if f, ok := r.field(nameColumn); ok {
				base.Name = (&cell{assembly: a, record: r, base: base, field: f}).text()
			}
			for _, f := range r.fields {
				if f.column >= ownColumns {
					columns[f.column-ownColumns].set(&cell{assembly: a, record: r, base: base, field: f}, &t)
				}
			}
			built = append(built, t)
		}
		*place(a) = built
	}
	if _, taken := kinds[name]; taken {
		panic("importer: kind " + name + " defined twice")
	}
	kinds[name] = k
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
	return column[T]{keys: keys(names), set: func(c *cell, into *T) { *at(into) = c.id() }}
}

// linkIn is a reference to one record of another kind. The grade says how bad it is if that record is not there.
func linkIn[T any](names, to string, grade site.Severity, at func(*T) *site.ID) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) {
		id := c.id()
		*at(into) = id
		c.refer(to, id, grade)
	}}
}

// linksIn is a list of references; damaged, where not nil, hears that the list cannot be read in full.
func linksIn[T any](names, to string, at func(*T) *[]site.ID, damaged func(*T)) column[T] {
	return column[T]{keys: keys(names), role: to == "webrole", set: func(c *cell, into *T) {
		ids, whole := c.ids()
		*at(into) = ids
		for _, id := range ids {
			c.refer(to, id, site.Warning)
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
