package admin

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// How long a person's words about a snapshot may be, in characters.
const (
	longestName = 100
	longestNote = 4000
)

// Describe gives a snapshot a name and a note; both may be empty. Codes: invalid, denied, not_found, unreachable.
func (s *Snapshots) Describe(ctx context.Context, id uuid.UUID, name, note string) (site.Snapshot, error) {
	name, note, err := checkDescription(name, note)
	if err != nil {
		return site.Snapshot{}, err
	}
	snapshot, entry, err := s.open(ctx, id, true)
	if err != nil {
		return site.Snapshot{}, err
	}
	if snapshot.Name == name && snapshot.Note == note {
		return snapshot, nil
	}
	entry.Action = event.SnapshotDescribed
	switch {
	case snapshot.Name == name:
		entry.Summary = fmt.Sprintf("Changed the note of %s.", titleOf(snapshot))
	case name == "":
		entry.Summary = fmt.Sprintf("Took the name from %s.", titleOf(snapshot))
	default:
		entry.Summary = fmt.Sprintf("Named %s %q.", titleOf(snapshot), name)
	}
	if snapshot, err = s.Store.DescribeSnapshot(ctx, id, name, note, entry); err != nil {
		return site.Snapshot{}, err
	}
	s.publish(snapshot.PortalID, event.OnSnapshots, event.OnActivity)
	return snapshot, nil
}

// Delete deletes a snapshot for good. Where it was the portal's newest, the one before is the newest then; after the
// last one the portal has no site, and keeps the website id, so that the site finds its portal again.
// Codes: denied, not_found, unreachable.
func (s *Snapshots) Delete(ctx context.Context, id uuid.UUID) error {
	snapshot, entry, err := s.open(ctx, id, true)
	if err != nil {
		return err
	}
	entry.Action = event.SnapshotDeleted
	entry.Summary = fmt.Sprintf("Deleted %s.", titleOf(snapshot))
	if err := s.Store.DeleteSnapshot(ctx, id, entry); err != nil {
		return err
	}
	s.publish(snapshot.PortalID, event.OnSnapshots, event.OnPortals, event.OnActivity)
	return nil
}

// Export writes a snapshot to w, to be opened on another machine with Import. Whoever can see a snapshot may export
// it; the log says who did. The entry comes after the last byte and before the caller gives the file its name: an
// export too many in the log is better than one that is missing. Codes: invalid, not_found, unreachable.
func (s *Snapshots) Export(ctx context.Context, id uuid.UUID, w io.Writer) error {
	_, entry, err := s.open(ctx, id, false)
	if err != nil {
		return err
	}
	snapshot, reading, err := s.Store.Snapshot(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Write(w, snapshot, reading); err != nil {
		return fmt.Errorf("export snapshot: %w", err)
	}
	entry.Action = event.SnapshotExported
	entry.Summary = fmt.Sprintf("Exported %s to a file.", titleOf(snapshot))
	if err := s.Store.AddActivity(ctx, entry); err != nil {
		return err
	}
	s.publish(snapshot.PortalID, event.OnActivity)
	return nil
}

// Header returns a snapshot without its site. Codes: not_found, unreachable.
func (s *Snapshots) Header(ctx context.Context, id uuid.UUID) (site.Snapshot, error) {
	return s.Store.SnapshotHeader(ctx, id)
}

// PortalsWithSite tells which portals have a snapshot. Codes: unreachable.
func (s *Snapshots) PortalsWithSite(ctx context.Context) (map[uuid.UUID]bool, error) {
	return s.Store.PortalsWithSnapshots(ctx)
}

// open reads a snapshot's header and begins the log entry of what the acting user is about to do with it.
func (s *Snapshots) open(ctx context.Context, id uuid.UUID, ownersOnly bool) (site.Snapshot, event.Activity, error) {
	snapshot, err := s.Store.SnapshotHeader(ctx, id)
	if err != nil {
		return site.Snapshot{}, event.Activity{}, err
	}
	it, err := s.Portals.Portal(ctx, snapshot.PortalID)
	if err != nil {
		return site.Snapshot{}, event.Activity{}, err
	}
	preferences, err := s.Settings.Get(ctx)
	if err != nil {
		return site.Snapshot{}, event.Activity{}, err
	}
	if ownersOnly {
		if err := mayManage(it, preferences.ActingUser); err != nil {
			return site.Snapshot{}, event.Activity{}, err
		}
	}
	return snapshot, event.Activity{At: s.Now.now(), Actor: preferences.ActingUser, PortalID: it.ID, PortalName: it.Name}, nil
}

func (s *Snapshots) publish(portalID uuid.UUID, topics ...event.Topic) {
	for _, topic := range topics {
		s.Events.Publish(event.Event{Topic: topic, Subject: portalID.String()})
	}
}

// checkDescription tidies what a person wrote about a snapshot.
func checkDescription(name, note string) (string, string, error) {
	name = strings.TrimSpace(name)
	note = strings.TrimSpace(strings.ReplaceAll(note, "\r\n", "\n"))
	switch {
	case utf8.RuneCountInString(name) > longestName:
		return "", "", fault.New(fault.Invalid, "The name of a snapshot has at most %d characters.", longestName).
			WithHint("Write the rest into the note.")
	case utf8.RuneCountInString(note) > longestNote:
		return "", "", fault.New(fault.Invalid, "The note of a snapshot has at most %d characters.", longestNote)
	case !isPlain(name, ""):
		return "", "", fault.New(fault.Invalid, "The name of a snapshot is one line of text.").
			WithHint("Remove line breaks and control characters.")
	case !isPlain(note, "\n\t"):
		return "", "", fault.New(fault.Invalid, "The note of a snapshot is text.").WithHint("Remove control characters.")
	}
	return name, note, nil
}

// isPlain reports whether a text is valid and has no control characters but the ones allowed.
func isPlain(text, allowed string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(allowed, r)
	})
}

// titleOf names a snapshot within a sentence.
func titleOf(s site.Snapshot) string {
	if s.Name != "" {
		return fmt.Sprintf("the snapshot %q of %s", s.Name, dateOf(s.TakenAt))
	}
	return "the snapshot of " + dateOf(s.TakenAt)
}

func dateOf(t time.Time) string { return t.UTC().Format("2 January 2006 15:04 UTC") }
