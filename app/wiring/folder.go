package wiring

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"gatehouse/backend/fault"
	"gatehouse/backend/store"
)

// DataFolder finds the folder that holds everything a person entered: flag where it is not empty, else
// GATEHOUSE_DATA, else the user's own place for program data (XDG_DATA_HOME or ~/.local/share on Linux, %AppData% on
// Windows, Application Support on macOS). The folder need not exist. Codes: invalid.
func DataFolder(flag string, getenv func(string) string) (string, error) {
	for _, chosen := range []string{flag, getenv("GATEHOUSE_DATA")} {
		if chosen == "" {
			continue
		}
		absolute, err := filepath.Abs(chosen)
		if err != nil {
			return "", fault.New(fault.Invalid, "The data folder %q cannot be found.", chosen).Because(err)
		}
		return absolute, nil
	}
	var base string
	switch runtime.GOOS {
	case "windows":
		base = getenv("AppData")
	case "darwin":
		if home := getenv("HOME"); home != "" {
			base = filepath.Join(home, "Library", "Application Support")
		}
	default:
		base = getenv("XDG_DATA_HOME")
		if home := getenv("HOME"); !filepath.IsAbs(base) && home != "" {
			base = filepath.Join(home, ".local", "share")
		}
	}
	if base == "" {
		return "", fault.New(fault.Invalid, "This account has no folder for program data.").
			WithHint("Name one with --data FOLDER or the variable GATEHOUSE_DATA.")
	}
	if runtime.GOOS == "linux" {
		return filepath.Join(base, "gatehouse"), nil
	}
	return filepath.Join(base, "Gatehouse"), nil
}

// HasData reports whether a folder is a data folder already, so that reading from a misspelled one does not make it.
func HasData(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, store.FileName))
	return !errors.Is(err, fs.ErrNotExist)
}

// SystemDataFolder is DataFolder with this process's environment.
func SystemDataFolder(flag string) (string, error) { return DataFolder(flag, os.Getenv) }
