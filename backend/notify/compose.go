package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// listed is how many portals a message names one by one.
const listed = 12

// digests is the name space of their ids.
var digests = uuid.MustParse("b2b4d6a5-7a42-4a43-9df4-0c0d7b3f5a61")

// Message is what a channel sends: one notice, or several as a digest. Title and body are plain text as of a moment;
// the title is one line.
type Message struct {
	ID       ID
	Severity renewal.Severity // the highest of its notices
	Title    string
	Body     string
	Notices  []Notice // the one that matters most comes first
}

// Compose words notices at now. Times of day are in the zone of the person; nil is UTC. Without notices the message is empty.
func Compose(notices []Notice, now time.Time, zone *time.Location) Message {
	if zone == nil {
		zone = time.UTC
	}
	if len(notices) == 0 {
		return Message{}
	}
	sorted := slices.Clone(notices)
	slices.SortStableFunc(sorted, func(a, b Notice) int {
		return cmp.Or(b.Severity.Compare(a.Severity), a.End.Compare(b.End), cmp.Compare(a.PortalName, b.PortalName), cmp.Compare(a.ID, b.ID))
	})
	m := Message{ID: sorted[0].ID, Severity: sorted[0].Severity, Notices: sorted}
	if len(sorted) == 1 {
		m.Title, m.Body = sorted[0].title(now), sorted[0].body(now, zone)
		return m
	}
	ids := make([]string, len(sorted))
	for i, n := range sorted {
		ids[i] = string(n.ID)
	}
	slices.Sort(ids)
	m.ID = ID("digest/" + uuid.NewSHA1(digests, []byte(strings.Join(ids, "\n"))).String())
	m.Title = digestTitle(sorted, now)
	var lines []string
	for i, n := range sorted {
		if i == listed && len(sorted) > listed+1 {
			lines = append(lines, fmt.Sprintf("And %d more.", len(sorted)-listed))
			break
		}
		lines = append(lines, n.title(now))
	}
	m.Body = strings.Join(lines, "\n")
	return m
}

// digestTitle counts what there is, and says how the nearest key stands.
func digestTitle(notices []Notice, now time.Time) string {
	var parts []string
	add := func(count int, one, many string) {
		if count == 1 {
			parts = append(parts, "1 "+one)
		} else if count > 1 {
			parts = append(parts, fmt.Sprintf("%d %s", count, many))
		}
	}
	counts := map[Kind]int{}
	var nearest *Notice
	for i, n := range notices {
		counts[n.Kind]++
		if n.Kind == Reminder && (nearest == nil || n.End.Before(nearest.End)) {
			nearest = &notices[i]
		}
	}
	add(counts[Reminder], "key needs attention", "keys need attention")
	if nearest != nil {
		// "Expires in 5 hours." becomes "the nearest expires in 5 hours".
		sentence := strings.TrimSuffix(nearest.sentence(now), ".")
		parts[0] += ", the nearest " + strings.ToLower(sentence[:1]) + sentence[1:]
	}
	add(counts[Renewed], "key was renewed", "keys were renewed")
	add(counts[UpdateFailed], "update failed", "updates failed")
	add(counts[UpdateIdle], "update came to nothing", "updates came to nothing")
	add(counts[SiteSilent], "site does not answer", "sites do not answer")
	return strings.Join(parts, "; ") + "."
}

// sentence says how the key stands, from the time and its end alone.
func (n Notice) sentence(now time.Time) string {
	return renewal.Sentence(portal.KeyCredential{Start: n.Start, End: n.End}, now)
}

func (n Notice) title(now time.Time) string {
	name := oneLine(n.PortalName)
	switch n.Kind {
	case Renewed:
		if n.short() {
			return name + ": the authentication key was renewed, but for " + renewal.Span(n.RaisedAt, n.End) + " only."
		}
		return name + ": the authentication key was renewed."
	case UpdateFailed:
		return name + ": the update of the authentication key failed."
	case UpdateIdle:
		return name + ": the authentication key was not updated."
	case SiteSilent:
		return name + ": the key was updated, but the site does not answer."
	default:
		sentence := n.sentence(now)
		return name + ": the authentication key " + strings.ToLower(sentence[:1]) + sentence[1:]
	}
}

// short reports whether the first reminder of a new key would be past already.
func (n Notice) short() bool { return n.Severity.Compare(renewal.SeverityInfo) > 0 }

// body says what the title leaves open: exact times, the key, and what to do.
func (n Notice) body(now time.Time, zone *time.Location) string {
	var lines []string
	is, ended := "is", !n.End.After(now)
	if ended {
		is = "was"
	}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	switch n.Kind {
	case Reminder:
		if ended {
			add("It ended on %s. The portal cannot sign in to its organization and is down for its visitors until the key is updated.", exact(n.End, zone))
			add("Update the key now; the portal restarts once.")
			break
		}
		add("It ends on %s. Without a valid key the portal cannot sign in to its organization and is down for its visitors.", exact(n.End, zone))
		add("Update the key; the portal restarts once.")
	case Renewed:
		add("The new key %s valid until %s. Its thumbprint is %s.", is, exact(n.End, zone), n.Thumbprint)
	case UpdateFailed:
		if n.Detail != "" {
			add("%s", oneLine(n.Detail))
		}
		if !n.End.IsZero() {
			add("The old key %s valid until %s.", is, exact(n.End, zone))
		}
	case UpdateIdle:
		add("It was handed over to the admin center, and no new key was seen within a day.")
		if !n.End.IsZero() {
			add("The key %s valid until %s.", is, exact(n.End, zone))
		}
	case SiteSilent:
		add("Its page says how it stands with its organization.")
	}
	if !n.AsOf.IsZero() {
		add("As of %s; the key could not be read since.", exact(n.AsOf, zone))
	}
	return strings.Join(lines, "\n")
}

// exact renders a moment for a person, with the zone: "10 March 2027 13:00 (UTC+1)".
func exact(t time.Time, zone *time.Location) string {
	local := t.In(zone)
	_, offset := local.Zone()
	name := "UTC"
	if offset != 0 {
		sign := '+'
		if offset < 0 {
			sign, offset = '-', -offset
		}
		name = fmt.Sprintf("UTC%c%d", sign, offset/3600)
		if minutes := offset % 3600 / 60; minutes != 0 {
			name += fmt.Sprintf(":%02d", minutes)
		}
	}
	return local.Format("2 January 2006 15:04") + " (" + name + ")"
}

// oneLine makes a name or sentence from outside safe for a title, a header or a menu: control characters and line
// breaks become spaces, and so do the marks that turn the direction of writing.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
