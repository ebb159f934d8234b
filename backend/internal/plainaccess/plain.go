// Package plainaccess answers what a visitor may do on a site in the slowest and most literal way there is. It exists to
// disagree with the engine of package access when that is wrong: tests put the same question to both.
//
// Every rule of the reference on portal security stands here once, under its number, as a scan over the slices of the
// site. Indexes, caches, explanations and anything shared with the engine do not belong here. It also makes the random
// sites and visitors that such tests ask about.
//
// Where the reference leaves room, a comment beginning with "Reading" says how it was read.
package plainaccess

import (
	"time"

	"gatehouse/backend/site"
)

// Options says under which rules a question is answered.
type Options struct {
	Legacy bool // the released runtime; otherwise what is documented today

	// Switches overrides single switches (rule 0.3). S01 to S14 take "legacy" or "current", S13 also "all" (older
	// hosted sites: "*" exposes every column), S15 and S16 "on" or "off". "previewCookie" set to "false" is the
	// visitor's own wish to see no drafts (rule 2.b.3).
	Switches map[string]string

	MissingUnknown bool      // an answer that a missing record could change is "unknown"; otherwise the site is complete
	At             time.Time // UTC
}

// Visitor is who asks. Roles are held besides the ones that the site assigns to the contact, and like those they count
// only while the contact is active.
type Visitor struct {
	SignedIn bool
	Contact  site.ID // empty for somebody who only has roles
	Roles    []site.ID
}

// The answers.
const (
	allow   = "allow"
	deny    = "deny"
	unknown = "unknown"

	none = "none"
	some = "some"
	all  = "all"
)

func yesNo(ok bool) string {
	if ok {
		return allow
	}
	return deny
}

// legacy reports which column of the table in rule 0.3 a switch stands on.
func (o Options) legacy(name string) bool {
	switch o.Switches[name] {
	case "legacy":
		return true
	case "current":
		return false
	}
	return o.Legacy
}

// enhanced is S15. Reading: it is a fact of the site unless the switch says otherwise; an export that does not tell
// counts as off; the released runtime does not know it.
func (w *world) enhanced() bool {
	switch w.o.Switches["S15"] {
	case "on":
		return true
	case "off":
		return false
	}
	return !w.o.Legacy && w.s.Website.EnhancedAuthorization == site.Yes
}

// ownWebsite reports whether a record belongs to the site. Reading: a record that names no website belongs to the site
// it was exported with.
func (w *world) ownWebsite(id site.ID) bool {
	return id == "" || id == w.s.Website.ID
}
