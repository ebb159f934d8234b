package autostart

import (
	"os"
	"path/filepath"
)

// place is the agent's file; the system reads it when the person signs in the next time.
func place() (string, error) {
	home := os.Getenv("HOME")
	if home == "" {
		return "", homeless()
	}
	return filepath.Join(home, "Library", "LaunchAgents", LaunchAgentLabel+".plist"), nil
}

func content(e Entry) string { return LaunchAgent(e) }

func starts(content string, e Entry) bool { return content == LaunchAgent(e) }
