package store_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"gatehouse/backend/store"
)

var update = flag.Bool("update", false, "write testdata anew, for the newest schema only")

// For each schema there is a database that a program of that schema filled, and what it held. It must still open, with
// the same content; fields that were added since are zero. After a migration was added, -update makes the files of the
// new schema; those of released schemas are never made again.
func TestReleasedDatabases(t *testing.T) {
	all := store.Migrations()
	if *update {
		folder, content := filledFile(t)
		s := openStore(t, folder)
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{"db": content, "json": asJSON(t, s)} {
			if err := os.WriteFile(released(newest, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, m := range all {
		t.Run(fmt.Sprint(m.Number), func(t *testing.T) {
			folder := t.TempDir()
			writeFile(t, filepath.Join(folder, store.FileName), string(readFile(t, released(m.Number, "db"))))
			var got, want any
			if err := json.Unmarshal(asJSON(t, openStore(t, folder)), &got); err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(folder, fmt.Sprintf("%s.before-v%d-%s", store.FileName, newest, noon.Format("20060102T150405")))
			if _, err := os.Stat(copied); (err == nil) != (m.Number < newest) {
				t.Errorf("a copy of schema %d: %v", m.Number, err)
			}
			if err := json.Unmarshal(readFile(t, released(m.Number, "json")), &want); err != nil {
				t.Fatal(err)
			}
			compare(t, "", got, want)
		})
	}
}

// compare reports where got differs from want, apart from zero values that want does not know.
func compare(t *testing.T, path string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		fields, _ := got.(map[string]any) // nil when it is something else
		for name, value := range want {
			compare(t, path+"/"+name, fields[name], value)
		}
		for name, value := range fields {
			if _, known := want[name]; !known && value != nil && !reflect.ValueOf(value).IsZero() {
				t.Errorf("%s/%s is new and holds %v", path, name, value)
			}
		}
	case []any:
		list, _ := got.([]any)
		if len(list) != len(want) {
			t.Errorf("%s has %d elements, want %d", path, len(list), len(want))
			return
		}
		for i, value := range want {
			compare(t, fmt.Sprintf("%s/%d", path, i), list[i], value)
		}
	default:
		if got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
}

func released(schema int, kind string) string {
	return filepath.Join("testdata", fmt.Sprintf("schema-%d.%s", schema, kind))
}

func asJSON(t *testing.T, s *store.Store) []byte {
	t.Helper()
	data, err := json.MarshalIndent(contentOf(t, s), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}
