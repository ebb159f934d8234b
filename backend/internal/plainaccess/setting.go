package plainaccess

import (
	"strings"

	"gatehouse/backend/site"
)

// setting finds the value of a site setting (rule 5.1): the first active one whose whole name is the same without regard
// to letter case. untold is set where the value lies in the environment or was withheld; then it may be anything, and
// where the site is complete it is as good as absent.
func (w *world) setting(name string) (value string, untold bool) {
	for _, st := range w.s.SiteSettings {
		if !st.Inactive && strings.EqualFold(st.Name, name) {
			if st.FromEnvironment() || st.Secret {
				return "", true
			}
			return st.Value, false
		}
	}
	return "", false
}

// exposed is the setting Webapi/<table>/enabled. What is not "true" does not parse or is false, and false is the
// default.
func (w *world) exposed(table string) bool {
	value, untold := w.setting("Webapi/" + table + "/enabled")
	if untold {
		return w.maybe(about("web api of", site.ID(table), "is enabled"))
	}
	return strings.EqualFold(strings.TrimSpace(value), "true")
}

// fields is the setting Webapi/<table>/fields.
type fields struct {
	every  bool // "*" on a site that still takes it (S13)
	list   []string
	untold bool // a list of nobody knows which columns
}

// allowList reads the fields. False where requests fail: without a value, and with "*" today (S13).
func (w *world) allowList(table string) (f fields, ok bool) {
	old := w.o.Switches["S13"] == "all"
	value, untold := w.setting("Webapi/" + table + "/fields")
	if untold {
		switch w.pick(about("web api of", site.ID(table), "has fields"), 3) {
		case 1:
			return fields{untold: true}, true
		case 2:
			return fields{every: old}, old
		}
		return fields{}, false
	}
	value = strings.TrimSpace(value)
	switch value {
	case "":
		return fields{}, false
	case "*":
		return fields{every: old}, old
	}
	for _, column := range strings.Split(value, ",") {
		f.list = append(f.list, strings.TrimSpace(column))
	}
	return f, true
}

// lists tells whether a column is in the allow list. Reading (2.e): logical names are compared exactly, like those of
// tables.
func (w *world) lists(f fields, table, column string) bool {
	if f.every {
		return true
	}
	if f.untold {
		return w.maybe(about("web api of", site.ID(table), "lists", column))
	}
	for _, listed := range f.list {
		if listed == column {
			return true
		}
	}
	return false
}
