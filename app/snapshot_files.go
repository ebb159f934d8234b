package app

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
	"gatehouse/backend/snapshotfile"
)

// Describe gives a snapshot a name and a note; both may be "". Codes: invalid, denied, not_found, unreachable.
func (s *Snapshots) Describe(id, name, note string) (SnapshotRow, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (SnapshotRow, error) {
		key, err := snapshotKey(id)
		if err != nil {
			return SnapshotRow{}, err
		}
		snapshot, err := program.Snapshots.Describe(life, key, name, note)
		if err != nil {
			return SnapshotRow{}, err
		}
		return snapshotRow(snapshot), nil
	})
}

// Delete deletes a snapshot for good. Codes: invalid, denied, not_found, unreachable.
func (s *Snapshots) Delete(id string) error {
	return do(s.engine, func(life lifetime, program *wiring.Program) error {
		key, err := snapshotKey(id)
		if err != nil {
			return err
		}
		return program.Snapshots.Delete(life, key)
	})
}

// Export asks where to and writes a snapshot to a file. It returns the file's path, "" when the person cancelled.
// Codes: invalid, not_found, conflict, denied, unreachable.
func (s *Snapshots) Export(id string) (string, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (string, error) {
		key, err := snapshotKey(id)
		if err != nil {
			return "", err
		}
		snapshot, err := program.Snapshots.Header(life, key)
		if err != nil {
			return "", err
		}
		it, err := program.Portals.Get(life, snapshot.PortalID)
		if err != nil {
			return "", err
		}
		chosen, err := runtime.SaveFileDialog(life, runtime.SaveDialogOptions{
			Title: "Export snapshot", DefaultFilename: snapshotFileName(it, snapshot), CanCreateDirectories: true,
			Filters: []runtime.FileFilter{{DisplayName: "Snapshots (*.gatehouse)", Pattern: "*.gatehouse"}},
		})
		if err != nil || chosen == "" {
			return "", err
		}
		// The dialog asked before it let an existing file be chosen, but not about the name that we make of it.
		path := withExtension(chosen)
		return exportTo(life, program, key, path, path == chosen)
	})
}

// ExportTo writes a snapshot to a file that is not there yet, and returns its path: the extension is added where it is
// missing. Codes: invalid, not_found, conflict, denied, unreachable.
func (s *Snapshots) ExportTo(id, path string) (string, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (string, error) {
		key, err := snapshotKey(id)
		if err != nil {
			return "", err
		}
		path = strings.TrimSpace(path)
		if !filepath.IsAbs(path) {
			return "", fault.New(fault.Invalid, "%q is not the whole path of a file.", path).
				WithHint("Begin with the drive or a slash, and end with the name of the file.")
		}
		if os.IsPathSeparator(path[len(path)-1]) {
			return "", fault.New(fault.Invalid, "%q is a folder.", path).WithHint("Add the name of the file.")
		}
		return exportTo(life, program, key, withExtension(path), false)
	})
}

func exportTo(life lifetime, program *wiring.Program, id uuid.UUID, path string, replace bool) (string, error) {
	err := snapshotfile.Create(path, replace, func(w io.Writer) error { return program.Snapshots.Export(life, id, w) })
	if err != nil {
		return "", err
	}
	return path, nil
}

func withExtension(path string) string {
	if strings.EqualFold(filepath.Ext(path), snapshotfile.Extension) {
		return path
	}
	return path + snapshotfile.Extension
}

// snapshotFileName is what the dialog suggests: portal and day, without what a file name cannot hold on some system.
func snapshotFileName(it portal.Portal, s site.Snapshot) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, it.Name)
	return strings.TrimLeft(name, " .") + " " + s.TakenAt.UTC().Format("2006-01-02") + snapshotfile.Extension
}

// snapshotKey reads a snapshot's id as a page sends it.
func snapshotKey(id string) (uuid.UUID, error) {
	key, err := uuid.Parse(id)
	if err != nil {
		return uuid.Nil, fault.New(fault.Invalid, "%q is not a snapshot id.", id)
	}
	return key, nil
}
