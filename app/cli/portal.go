package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/report"
)

var _ = register(command{name: "portal", build: portals})

// portals keeps the inventory.
func portals(p *Program) *cobra.Command {
	return group("portal", "Add, list, show and remove portals",
		portalProvision(p), portalWatch(p), portalList(p), portalShow(p), portalRemove(p))
}

func portalList(p *Program) *cobra.Command {
	var data, format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List all portals by name",
		Long: `List all portals by name, also those that are retired, with the state of their keys. Where reminders of
a portal are muted, the reason stands behind it.

Exit codes: 0 listed, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl portal list
  gatectl portal list --format json
  gatectl portal list --format csv > portals.csv`,
		Args: none(`Show one with "gatectl portal show NAME".`),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, []string{"csv", "json", "text"}); err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.reading(ctx, data, func(program *wiring.Program) error {
				all, err := program.Portals.List(ctx)
				if err != nil {
					return err
				}
				mutes, err := program.Reminders.Mutes(ctx)
				if err != nil {
					return err
				}
				now := time.Now()
				switch format {
				case "csv":
					return written(report.PortalsCSV(p.Stdout, all, mutes, now))
				case "json":
					shown := []shownPortal{}
					for _, it := range all {
						shown = append(shown, showPortal(it, mutes, now))
					}
					return written(writeJSON(p.Stdout, struct {
						Schema  string        `json:"schema"`
						Portals []shownPortal `json:"portals"`
					}{"gatehouse.portals/1", shown}))
				}
				return written(portalsText(p.Stdout, all, mutes, now))
			})
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().StringVar(&format, "format", "text", "how to write the result: text, csv, json")
	return cmd
}

// oneLine is a text that a person wrote, for one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func portalsText(w io.Writer, all []portal.Portal, mutes report.Mutes, now time.Time) error {
	var text strings.Builder
	for _, it := range all {
		state := string(admin.KeyStateOf(it, now))
		if it.State == portal.Retired {
			state = "retired"
		}
		line := fmt.Sprintf("%s  %-8s  %-11s  %s  %s", it.ID, it.Origin, state, it.Name, it.URL)
		line = strings.TrimRight(line, " ")
		if mute, ok := mutes[it.ID]; ok {
			line += "  muted: " + oneLine(mute.Reason)
		}
		fmt.Fprintln(&text, line)
	}
	if text.Len() == 0 {
		text.WriteString("There are no portals.\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func portalShow(p *Program) *cobra.Command {
	var data, format string
	cmd := &cobra.Command{
		Use:   "show PORTAL",
		Short: "Tell all that is known of a portal",
		Long: `Tell all that is known of PORTAL (name or id): its environment, its application record and the
public part of its authentication keys.

Exit codes: 0 told, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl portal show "Contoso Help"`,
		Args:    exactly("portal", `gatectl portal show "Contoso Help"`),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.reading(ctx, data, func(program *wiring.Program) error {
				it, err := findPortal(ctx, program, args[0])
				if err != nil {
					return err
				}
				mutes, err := program.Reminders.Mutes(ctx)
				if err != nil {
					return err
				}
				return p.tellPortal(it, mutes, format)
			})
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	return cmd
}

// tellPortal writes one portal.
func (p *Program) tellPortal(it portal.Portal, mutes report.Mutes, format string) error {
	now := time.Now()
	if format == "json" {
		return written(writeJSON(p.Stdout, struct {
			Schema string      `json:"schema"`
			Portal shownPortal `json:"portal"`
		}{"gatehouse.portal/1", showPortal(it, mutes, now)}))
	}
	return written(portalText(p.Stdout, it, mutes, now))
}

func portalText(w io.Writer, it portal.Portal, mutes report.Mutes, now time.Time) error {
	var text strings.Builder
	fmt.Fprintln(&text, it.Name)
	row := func(what, value string) {
		if value != "" {
			fmt.Fprintf(&text, "  %-13s %s\n", what, value)
		}
	}
	row("id", it.ID.String())
	row("address", it.URL)
	row("environment", strings.TrimSpace(it.Organization.Name+"  "+it.Organization.URL))
	row("tenant", it.Organization.TenantID)
	row("origin", string(it.Origin))
	row("state", string(it.State))
	row("muted", oneLine(mutes[it.ID].Reason))
	row("application", it.Application.ID)
	row("owners", strings.Join(it.Application.Owners, ", "))
	current, any := it.Application.CurrentKey(now)
	row("certificate", it.CertificatePath)
	row("", unreadSentence(it, current, renewal.FreshnessOf(it, now)))
	if !any {
		row("key", string(admin.KeyStateOf(it, now)))
	}
	for _, key := range it.Application.Keys {
		what := "older key"
		if key.KeyID == current.KeyID {
			what = "key"
		}
		row(what, fmt.Sprintf("%s  %s to %s  %s", key.Thumbprint, minute(key.Start), minute(key.End), renewal.Sentence(key, now)))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

type shownPortal struct {
	ID           uuid.UUID         `json:"id"`
	Name         string            `json:"name"`
	URL          string            `json:"url"` // "" where it is not known
	Organization shownOrganization `json:"organization"`
	Origin       portal.Origin     `json:"origin"`
	State        portal.State      `json:"state"`
	Sample       bool              `json:"sample"`
	CreatedAt    *string           `json:"createdAt"`
	KeyState     admin.KeyState    `json:"keyState"`
	Application  *shownApplication `json:"application"` // null where it is not known
	Certificate  *shownCertificate `json:"certificate"` // that is watched; null where none is
	Keys         []shownKey        `json:"keys"`        // the newest first
	Muted        *shownMute        `json:"muted"`       // null where it is not muted
}

// shownMute is why no reminder of a portal goes out.
type shownMute struct {
	Reason string  `json:"reason"`
	By     string  `json:"by"`
	At     *string `json:"at"`
}

type shownOrganization struct {
	Name     string `json:"name"`
	URL      string `json:"url"`
	TenantID string `json:"tenantId"`
}

type shownApplication struct {
	ID          string   `json:"id"`
	ObjectID    string   `json:"objectId"`
	DisplayName string   `json:"displayName"`
	URI         string   `json:"uri"`
	Owners      []string `json:"owners"`
}

type shownKey struct {
	KeyID      uuid.UUID        `json:"keyId"`
	Thumbprint string           `json:"thumbprint"`
	Subject    string           `json:"subject"`
	Source     portal.KeySource `json:"source"`
	ValidFrom  *string          `json:"validFrom"`
	Expires    *string          `json:"expires"`
	Current    bool             `json:"current"`
}

func showPortal(it portal.Portal, mutes report.Mutes, now time.Time) shownPortal {
	current, _ := it.Application.CurrentKey(now)
	shown := shownPortal{
		ID: it.ID, Name: it.Name, URL: it.URL, Organization: shownOrganization(it.Organization),
		Origin: it.Origin, State: it.State, Sample: it.Sample, CreatedAt: stamp(it.CreatedAt),
		KeyState: admin.KeyStateOf(it, now), Certificate: showCertificate(it, current, renewal.FreshnessOf(it, now)),
		Keys: []shownKey{},
	}
	if a := it.Application; a.Known() {
		shown.Application = &shownApplication{a.ID, a.ObjectID, a.DisplayName, a.URI, append([]string{}, a.Owners...)}
	}
	for _, key := range it.Application.Keys {
		shown.Keys = append(shown.Keys, shownKey{
			key.KeyID, key.Thumbprint, key.DisplayName, key.Source, stamp(key.Start), stamp(key.End), key.KeyID == current.KeyID,
		})
	}
	if mute, ok := mutes[it.ID]; ok {
		shown.Muted = &shownMute{mute.Reason, mute.By, stamp(mute.At)}
	}
	return shown
}
