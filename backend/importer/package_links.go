package importer

import (
	"fmt"

	"gatehouse/backend/site"
)

// tie puts links where the other formats have them: on the record that is not the role, and between roles and people.
func (p *packageReader) tie() {
	type end struct {
		relation *relation
		record   site.ID
	}
	lists := map[end]*value{}
	var order []end
	for _, l := range p.links {
		if p.hold(l) {
			continue
		}
		relation := relations[l.relation]
		if relation == nil {
			continue // of tables that are not read
		}
		// Either side can be the source.
		ends := []end{{relation, l.source}}
		targets := l.targets
		if l.table != relation.kind.table && (l.table == kinds[relation.to].table || l.to == relation.kind.table) {
			ends, targets = nil, []value{{shape: text, text: []byte(l.source), line: l.line}}
			for _, t := range l.targets {
				ends = append(ends, end{relation, identify(t.text)})
			}
		}
		for _, e := range ends {
			if lists[e] == nil {
				lists[e] = &value{shape: list, line: l.line}
				order = append(order, e)
			}
			lists[e].list = append(lists[e].list, targets...)
		}
	}
	for _, e := range order {
		f := field{spelled: "adx_" + e.relation.keys[0], value: *lists[e], column: e.relation.column}
		found := false
		for _, to := range p.parts {
			found = to.amend(e.relation.kind, e.record, f) || found
		}
		if !found {
			p.problem(site.Warning, p.path, f.value.line, "A link in %s names the %s %s, which is not in this export.",
				"Export the package again with all its records.", f.spelled, e.relation.kind.label, e.record)
		}
	}
}

// hold keeps a link between a role and people. It reports whether the link is one.
func (p *packageReader) hold(l link) bool {
	var to string
	switch l.relation {
	case "webrole_contact":
		to = "contact"
	case "webrole_account":
		to = "account"
	default:
		return false
	}
	for _, t := range l.targets {
		role, holder := l.source, identify(t.text)
		if l.table == to || l.to == "webrole" {
			role, holder = holder, role
		}
		if role == "" || holder == "" {
			continue
		}
		h := holding{role: role, holder: holder, to: to, source: site.Source{File: p.path, Line: t.line}}
		home := p.parts[0]
		for _, part := range p.parts {
			if part.known(kinds["webrole"], role) {
				home = part
			}
		}
		home.holdings = append(home.holdings, h)
	}
	return true
}

// tellUnasked says which relations and columns the package was made without, so that nobody takes what was not asked
// for as what is not there.
func (p *packageReader) tellUnasked() {
	for _, to := range p.parts {
		for _, key := range sortedKeys(relations) {
			r := relations[key]
			n := r.kind.count(to.assembly)
			if n == 0 || r.to != "webrole" || key != r.keys[0] || p.askedFor(r.keys) && !p.broken {
				continue
			}
			if r.damage != nil {
				for i := range n {
					r.damage(to.assembly, i)
				}
			}
			if p.broken {
				continue // said of the file
			}
			lost := ""
			if r.damage == nil {
				lost = r.kind.name
			}
			why := "was made without"
			if p.asked == nil {
				why = "has no schema and none of"
			}
			to.say(site.Problem{
				Severity: site.Warning, File: p.path,
				Message: fmt.Sprintf("The package %s the links between a %s and web roles (adx_%s): who has which is unknown.",
					why, r.kind.label, key),
				Hint: "Export the package again, with this relationship in its schema.", Lost: lost,
			})
		}
		if kinds["contact"].count(to.assembly) > 0 && !p.askedFor([]string{"webrole_contact"}) {
			to.say(site.Problem{
				Severity: site.Warning, File: p.path,
				Message: "The package was made without the links between contacts and web roles (adx_webrole_contact): who has which role is unknown.",
				Hint:    "Export the package again, with this relationship in its schema.",
				Lost:    lostAssignments,
			})
		}
		if p.asked != nil {
			p.tellColumns(to)
		}
	}
}

// lostAssignments names links between roles and people, which are no kind of record by themselves.
const lostAssignments = "roleassignment"

// askedFor reports whether links of a relation, in any of its spellings, were exported or would have been.
func (p *packageReader) askedFor(keys []string) bool {
	for _, key := range keys {
		if p.seen[key] || p.asked != nil && p.asked.relations[key] {
			return true
		}
	}
	return false
}

// tellColumns names the columns that decide about access and were not exported.
func (p *packageReader) tellColumns(to *part) {
	for _, name := range sortedKeys(kinds) {
		k := kinds[name]
		columns, told := p.asked.columns[k.table]
		if !told || k.count(to.assembly) == 0 {
			continue
		}
		for _, key := range k.vital {
			if !columns[key] {
				to.say(site.Problem{
					Severity: site.Warning, File: p.path,
					Message: fmt.Sprintf("The package was made without the column adx_%s of table adx_%s; what it would say about each %s is unknown.",
						key, k.table, k.label),
					Hint: "Export the package again, with this column in its schema.", Lost: k.name,
				})
			}
		}
	}
}
