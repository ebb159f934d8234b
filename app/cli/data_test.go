package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"

	"github.com/rogpeppe/go-internal/testscript"

	"gatehouse/app/wiring"
)

// holds keeps a data folder open until the script ends, as a window does: holds FOLDER.
func holds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: holds FOLDER")
	}
	program, err := wiring.Open(context.Background(), ts.MkAbs(args[0]), wiring.Options{KeyStoreLater: true})
	ts.Check(err)
	ts.Defer(func() { ts.Check(program.Close()) })
}

// finds puts what a pattern finds in the output of the command before into a variable: finds VARIABLE PATTERN.
func finds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: finds VARIABLE PATTERN")
	}
	found := regexp.MustCompile(`(?m)` + args[1]).FindString(ts.ReadFile("stdout"))
	if found == "" {
		ts.Fatalf("no match for %s", args[1])
	}
	ts.Setenv(args[0], found)
}

// own checks that a file is for its owner only: own FILE.
func own(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: own FILE")
	}
	info, err := os.Stat(filepath.Clean(ts.MkAbs(args[0])))
	ts.Check(err)
	if mode := info.Mode().Perm(); mode&0o077 != 0 && os.PathSeparator == '/' {
		ts.Fatalf("%s has mode %v", args[0], mode)
	}
}
