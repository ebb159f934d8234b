package admin

import (
	"regexp"
	"slices"
	"strings"

	"gatehouse/backend/renewal"
)

// Hidden are the places on this machine, and the name of its account, that are replaced in what leaves it: paths tell
// who somebody is. The zero value hides only what looks like a home folder.
type Hidden struct {
	DataFolders []string // spellings of the data folder; each becomes [data]
	HomeFolders []string // spellings of the home folder; each becomes ~
	Accounts    []string // names of the account; as words of their own they become [name]
}

// from replaces what is hidden in a text.
func (h Hidden) from(text string) string {
	type place struct{ path, with string }
	var places []place
	for _, path := range h.DataFolders {
		places = append(places, place{path, "[data]"})
	}
	for _, path := range h.HomeFolders {
		places = append(places, place{path, "~"})
	}
	// The longest first: mostly the data folder lies in the home folder.
	slices.SortStableFunc(places, func(a, b place) int { return len(b.path) - len(a.path) })
	for _, p := range places {
		if len(p.path) > 1 { // "/" is the home folder of some services
			whole := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(p.path) + `([/\\\s"',;:)]|\.(?:\s|$)|$)`)
			text = whole.ReplaceAllString(text, p.with+"${1}")
		}
	}
	text = homeWithin.ReplaceAllString(text, "${1}[name]${2}")
	text = homeAtEnd.ReplaceAllString(text, "${1}[name]")
	for _, account := range h.Accounts {
		if account != "" {
			word := regexp.MustCompile(`(?i)(^|[^\pL\pN_])` + regexp.QuoteMeta(account) + `($|[^\pL\pN_])`)
			for word.MatchString(text) { // two in a row share what is between them
				text = word.ReplaceAllString(text, "${1}[name]${2}")
			}
		}
	}
	return text
}

// Home folders of other people, by how systems call them. A name may have blanks where more of the path follows.
var (
	homeWithin = regexp.MustCompile(`(?i)([/\\](?:home|users)[/\\])[^/\\:"\[\]]{1,64}([/\\])`)
	homeAtEnd  = regexp.MustCompile(`(?i)([/\\](?:home|users)[/\\])[^/\\\s:"\[\]]+`)
)

// address finds user principal names of people who have nothing to do with the update, such as owners.
var address = regexp.MustCompile(`[^\s@,;<>"]+@[^\s@,;<>"]*[^\s@,;<>".]`)

// names are what a bundle hides: people and the portal, the longest first, so that a name within another goes with it.
func names(op renewal.Operation) []string {
	all := []string{op.OpenedBy, op.PortalName, op.Organization}
	for _, a := range op.Attempts {
		all = append(all, a.By)
	}
	all = slices.DeleteFunc(all, func(name string) bool { return name == "" })
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(all)
}

// replaceFold replaces a part of a text without regard to the case of ASCII letters.
func replaceFold(text, part, with string) string {
	lower, wanted := asciiLower(text), asciiLower(part)
	var out strings.Builder
	for {
		i := strings.Index(lower, wanted)
		if i < 0 {
			return out.String() + text
		}
		out.WriteString(text[:i] + with)
		text, lower = text[i+len(part):], lower[i+len(part):]
	}
}

// asciiLower keeps the length of a text, which strings.ToLower does not.
func asciiLower(text string) string {
	lower := []byte(text)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}
