package app

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/report"
)

// portalExport is a form in which the list of portals is taken along.
type portalExport struct {
	what, ending string
	write        func(w io.Writer, portals []portal.Portal, mutes report.Mutes, now time.Time) error
}

var portalExports = map[string]portalExport{
	"csv":  {"CSV", ".csv", report.PortalsCSV},
	"xlsx": {"Excel workbook", ".xlsx", report.PortalsXLSX},
}

// Export asks where to and writes the portals of these ids to a file, in their order: format is "csv" or "xlsx". It
// returns the file's path, "" when the person cancelled. Codes: invalid, not_found, denied, unreachable.
func (p *Portals) Export(ids []string, format string) (string, error) {
	return call(p.engine, func(life lifetime, program *wiring.Program) (string, error) {
		form, content, err := exportPortals(life, program, ids, format)
		if err != nil {
			return "", err
		}
		path, err := runtime.SaveFileDialog(life, runtime.SaveDialogOptions{
			Title: "Export portals", DefaultFilename: "portals " + time.Now().Format("2006-01-02") + form.ending, CanCreateDirectories: true,
			Filters: []runtime.FileFilter{{DisplayName: form.what + " (*" + form.ending + ")", Pattern: "*" + form.ending}},
		})
		if err != nil || path == "" {
			return "", err
		}
		if !strings.EqualFold(filepath.Ext(path), form.ending) {
			path += form.ending
		}
		return path, saveText(path, content)
	})
}

// exportPortals writes portals into memory, so that nothing half done is left where there is no room for it.
func exportPortals(life lifetime, program *wiring.Program, ids []string, format string) (portalExport, string, error) {
	form, ok := portalExports[format]
	if !ok {
		return form, "", fault.New(fault.Invalid, "%q is no format for a list of portals.", format).WithHint("Use csv or xlsx.")
	}
	all, err := program.Portals.List(life)
	if err != nil {
		return form, "", err
	}
	mutes, err := program.Reminders.Mutes(life)
	if err != nil {
		return form, "", err
	}
	byID := make(map[uuid.UUID]portal.Portal, len(all))
	for _, it := range all {
		byID[it.ID] = it
	}
	chosen := make([]portal.Portal, 0, len(ids))
	for _, id := range ids {
		key, err := portalID(id)
		if err != nil {
			return form, "", err
		}
		if it, there := byID[key]; there { // one that was removed meanwhile is left out
			chosen = append(chosen, it)
		}
	}
	var content bytes.Buffer
	if err := form.write(&content, chosen, mutes, time.Now()); err != nil {
		return form, "", err
	}
	return form, content.String(), nil
}
