package app

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// logFile is the program's log below the data folder: one file and the one before it.
type logFile struct {
	mu   sync.Mutex
	file *os.File
}

// largestLog is how large the log may be when the program starts; a larger one becomes the one before.
const largestLog = 4 << 20

// open sends the log to a file in folder and to stderr. Without a place to write it stays on stderr, which is all a
// log can do about it.
func (l *logFile) open(folder string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		return
	}
	path := filepath.Join(folder, "gatehouse.log")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		slog.Warn("make log folder", "error", err)
		return
	}
	if info, err := os.Stat(path); err == nil && info.Size() > largestLog {
		if err := os.Rename(path, path+".1"); err != nil {
			slog.Warn("set log aside", "error", err)
		}
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		slog.Warn("open log", "error", err)
		return
	}
	l.file = file
	slog.SetDefault(slog.New(slog.NewTextHandler(io.MultiWriter(file, os.Stderr), nil)))
}

func (l *logFile) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	l.file.Close()
	l.file = nil
}
