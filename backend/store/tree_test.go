package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/portal"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

// The tree of a filled database is the one drawn in the package comment and in docs/data.md.
func TestTree(t *testing.T) {
	s := openStore(t, t.TempDir())
	p, other, snapshot, _ := fillStore(t, s)
	drawn := draw(t, s.DB(), known{portals: []portal.Portal{p, other}, snapshots: []site.Snapshot{snapshot}})

	file, err := parser.ParseFile(token.NewFileSet(), "store.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	if comment := treeIn(file.Doc.Text()); comment != drawn {
		t.Errorf("the package comment draws\n%s\nthe database is\n%s", comment, drawn)
	}
	page, err := os.ReadFile("../../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	if told := treeIn(string(page)); told != drawn {
		t.Errorf("docs/data.md draws\n%s\nthe database is\n%s", told, drawn)
	}
}

// treeIn takes the drawing out of a text: the lines from the first bucket on up to the first empty or fence line,
// without the remarks that follow two spaces, and without the indentation of the first line.
func treeIn(text string) string {
	var lines []string
	indent := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		bare := strings.TrimLeft(line, " \t")
		if len(lines) == 0 {
			if name, _, _ := strings.Cut(bare, "  "); name != "active_operations" {
				continue
			}
			indent = line[:len(line)-len(bare)]
		}
		if bare == "" || strings.HasPrefix(bare, "```") {
			break
		}
		bare, _, _ = strings.Cut(bare, "  ")
		line = strings.TrimPrefix(line, indent)
		lines = append(lines, line[:len(line)-len(strings.TrimLeft(line, " \t"))]+bare)
	}
	return strings.Join(lines, "\n")
}

// known is what was put into the database, so that keys can be recognised.
type known struct {
	portals   []portal.Portal
	snapshots []site.Snapshot
}

// draw renders the tree of a database with the kinds of keys and values. Neighbours of one kind are one line.
func draw(t *testing.T, db *bbolt.DB, k known) string {
	t.Helper()
	var lines []string
	add := func(line string) {
		if len(lines) == 0 || lines[len(lines)-1] != line {
			lines = append(lines, line)
		}
	}
	var walk func(b *bbolt.Bucket, name, place, indent string) error
	walk = func(b *bbolt.Bucket, name, place, indent string) error {
		return b.ForEach(func(key, value []byte) error {
			shown, err := k.key(name, key)
			if err != nil {
				return err
			}
			if value == nil {
				add(indent + shown)
				return walk(b.Bucket(key), shown, place+"/"+keyText(key), indent+"  ")
			}
			kind, err := valueKind(name, place, key, value)
			add(indent + shown + " = " + kind)
			return err
		})
	}
	err := db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			add(string(name))
			return walk(b, string(name), string(name), "  ")
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func keyText(key []byte) string {
	if id, err := uuid.FromBytes(key); err == nil {
		return id.String()
	}
	return string(key)
}

// key renders a key by taking known pieces off its front.
func (k known) key(bucket string, key []byte) (string, error) {
	if bucket == "records" {
		return "<content>", nil
	}
	switch notice := theNotice(); {
	case bucket == "inbox" && string(key) == string(notice.ID):
		return "<notice>", nil
	case bucket == "deliveries" && string(key) == string(notice.ID)+" e-mail ada@contoso.example":
		return "<notice> <channel> <address>", nil
	}
	shown := ""
	for rest := key; len(rest) > 0; {
		piece, length := k.piece(rest)
		if length == 0 {
			return "", fmt.Errorf("the key %x in %s goes on with an unknown %x", key, bucket, rest)
		}
		shown, rest = shown+piece, rest[length:]
	}
	return shown, nil
}

func (k known) piece(rest []byte) (string, int) {
	for _, p := range k.portals {
		if bytes.HasPrefix(rest, p.ID[:]) {
			return "<portal id>", len(p.ID)
		}
	}
	for _, s := range k.snapshots {
		if bytes.HasPrefix(rest, s.ID[:]) {
			return "<snapshot id>", len(s.ID)
		}
	}
	for n := 21; n < 30; n++ { // see fillOperations
		if id := numbered(n); bytes.Equal(rest, id[:]) {
			return "<operation id>", len(rest)
		}
	}
	if id := theSchedule(aPortal(1)).ID; bytes.Equal(rest, id[:]) {
		return "<schedule id>", len(rest)
	}
	switch {
	case len(rest) == 8 && rest[0] == 0:
		return "<sequence>", 8
	case len(rest) == 12+16 && rest[0] == 0x80:
		return "<taken at>", 12
	case isText(rest):
		return string(rest), len(rest)
	}
	return "", 0
}

// valueKind recognises what a value holds.
func valueKind(bucket, place string, key, value []byte) (string, error) {
	if bucket == "records" {
		kind, data, ok := bytes.Cut(value, []byte{0})
		if !ok || !isText(kind) || !json.Valid(data) {
			return "", fmt.Errorf("%q is no record", value)
		}
		return "record", nil
	}
	payload, err := store.Unseal(place, key, value)
	if err != nil {
		return "", fmt.Errorf("%s %x: %w", place, key, err)
	}
	switch {
	case len(payload) == 0:
		return "empty", nil
	case (payload[0] == '{' || payload[0] == '[') && json.Valid(payload):
		return "json", nil
	case isText(payload):
		return "text", nil
	}
	if packed, err := store.Expand(payload); err == nil {
		if json.Valid(packed) {
			return "packed json", nil
		}
		return "packed list", nil
	}
	if len(payload)%32 == 0 {
		return "list", nil
	}
	return "", fmt.Errorf("%s %x holds an unknown %x", place, key, payload)
}

func isText(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' })
}
