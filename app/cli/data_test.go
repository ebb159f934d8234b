package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"

	"github.com/rogpeppe/go-internal/testscript"
	"go.etcd.io/bbolt"

	"gatehouse/app/wiring"
	"gatehouse/backend/store"
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

// spoils makes every update of a key in a data folder unreadable: spoils FOLDER.
func spoils(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: spoils FOLDER")
	}
	db, err := bbolt.Open(filepath.Join(ts.MkAbs(args[0]), store.FileName), 0o600, nil)
	ts.Check(err)
	spoilt := 0
	ts.Check(db.Update(func(tx *bbolt.Tx) error {
		updates := tx.Bucket([]byte("operations"))
		return updates.ForEach(func(key, value []byte) error {
			spoilt++
			return updates.Put(key, value[:len(value)-1])
		})
	}))
	ts.Check(db.Close())
	if spoilt == 0 {
		ts.Fatalf("there is no update in %s", args[0])
	}
}
