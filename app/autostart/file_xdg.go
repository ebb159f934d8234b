//go:build unix && !darwin

package autostart

import (
	"os"
	"path/filepath"
)

// place is the desktop file (Desktop Application Autostart Specification).
func place() (string, error) {
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		home := os.Getenv("HOME")
		if home == "" {
			return "", homeless()
		}
		config = filepath.Join(home, ".config")
	}
	return filepath.Join(config, "autostart", "gatehouse.desktop"), nil
}

func content(e Entry) string { return DesktopFile(e) }

func starts(content string, e Entry) bool { return desktopStarts(content, e) }
