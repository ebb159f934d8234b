package access

import (
	"strings"

	"gatehouse/backend/site"
)

// reading is a site setting as the portal reads it.
type reading struct {
	record *site.SiteSetting // nil when no active setting has the name
	value  string
	untold bool // the value lives in an environment variable, was withheld, or settings were lost
}

// setting finds the first active setting of a name; letter case does not count.
func (e *Engine) setting(name string) reading {
	for i := range e.site.SiteSettings {
		s := &e.site.SiteSettings[i]
		if !s.Inactive && strings.EqualFold(s.Name, name) {
			untold := e.rules.lostSettings || e.rules.unknown && (s.FromEnvironment() || s.Secret)
			return reading{record: s, value: s.Value, untold: untold}
		}
	}
	return reading{untold: e.rules.lostSettings}
}

// boolean reads true or false in any letter case, with blanks around it. Anything else counts as not set.
func (r reading) boolean(otherwise bool) Verdict {
	if r.untold {
		return Unknown
	}
	switch strings.ToLower(strings.TrimSpace(r.value)) {
	case "true":
		return Allow
	case "false":
		return Deny
	}
	return verdictOf(otherwise)
}

const webAPIPrefix = "webapi/"

// webAPISetting takes the name of a Web API setting apart.
func webAPISetting(name string) (table, what string, ok bool) {
	low := strings.ToLower(name)
	if !strings.HasPrefix(low, webAPIPrefix) {
		return "", "", false
	}
	table, what, ok = strings.Cut(low[len(webAPIPrefix):], "/")
	return table, what, ok && table != "" && !strings.Contains(what, "/")
}
