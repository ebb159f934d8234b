package importer

import (
	"cmp"
	"fmt"
	"slices"

	"gatehouse/backend/site"
)

// reference is a record's pointing at another one that had not come yet.
type reference struct {
	from, to *kind
	source   site.Source // of the record
	line     int         // of the value
	record   site.ID
	name     string
	spelled  string
	id       site.ID
	grade    site.Severity
	link     bool // a link of its own, which has no name
}

func (r reference) named() string {
	if r.link {
		return fmt.Sprintf("the %s %s", r.from.label, r.record)
	}
	return named(r.from, r.name)
}

func (r reference) missing() site.MissingReference {
	return site.MissingReference{Field: r.spelled, Kind: r.to.label, ID: r.id}
}

// tellReferences says which records are referred to and are not in the export, and gives them by the records that
// refer to them. A thousand pages without their template are one thing to say, where the export holds no templates at
// all.
func (a *assembly) tellReferences() map[lost][]site.MissingReference {
	type way struct{ from, to *kind }
	whole := map[way][]reference{}
	missing := map[lost][]site.MissingReference{}
	for _, r := range a.open {
		if a.known(r.to, r.id) {
			continue
		}
		if !r.link {
			by := lost{r.from, r.record}
			missing[by] = append(missing[by], r.missing())
		}
		if len(a.present[r.to.index]) == 0 {
			whole[way{r.from, r.to}] = append(whole[way{r.from, r.to}], r)
			continue
		}
		a.say(site.Problem{
			Severity: r.grade, File: r.source.File, Line: r.line, Record: r.record,
			Message: sentence(fmt.Sprintf("%s names the %s %s in %s, which is not in this export.",
				r.named(), r.to.label, r.id, r.spelled)),
			Hint: "Download the site again; if it stays, the record was deleted and the reference was left behind.",
		})
	}
	for _, all := range whole {
		r := slices.MinFunc(all, func(x, y reference) int {
			return cmp.Or(cmp.Compare(x.source.File, y.source.File), cmp.Compare(x.source.Line, y.source.Line))
		})
		message := fmt.Sprintf("%s names the %s %s in %s, but this export holds no %s at all.",
			r.named(), r.to.label, r.id, r.spelled, r.to.label)
		if len(all) > 1 {
			message += fmt.Sprintf(" It is one of %d such references.", len(all))
		}
		a.say(site.Problem{
			Severity: r.grade, File: r.source.File, Line: r.source.Line, Record: r.record,
			Message: sentence(message), Hint: "Export the site again with all its records.",
		})
	}
	a.open = nil
	return missing
}
