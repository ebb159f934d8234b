package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// listedPortal is a portal with its snapshots, newest first.
type listedPortal struct {
	portal    portal.Portal
	snapshots []site.Snapshot
}

func snapshotList(p *Program) *cobra.Command {
	var data, named string
	format := "text"
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List snapshots by portal, newest first",
		Long: `List the snapshots of all portals, or of one, newest first.

Exit codes: 0 listed, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl snapshot list
  gatectl snapshot list --portal "Contoso Help" --format json`,
		Args: none("Name a portal with --portal."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, []string{"json", "text"}); err != nil {
				return err
			}
			ctx := cmd.Context()
			var found []listedPortal
			err := p.reading(ctx, data, func(program *wiring.Program) error {
				portals, err := program.Portals.List(ctx)
				if err != nil {
					return err
				}
				if cmd.Flags().Changed("portal") {
					it, err := findPortal(ctx, program, named)
					if err != nil {
						return err
					}
					portals = []portal.Portal{it}
				}
				for _, it := range portals {
					snapshots, err := program.Snapshots.List(ctx, it.ID)
					if err != nil {
						return err
					}
					found = append(found, listedPortal{it, snapshots})
				}
				return nil
			})
			if err != nil {
				return err
			}
			if format == "json" {
				return written(snapshotsJSON(p.Stdout, found))
			}
			return written(snapshotsText(p.Stdout, found))
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().StringVar(&named, "portal", "", "only this portal: name or id")
	cmd.Flags().StringVar(&format, "format", format, "how to write the result: text, json")
	return cmd
}

// snapshotsText has a line for each snapshot: id, time, completeness, name.
func snapshotsText(w io.Writer, found []listedPortal) error {
	var text strings.Builder
	for _, it := range found {
		if len(it.snapshots) == 0 {
			continue
		}
		fmt.Fprintln(&text, it.portal.Name)
		for _, s := range it.snapshots {
			state := "complete"
			if !s.Complete {
				state = "partial"
			}
			line := fmt.Sprintf("  %s  %s  %-8s  %s", s.ID, s.TakenAt.UTC().Format("2006-01-02 15:04:05Z"), state, s.Name)
			fmt.Fprintln(&text, strings.TrimRight(line, " "))
		}
	}
	if text.Len() == 0 {
		text.WriteString("There are no snapshots.\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// The shape has a version; a change that could break a reader gets a new one.
const snapshotsSchema = "gatehouse.snapshots/1"

type listedSnapshot struct {
	ID          uuid.UUID           `json:"id"`
	Portal      listedName          `json:"portal"`
	TakenAt     string              `json:"takenAt"` // RFC 3339, UTC
	Name        string              `json:"name"`
	Note        string              `json:"note"`
	Newest      bool                `json:"newest"` // of its portal
	Path        string              `json:"path"`
	Root        string              `json:"root"`
	Format      site.Format         `json:"format"`
	DataModel   site.DataModel      `json:"dataModel"`
	Fingerprint string              `json:"fingerprint"`
	Domain      string              `json:"domain"` // "" where the export does not tell
	Complete    bool                `json:"complete"`
	Counts      map[string]int      `json:"counts"` // every kind, zeros included
	Files       site.FileCounts     `json:"files"`
	Problems    site.SeverityCounts `json:"problems"`
}

type listedName struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

func snapshotsJSON(w io.Writer, found []listedPortal) error {
	out := struct {
		Schema    string           `json:"schema"`
		Snapshots []listedSnapshot `json:"snapshots"`
	}{Schema: snapshotsSchema, Snapshots: []listedSnapshot{}}
	for _, it := range found {
		for i, s := range it.snapshots {
			counts := map[string]int{}
			for _, k := range s.Counts.List() {
				counts[k.Kind] = k.Count
			}
			out.Snapshots = append(out.Snapshots, listedSnapshot{
				ID: s.ID, Portal: listedName{it.portal.ID, it.portal.Name},
				TakenAt: s.TakenAt.UTC().Format(time.RFC3339Nano), Name: s.Name, Note: s.Note, Newest: i == 0,
				Path: s.Path, Root: s.Root, Format: s.Format, DataModel: s.DataModel, Fingerprint: s.Fingerprint, Domain: s.Domain,
				Complete: s.Complete, Counts: counts, Files: s.Files, Problems: s.Severities,
			})
		}
	}
	return writeJSON(w, out)
}
