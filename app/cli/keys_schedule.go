package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var _ = registerKeys(keysSchedule, keysDue)

func keysSchedule(p *Program) *cobra.Command {
	var data, named, from, until, at string
	format := "text"
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "List when reminders of keys are due",
		Long: `List when the reminders of current authentication keys are due, by time: b30d and b12h are 30 days
and 12 hours before the end of a key, x0 is the end, a2d is two days after it. Whether one has
gone out already makes no difference. Portals that are retired or muted have none.

Certificates that are watched are read first, for this answer alone; nothing is changed. With
--from and --until, only those from and until a moment. With --at, those of the keys that are known
and current at that moment. With --format ics, as a calendar: the same notice always has the same
id, so that importing it again adds nothing.

Exit codes: 0 listed, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl keys schedule --portal "Contoso Help"
  gatectl keys schedule --from 2030-01-01T00:00:00Z --until 2030-12-31T00:00:00Z --format json
  gatectl keys schedule --format ics > keys.ics`,
		Args: none("Name a portal with --portal."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			q, err := plannedQuery(from, until, at)
			if err == nil {
				err = oneOf("format", format, []string{"ics", "json", "text"})
			}
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.foretelling(ctx, data, at, func(program *wiring.Program) error {
				var one portal.Portal
				if cmd.Flags().Changed("portal") {
					if one, err = findPortal(ctx, program, named); err != nil {
						return err
					}
					q.PortalID = one.ID
				}
				found, err := program.Reminders.Planned(ctx, q)
				if err != nil {
					return err
				}
				switch format {
				case "ics":
					return written(scheduleCalendar(p.Stdout, found, q.At))
				case "json":
					return written(scheduleJSON(p.Stdout, found))
				}
				none := "No reminders are due."
				if one.ID != uuid.Nil && len(found) == 0 {
					if none, err = whyNone(ctx, program, one, q); err != nil {
						return err
					}
				}
				return written(scheduleText(p.Stdout, found, none))
			})
		},
	}
	dataFlag(cmd, &data)
	f := cmd.Flags()
	f.StringVar(&named, "portal", "", "only this portal: name or id")
	f.StringVar(&from, "from", "", "only from this moment on, such as 2030-01-31T12:00:00Z")
	f.StringVar(&until, "until", "", "only until this moment")
	f.StringVar(&at, "at", "", "of the keys that are current at this moment (default now)")
	f.StringVar(&format, "format", format, "how to write the result: text, json, ics")
	return cmd
}

// foretelling opens the data folder for a command that tells what will be. Unless another moment is asked about, the
// watched certificates are read first: in a copy, since such a command changes nothing.
func (p *Program) foretelling(ctx context.Context, data, at string, do func(*wiring.Program) error) error {
	if at != "" {
		return p.reading(ctx, data, do)
	}
	return p.trying(ctx, data, func(program *wiring.Program) error {
		p.readWatched(ctx, program)
		return do(program)
	})
}

// whyNone says why a portal has no reminders.
func whyNone(ctx context.Context, program *wiring.Program, it portal.Portal, q admin.PlannedQuery) (string, error) {
	settings, err := program.Reminders.ReminderSettings(ctx)
	if err != nil {
		return "", err
	}
	_, known := it.Application.CurrentKey(q.At)
	switch mute := settings.Portals[it.ID].Mute; {
	case it.State == portal.Retired:
		return it.Name + " is retired, so nobody is reminded of its key.", nil
	case mute != nil:
		return fmt.Sprintf("%s is muted by %s: %s", it.Name, mute.By, strings.Join(strings.Fields(mute.Reason), " ")), nil
	case !known:
		return "No key of " + it.Name + " is known.", nil
	default:
		return "No reminders of " + it.Name + " are due.", nil
	}
}

func plannedQuery(from, until, at string) (q admin.PlannedQuery, err error) {
	for _, it := range []struct {
		flag, text string
		usual      time.Time
		into       *time.Time
	}{{"--from", from, time.Time{}, &q.From}, {"--until", until, time.Time{}, &q.Until}, {"--at", at, time.Now(), &q.At}} {
		if *it.into, err = flagMoment(it.flag, it.text, it.usual); err != nil {
			return q, err
		}
	}
	if !q.From.IsZero() && !q.Until.IsZero() && q.Until.Before(q.From) {
		return q, usage("Exchange them.", "The moment of --until lies before that of --from.")
	}
	return q, nil
}

func keysDue(p *Program) *cobra.Command {
	var data, format, at string
	cmd := &cobra.Command{
		Use:   "due",
		Short: "Tell which reminders of keys would go out at a moment",
		Long: `Tell which reminders would go out now, or with --at at another moment, given what has gone out
already: at most one for each portal, the most urgent, with what it would say. Those that it stands
for are listed as superseded. Snoozed, muted and retired portals, quiet hours and updates under way
are respected. Certificates that are watched are read first, for this answer alone; with --at, the
keys that are known count. Nothing is sent and nothing is changed.

Exit codes: 0 told, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl keys due
  gatectl keys due --at 2030-01-31T12:00:00Z --format json`,
		Args: none("Name a moment with --at."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			now, err := moment(at, time.Now())
			if err == nil {
				err = checkFormat(format)
			}
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.foretelling(ctx, data, at, func(program *wiring.Program) error {
				found, err := program.Reminders.DueAt(ctx, now)
				if err != nil {
					return err
				}
				if format == "json" {
					return written(dueJSON(p.Stdout, found))
				}
				return written(dueText(p.Stdout, found))
			})
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&at, "at", "", "the moment asked about, such as 2030-01-31T12:00:00Z (default now)")
	return cmd
}

// scheduleText has a line for each notice: time, severity, threshold, portal. Where there are none, a sentence.
func scheduleText(w io.Writer, found []admin.PlannedNotice, none string) error {
	var text strings.Builder
	for _, n := range found {
		fmt.Fprintf(&text, "%s  %-8s  %-4s  %s\n", minute(n.At), n.Severity, n.Threshold, n.PortalName)
	}
	if text.Len() == 0 {
		text.WriteString(none + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// dueText has a line for each notice, and when the next one is due.
func dueText(w io.Writer, found admin.DuePreview) error {
	var text strings.Builder
	for _, n := range found.Notices {
		said, _, _ := strings.Cut(n.Text, "\n")
		if n.Superseded {
			said = n.PortalName + ": superseded"
		}
		fmt.Fprintf(&text, "%s  %-8s  %-7s  %s\n", minute(n.At), n.Severity, n.Threshold, said)
	}
	if text.Len() == 0 {
		text.WriteString("No reminder would go out.\n")
	}
	if !found.Next.IsZero() {
		fmt.Fprintf(&text, "The next one is due at %s.\n", minute(found.Next))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// The shape has a version; a change that could break a reader gets a new one.
const scheduleSchema = "gatehouse.schedule/1"

type listedNotice struct {
	Portal    string              `json:"portal"`
	Threshold renewal.ThresholdID `json:"threshold"`
	At        *string             `json:"at"` // RFC 3339, UTC
	Severity  renewal.Severity    `json:"severity"`
}

func scheduleJSON(w io.Writer, found []admin.PlannedNotice) error {
	out := struct {
		Schema  string         `json:"schema"`
		Notices []listedNotice `json:"notices"`
	}{scheduleSchema, []listedNotice{}}
	for _, n := range found {
		out.Notices = append(out.Notices, listedNotice{n.PortalName, n.Threshold, stamp(n.At), n.Severity})
	}
	return writeJSON(w, out)
}

type listedDue struct {
	listedNotice
	Superseded bool   `json:"superseded"`
	Text       string `json:"text"` // what it would say; what the notice says that stands for it, where superseded
}

func dueJSON(w io.Writer, found admin.DuePreview) error {
	out := struct {
		Schema  string      `json:"schema"`
		Notices []listedDue `json:"notices"`
		Next    *string     `json:"next"` // when the next one is due after these; null for never
	}{scheduleSchema, []listedDue{}, stamp(found.Next)}
	for _, n := range found.Notices {
		out.Notices = append(out.Notices, listedDue{listedNotice{n.PortalName, n.Threshold, stamp(n.At), n.Severity}, n.Superseded, n.Text})
	}
	return writeJSON(w, out)
}

// scheduleCalendar is an iCalendar file (RFC 5545) with an event for each notice. made is when it was made.
func scheduleCalendar(w io.Writer, found []admin.PlannedNotice, made time.Time) error {
	calendar := ical.NewCalendarFor("Gatehouse")
	calendar.SetMethod(ical.MethodPublish)
	calendar.SetXWRCalName("Authentication keys")
	for _, n := range found {
		m := n.Message(nil)
		event := calendar.AddEvent(strings.ReplaceAll(string(n.ID), "/", ".") + "@gatehouse")
		event.SetDtStampTime(made)
		event.SetStartAt(n.At)
		event.SetSummary(m.Title)
		event.SetDescription(m.Body)
		event.AddCategory(string(n.Severity))
		event.SetTimeTransparency(ical.TransparencyTransparent) // nobody is busy because of it
	}
	_, err := io.WriteString(w, calendar.Serialize(ical.WithNewLineWindows)) // SerializeTo would not tell of a full disk
	return err
}
