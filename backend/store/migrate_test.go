package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"gatehouse/backend/fault"
	"gatehouse/backend/store"
)

// migrationCases has, for each migration, what a database looks like before and after it. prepare makes the old shape
// out of a database that the migrations before left, with content where the migration changes content.
var migrationCases = map[int]struct {
	prepare  func(*bbolt.Tx) error
	old, new string
}{
	1: {
		old: "",
		new: "activity; activity_by_portal; meta; portal_snapshots; portals; records; settings; snapshots",
	},
	2: {
		old: "activity; activity_by_portal; meta; portal_snapshots; portals; records; settings; snapshots",
		new: "active_operations; activity; activity_by_portal; deliveries; inbox; meta; operations; portal_snapshots; " +
			"portals; quarantine; records; schedules; settings; snapshots",
	},
}

func TestMigrations(t *testing.T) {
	all := store.Migrations()
	for i, m := range all {
		t.Run(fmt.Sprintf("%d", m.Number), func(t *testing.T) {
			if m.Number != i+1 {
				t.Fatalf("migration %d comes at place %d", m.Number, i+1)
			}
			files, err := filepath.Glob(fmt.Sprintf("migration_%d_*.go", m.Number))
			if err != nil || len(files) != 1 {
				t.Errorf("it has the files %v, want one migration_%d_<what>.go", files, m.Number)
			}
			test, ok := migrationCases[m.Number]
			if !ok {
				t.Fatalf("there is no case {old shape, new shape}")
			}
			db, err := bbolt.Open(filepath.Join(t.TempDir(), "old.db"), 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bbolt.Tx) error {
				for _, earlier := range all[:i] {
					if err := store.RunMigration(earlier, tx); err != nil {
						return err
					}
				}
				if test.prepare != nil {
					if err := test.prepare(tx); err != nil {
						return err
					}
				}
				if shape := shapeOf(tx); shape != test.old {
					t.Errorf("the old shape is %q, want %q", shape, test.old)
				}
				if err := store.RunMigration(m, tx); err != nil {
					return err
				}
				if shape := shapeOf(tx); shape != test.new {
					t.Errorf("the new shape is %q, want %q", shape, test.new)
				}
				return nil
			})
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// shapeOf renders the buckets at the top with their keys.
func shapeOf(tx *bbolt.Tx) string {
	var lines []string
	_ = tx.ForEach(func(name []byte, b *bbolt.Bucket) error { // the function below returns no error
		line := string(name)
		_ = b.ForEach(func(key, _ []byte) error { line += " " + string(key); return nil })
		lines = append(lines, line)
		return nil
	})
	return strings.Join(lines, "; ")
}

// newest is the schema that this program writes; a later program's migrations begin behind it.
var newest = len(store.Migrations())

// renameSettings is a migration as a later program may have it: settings move to another bucket.
var renameSettings = store.NewMigration(newest+1, "rename settings to choices", func(tx *bbolt.Tx) error {
	old := tx.Bucket([]byte("settings"))
	choices, err := tx.CreateBucket([]byte("choices"))
	if err != nil {
		return err
	}
	return old.ForEach(func(key, value []byte) error { return choices.Put(key, value) })
})

func TestMigrate(t *testing.T) {
	copyName := fmt.Sprintf("%s.before-v%d-20260504T120000", store.FileName, newest+1)

	t.Run("AfterACopy", func(t *testing.T) {
		folder, before := filledFile(t)
		s, err := store.OpenWith(t.Context(), folder, testOptions, renameSettings)
		if err != nil {
			t.Fatal(err)
		}
		err = s.DB().View(func(tx *bbolt.Tx) error {
			if shape := shapeOf(tx); !strings.Contains(shape, "; choices mail people preferences ") {
				t.Errorf("the new shape is %q", shape)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		closeStore(t, s)
		wantOnly(t, folder, store.FileName, copyName)

		// The copy is a whole database with all that was there.
		elsewhere := t.TempDir()
		writeFile(t, filepath.Join(elsewhere, store.FileName), string(readFile(t, filepath.Join(folder, copyName))))
		old := openStore(t, elsewhere)
		original := t.TempDir()
		writeFile(t, filepath.Join(original, store.FileName), string(before))
		if got, want := contentOf(t, old), contentOf(t, openStore(t, original)); !reflect.DeepEqual(got, want) {
			t.Errorf("the copy holds\n%v\nwant\n%v", got, want)
		}
	})
	t.Run("Once", func(t *testing.T) {
		folder, _ := filledFile(t)
		for range 2 {
			s, err := store.OpenWith(t.Context(), folder, testOptions, renameSettings)
			if err != nil {
				t.Fatal(err)
			}
			closeStore(t, s)
		}
		wantOnly(t, folder, store.FileName, copyName)
	})
	t.Run("NewFileNeedsNoCopy", func(t *testing.T) {
		folder := t.TempDir()
		s, err := store.OpenWith(t.Context(), folder, testOptions, renameSettings)
		if err != nil {
			t.Fatal(err)
		}
		closeStore(t, s)
		wantOnly(t, folder, store.FileName)
	})
	t.Run("ErrInternalChangesNothing", func(t *testing.T) {
		folder, _ := filledFile(t)
		failing := store.NewMigration(newest+2, "split portals", func(tx *bbolt.Tx) error {
			if err := tx.DeleteBucket([]byte("portals")); err != nil {
				return err
			}
			return errors.New("odd portal")
		})
		_, err := store.OpenWith(t.Context(), folder, testOptions, renameSettings, failing)
		f := wantFault(t, err, fault.Internal, fmt.Sprintf("could not be brought from schema %d to %d", newest, newest+2))
		wantHint(t, f, fmt.Sprintf(".before-v%d-", newest+2))
		if !strings.Contains(err.Error(), fmt.Sprintf("migration %d (split portals): odd portal", newest+2)) {
			t.Errorf("the log would have %v", err)
		}
		s := openStore(t, folder)
		if all, err := s.Portals(t.Context()); err != nil || len(all) != 2 {
			t.Errorf("portals afterwards: %d, %v", len(all), err)
		}
	})
	t.Run("ErrNoCopyNoMigration", func(t *testing.T) {
		folder, before := filledFile(t)
		// A folder stands where the copy should come.
		if err := os.MkdirAll(filepath.Join(folder, copyName, "full"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := store.OpenWith(t.Context(), folder, testOptions, renameSettings); err == nil {
			t.Fatal("the migration ran without a copy")
		}
		if string(readFile(t, filepath.Join(folder, store.FileName))) != string(before) {
			t.Error("the database was changed without a copy")
		}
	})
}
