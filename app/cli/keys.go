package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

var _ = register(command{name: "keys", build: keys})

// keyCommands are the words after gatectl keys. They register themselves, one file each or a few that belong together.
var keyCommands []func(*Program) *cobra.Command

func registerKeys(build ...func(*Program) *cobra.Command) struct{} {
	keyCommands = append(keyCommands, build...)
	return struct{}{}
}

// keys looks after authentication keys.
func keys(p *Program) *cobra.Command {
	cmd := group("keys", "List, check and update authentication keys")
	for _, build := range keyCommands {
		cmd.AddCommand(build(p))
	}
	return cmd
}

var _ = registerKeys(keysList, keysCheck)

func keysList(p *Program) *cobra.Command {
	var data, format, at string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the key of each portal with its state",
		Long: `List the portals in service by name, each with its current authentication key, its state and the
update that has not ended well yet. States are unknown, missing, notYetValid, healthy (more than
90 days left), due (more than 30), soon (more than 7), critical and expired.

Certificates that are watched are read first. Where one cannot be read, its key is listed as of the
last time it could be, with the reason; after seven days its state is unknown. In JSON such a key
has a field "certificate". With --at, tell the states of another moment for the keys that are known,
and change nothing.

Exit codes: 0 listed, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl keys list
  gatectl keys list --at 2030-01-31T12:00:00Z --format json`,
		Args: none("The keys of all portals are listed."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			now, err := moment(at, time.Now())
			if err == nil {
				err = checkFormat(format)
			}
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.reading(ctx, data, func(program *wiring.Program) error {
				found, err := p.readKeys(ctx, program, at, now)
				if err != nil {
					return err
				}
				return p.tellKeys(found, format, now, "There are no portals.")
			})
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&at, "at", "", "the moment asked about, such as 2030-01-31T12:00:00Z (default now)")
	return cmd
}

// readKeys reads the keys at now, and the watched certificates before, unless another moment is asked about.
func (p *Program) readKeys(ctx context.Context, program *wiring.Program, at string, now time.Time) ([]admin.PortalKey, error) {
	if at == "" {
		p.readWatched(ctx, program)
	}
	return program.Renewals.Keys(ctx, now)
}

// readWatched reads the certificates that are watched, and warns of those that cannot be read.
func (p *Program) readWatched(ctx context.Context, program *wiring.Program) {
	for _, err := range program.ReadWatched(ctx) {
		p.warn(err)
	}
}

// tellKeys writes keys; where there are none, a sentence.
func (p *Program) tellKeys(found []admin.PortalKey, format string, now time.Time, none string) error {
	if format == "json" {
		return written(keysJSON(p.Stdout, found))
	}
	return written(keysText(p.Stdout, found, now, none))
}

// keysText has a line for each portal: state, name, what that means, the update.
func keysText(w io.Writer, found []admin.PortalKey, now time.Time, none string) error {
	var text strings.Builder
	for _, row := range found {
		said := "Nothing is known of its key."
		if row.Key.KeyID != uuid.Nil {
			said = fmt.Sprintf("%s  %s", minute(row.Key.End), renewal.Sentence(row.Key, now))
		} else if row.State == admin.KeyMissing {
			said = "It has no key."
		}
		line := fmt.Sprintf("%-11s  %s  %s", row.State, row.Portal.Name, said)
		if unread := unreadSentence(row.Portal, row.Key, row.Freshness); unread != "" {
			line += "  " + unread
		}
		if op := row.Operation; op != nil {
			line += fmt.Sprintf("  Its update %s %s.", op.ID, standing(op.State))
		}
		fmt.Fprintln(&text, line)
	}
	if text.Len() == 0 {
		text.WriteString(none + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// The shape has a version; a change that could break a reader gets a new one.
const keysSchema = "gatehouse.keys/1"

type listedKey struct {
	Portal     string           `json:"portal"`
	PortalID   uuid.UUID        `json:"portalId"`
	Source     *string          `json:"source"` // where the key was learnt from; null where there is none
	State      admin.KeyState   `json:"state"`
	KeyID      *uuid.UUID       `json:"keyId"`
	Thumbprint *string          `json:"thumbprint"`
	ValidFrom  *string          `json:"validFrom"`
	Expires    *string          `json:"expires"`
	Operation  *listedOperation `json:"operation"` // null where none is under way or has failed

	Certificate *shownCertificate `json:"certificate,omitempty"` // there where the watched one could not be read
}

type listedOperation struct {
	ID      uuid.UUID     `json:"id"`
	State   renewal.State `json:"state"`
	Attempt int           `json:"attempt"` // from 1
}

func keysJSON(w io.Writer, found []admin.PortalKey) error {
	out := struct {
		Schema string      `json:"schema"`
		Keys   []listedKey `json:"keys"`
	}{keysSchema, []listedKey{}}
	for _, row := range found {
		listed := listedKey{Portal: row.Portal.Name, PortalID: row.Portal.ID, State: row.State}
		if key := row.Key; key.KeyID != uuid.Nil {
			listed.Source, listed.KeyID, listed.Thumbprint = orNull(string(key.Source)), &key.KeyID, orNull(key.Thumbprint)
			listed.ValidFrom, listed.Expires = stamp(key.Start), stamp(key.End)
		}
		if op := row.Operation; op != nil {
			listed.Operation = &listedOperation{op.ID, op.State, len(op.Attempts)}
		}
		if row.Portal.Look.Failing() || row.Freshness != renewal.Fresh {
			listed.Certificate = showCertificate(row.Portal, row.Key, row.Freshness)
		}
		out.Keys = append(out.Keys, listed)
	}
	return writeJSON(w, out)
}

func keysCheck(p *Program) *cobra.Command {
	var data, format, at, within string
	cmd := &cobra.Command{
		Use:   "check --within SPAN",
		Short: "Tell by the exit code whether a key falls due",
		Long: `Look whether a portal's authentication key ends within SPAN (days or hours: 30d, 12h), and tell
those that do. For pipelines and monitors: the exit code says it all.

Portals of which nothing is known are left out. Certificates that are watched are read first, except
with --at. Where one cannot be read, the key that is known counts; after seven days without a look
nobody can say that all is well, and the exit code is 3 at least. It answers while Gatehouse is open,
too.

Exit codes: 0 all well, 2 wrong call, 3 could not finish, 5 some key ends within SPAN or is not valid
yet, 6 some key has expired or a portal has none. The worst counts.`,
		Example: `  gatectl keys check --within 30d
  gatectl keys check --within 12h --format json`,
		Args: none("Say how far to look with --within."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := needed(cmd, "gatectl keys check --within 30d", "within")
			if err == nil {
				err = checkFormat(format)
			}
			if err != nil {
				return err
			}
			ahead, err := span("within", within)
			if err != nil {
				return err
			}
			now, err := moment(at, time.Now())
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.reading(ctx, data, func(program *wiring.Program) error {
				all, err := p.readKeys(ctx, program, at, now)
				if err != nil {
					return err
				}
				found, unread, code := worrying(all, now, ahead)
				if err := p.tellKeys(found, format, now, "No key ends within "+within+"."); err != nil {
					return err
				}
				if code != exitOK {
					return code
				}
				return cannotTell(unread)
			})
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&within, "within", "", "how far to look ahead: days or hours, such as 30d or 12h")
	cmd.Flags().StringVar(&at, "at", "", "the moment asked about, such as 2030-01-31T12:00:00Z (default now)")
	return cmd
}

// worrying picks the keys that need somebody, and the exit code for the worst of them. unread are those that nobody
// could read for so long that the portal may have another key by now.
func worrying(all []admin.PortalKey, now time.Time, ahead time.Duration) (found, unread []admin.PortalKey, code exitCode) {
	for _, row := range all {
		lost := row.Freshness == renewal.Lost
		switch {
		case row.Key.KeyID == uuid.Nil && row.State == admin.KeyUnknown:
			continue
		case row.Key.KeyID == uuid.Nil, !row.Key.End.After(now):
			code = exitExpired // without a key the portal is as cut off as with one that has expired
		case row.Key.Start.After(now), row.Key.End.Sub(now) <= ahead:
			// A key that was made ahead of time needs a look, but it is none that anybody forgot.
			code = max(code, exitDue)
		case !lost:
			continue
		}
		found = append(found, row)
		if lost {
			unread = append(unread, row)
		}
	}
	return found, unread, code
}

// cannotTell is the error of a check that found nothing wrong but could not look everywhere.
func cannotTell(unread []admin.PortalKey) error {
	if len(unread) == 0 {
		return nil
	}
	names := make([]string, len(unread))
	for i, row := range unread {
		names[i] = row.Portal.Name
	}
	return fault.New(fault.Unreachable, "Whether all is well cannot be told: nobody could read the certificate of %s for a week.", strings.Join(names, ", ")).
		WithHint("Put it back where it is watched, or import it from where it is now.")
}
