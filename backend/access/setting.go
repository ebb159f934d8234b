package access

import (
	"strings"
	"sync"

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
	place, known := e.settings.byName(e.site.SiteSettings)[folded(name)]
	if !known {
		return reading{untold: e.rules.lostSettings}
	}
	s := &e.site.SiteSettings[place]
	untold := e.rules.lostSettings || e.rules.unknown && (s.FromEnvironment() || s.Secret)
	return reading{record: s, value: s.Value, untold: untold}
}

// settingTable has the first active setting of every name. It is built when a setting is first asked for: only the Web
// API's questions are about settings, and then about many.
type settingTable struct {
	once   sync.Once
	places map[string]int32
}

func (t *settingTable) byName(settings []site.SiteSetting) map[string]int32 {
	t.once.Do(func() {
		t.places = make(map[string]int32, len(settings))
		for i := range settings {
			name := folded(settings[i].Name)
			if _, taken := t.places[name]; !taken && !settings[i].Inactive {
				t.places[name] = int32(i)
			}
		}
	})
	return t.places
}

// folded makes names equal that differ in letter case only, also where a letter has two small forms.
func folded(name string) string { return strings.ToLower(strings.ToUpper(name)) }

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
