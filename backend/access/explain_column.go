package access

import (
	"strings"

	"gatehouse/backend/site"
)

// ExplainColumn says why a right on a column reaches as far as it does for the visitor through the Web API.
func (v *Visitor) ExplainColumn(table, column string, right ColumnRight) *Explanation {
	e := v.engine
	privilege := privilegeFor(right)
	x := v.ExplainTable(table, privilege)
	x.Question = "How far does " + string(right) + " on column " + quote(table+"."+column) + " reach for the visitor through the Web API?"
	x.Steps = x.Steps[:len(x.Steps)-1]
	base := x.Answer
	x.Answer = v.ColumnRight(table, column, right).String()
	x.Sentence = v.Label() + " has " + string(right) + " on column " + quote(table+"."+column) + " for " + x.Answer +
		" of the rows because " + v.columnReason(x, table, column, right, base) + "."
	if x.Answer == "unknown" {
		x.Sentence = "How far " + string(right) + " on column " + quote(table+"."+column) + " reaches for " + lower(v.Label()) +
			" cannot be told because " + v.columnUnknown(base) + "."
	}
	if e.options.Profile == Legacy {
		x.note("The released runtime has no Web API; the answer is what today's rules give with the legacy switches.")
	}
	reach := func(other *Visitor) string { return other.ColumnRight(table, column, right).String() }
	v.blameLoss(x, columnKinds, reach)
	x.say("So the answer is " + x.Answer + ".")
	x.compare(v, reach)
	return x
}

func (v *Visitor) columnUnknown(base string) string {
	switch {
	case v.engine.rules.enhanced:
		return "with enhanced authorization Dataverse's column security profiles decide"
	case base == ReachUnknown.String():
		return "the table permissions do not tell"
	}
	return "settings or column permissions are missing from the export"
}

func (v *Visitor) columnReason(x *Explanation, table, column string, right ColumnRight, base string) string {
	e := v.engine
	api := e.WebAPI(table)
	for _, r := range api.Settings {
		x.cite(&r, r.String(), " is read for the Web API.")
	}
	switch {
	case api.Reachable == Deny:
		x.say(api.Why)
		return "the Web API does not expose the table"
	case !api.lists(column):
		x.say("The list of fields does not have the column.")
		return "the list of fields does not have it"
	case base == ReachNone.String():
		return "no table permission of the visitor gives " + privilegeWord(privilegeFor(right))
	}
	narrowing := ""
	for _, w := range v.voices(table, column, right) {
		v.cite(x, w, right)
		if w.no && !w.yes && w.profile != nil {
			narrowing = quote(w.profile.Name)
		}
	}
	if may, _ := v.narrowed(table, column, right); !may {
		return "column permission profile " + narrowing + " leaves the right out"
	}
	return "the Web API lists the column, the table permissions give " + base + " rows, and no column permission takes the right away"
}

// cite explains what a profile says.
func (v *Visitor) cite(x *Explanation, w voice, right ColumnRight) {
	e := v.engine
	if w.profile == nil {
		if w.entry != nil {
			r := refTo(KindColumnPermission, &w.entry.Record)
			x.cite(&r, r.String(), " belongs to a profile that is not in the export.")
		}
		for i := range e.site.ColumnPermissions {
			if c := &e.site.ColumnPermissions[i]; !e.hasProfile(c.Profile) {
				r := refTo(KindColumnPermission, &c.Record)
				x.rest(&r)
			}
		}
		return
	}
	v.holdsRole(x, w.profile.Roles, false, false)
	x.keepRoles(w.profile.Roles)
	profile := refTo(KindColumnPermissionProfile, &w.profile.Record)
	r, given := &profile, rightList(w.profile.AllColumns)
	if w.entry != nil {
		x.cite(r, r.String(), " has a word of its own about the column.")
		entry := refTo(KindColumnPermission, &w.entry.Record)
		r, given = &entry, rightList(w.entry.Rights)
	} else if len(w.profile.AllColumns) == 0 {
		x.cite(r, r.String(), " says nothing about the column and so does not narrow it.")
		return
	}
	word := " leaves "
	if !w.yes {
		word = " takes away "
	}
	x.cite(r, r.String(), " gives ", given, ", which", word, string(right), ".")
}

func rightList(rights []site.ColumnRight) string {
	if len(rights) == 0 {
		return "nothing"
	}
	words := make([]string, len(rights))
	for i, r := range rights {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}
