package plainaccess

import "strings"

// setting reads a site setting (rule 5.1): active, by its whole name without regard to letter case, the first one wins.
// candidates are the values that make a difference where the value lives elsewhere.
func (w *world) setting(name string, candidates ...string) (string, bool) {
	for _, st := range w.s.SiteSettings {
		if st.Inactive || !strings.EqualFold(st.Name, name) {
			continue
		}
		// 2.h: a value that lives in an environment variable, or that was withheld, is lost. Reading: under absent the
		// setting is there and empty.
		if (st.FromEnvironment() || st.Secret) && st.Value == "" {
			if pick := w.choose("value of "+string(st.ID), 1+len(candidates)); pick > 0 {
				return candidates[pick-1], true
			}
		}
		return st.Value, true
	}
	return "", false
}

// truth converts a value (rule 5.1, step 3): what does not parse is the default.
func truth(value string, present, byDefault bool) bool {
	value = strings.TrimSpace(value)
	switch {
	case present && strings.EqualFold(value, "true"):
		return true
	case present && strings.EqualFold(value, "false"):
		return false
	}
	return byDefault
}
