package importer

import (
	"fmt"

	"gatehouse/backend/site"
)

// tellUnasked says which relations, columns and rows the package was made without, so that nobody takes what was not
// asked for as what is not there.
func (p *packageReader) tellUnasked() {
	for _, to := range p.parts {
		for _, key := range sortedKeys(relations) {
			if r := relations[key]; key == r.keys[0] && r.kind.count(to.assembly) > 0 && !p.components {
				p.tellRelation(to, r)
			}
		}
		if kinds["contact"].count(to.assembly) > 0 {
			p.tellHoldings(to, site.Problem{Severity: site.Warning, Lost: lostAssignments}, "contact", "who has which role is unknown")
			p.tellHoldings(to, site.Problem{Severity: site.Note}, "account", "roles that contacts have through their account are unknown")
		}
		if p.asked != nil {
			p.tellColumns(to)
			p.tellFilters(to)
		}
	}
}

// tellRelation says that the links of a relation were not asked for, and marks the lists that they would have filled.
// What the end of a broken file holds is unknown, too; that was said of the file.
func (p *packageReader) tellRelation(to *part, r *relation) {
	if p.askedFor(r.keys) && !p.broken {
		return
	}
	if r.damage != nil {
		for i := range r.kind.count(to.assembly) {
			r.damage(to.assembly, i)
		}
	}
	if p.broken {
		return
	}
	grade, others, unknown, lost := site.Warning, "web roles", "who has which is unknown", ""
	if r.damage == nil {
		lost = r.kind.name
	}
	if r.to != "webrole" {
		grade, others, unknown = site.Note, kinds[r.to].label+"s", "whether one counts in some of them only is unknown"
		lost = ""
	}
	to.say(site.Problem{
		Severity: grade, File: p.path,
		Message: fmt.Sprintf("The package %s the links between a %s and %s (adx_%s): %s.",
			p.without(), r.kind.label, others, r.keys[0], unknown),
		Hint: askAgain, Lost: lost,
	})
}

// lostAssignments names links between roles and people, which are no kind of record by themselves.
const lostAssignments = "roleassignment"

// tellHoldings says that the links between roles and people were not asked for.
func (p *packageReader) tellHoldings(to *part, problem site.Problem, people, unknown string) {
	relation := "adx_webrole_" + people
	if p.components {
		relation = "powerpagecomponent_mspp_webrole_" + people
	}
	if p.askedFor([]string{normalise(relation)}) {
		return
	}
	problem.File, problem.Hint = p.path, askAgain
	problem.Message = fmt.Sprintf("The package %s the links between %ss and web roles (%s): %s.", p.without(), people, relation, unknown)
	to.say(problem)
}

const askAgain = "Export the package again, with this relationship in its schema."

// without begins what is said of links that are not there.
func (p *packageReader) without() string {
	if p.asked == nil {
		return "has no schema and none of"
	}
	return "was made without"
}

// tellFilters says of which tables only a choice of rows was exported.
func (p *packageReader) tellFilters(to *part) {
	for _, name := range sortedKeys(kinds) {
		if k := kinds[name]; p.asked.filtered[k.table] && k.count(to.assembly) > 0 {
			to.say(site.Problem{
				Severity: site.Note, File: p.path,
				Message: fmt.Sprintf("The package was made with a filter on table adx_%s: a %s that does not fit it is not in this export.",
					k.table, k.label),
				Hint: "Export the package again without the filter if something is missing.",
			})
		}
	}
}

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
