// Package plainaccess answers what a visitor may do on a site in the slowest and most literal way there is. It exists to
// disagree with the engine of package access when that is wrong: tests put the same question to both.
//
// It was written from the reference on portal security alone, without sight of the engine. Every rule of the reference
// stands here once, under its number, as a scan over the slices of the site. Indexes, caches, explanations and anything
// shared with the engine do not belong here. It also makes the random sites and visitors that such tests ask about.
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

// legacy tells whether a switch of rule 0.3 stands on "legacy".
func (o Options) legacy(name string) bool {
	if set, ok := o.Switches[name]; ok && (set == "legacy" || set == "current") {
		return set == "legacy"
	}
	return o.Legacy
}

// enhanced is switch S15. Reading (0.3): without the switch it is what the website's record says, and only "yes" is on;
// the released runtime has no such thing.
func (w *world) enhanced() bool {
	if set := w.o.Switches["S15"]; set == "on" || set == "off" {
		return set == "on"
	}
	return !w.o.Legacy && w.s.Website.EnhancedAuthorization == site.Yes
}

// anonymousOff is switch S16. Reading (2.d.8): it is a fact of the tenant, so it is off unless somebody says "on".
func (w *world) anonymousOff() bool { return w.o.Switches["S16"] == "on" }

// own tells whether a record belongs to the site (rule 1.7). Reading: no website named means the site it came with.
func (w *world) own(website site.ID) bool { return website == "" || website == w.s.Website.ID }
