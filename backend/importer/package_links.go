package importer

import "gatehouse/backend/site"

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
	case "webrole_contact", "powerpagecomponent_mspp_webrole_contact":
		to = "contact"
	case "webrole_account", "powerpagecomponent_mspp_webrole_account":
		to = "account"
	default:
		return false
	}
	for _, t := range l.targets {
		role, holder := l.source, identify(t.text)
		if l.table == to || l.to == "webrole" || l.to == componentItem {
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
