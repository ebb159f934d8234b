package importer

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/site"
)

// cell is one value of one record on its way into the site. Its methods convert, and complain where they cannot.
type cell struct {
	*assembly
	kind *kind
	base *site.Record
	field
}

// named is how sentences speak of the record.
func (c *cell) named() string { return named(c.kind, c.base.Name) }

func named(k *kind, name string) string {
	if name == "" {
		return fmt.Sprintf("the %s without a name", k.label)
	}
	return fmt.Sprintf("the %s %q", k.label, name)
}

// problem reports something about this value. The hint takes no arguments.
func (c *cell) problem(grade site.Severity, format, hint string, args ...any) {
	lost := ""
	if grade == site.Error {
		lost = c.kind.name
	}
	c.problems = append(c.problems, site.Problem{
		Severity: grade, File: c.base.Source.File, Line: c.line(), Record: c.base.ID,
		Message: sentence(fmt.Sprintf(format, args...)), Hint: hint, Lost: lost,
	})
}

// line is where the value stands, or else its record.
func (c *cell) line() int {
	if c.value.line == 0 {
		return c.base.Source.Line
	}
	return c.value.line
}

// wrongType reports a value that its key cannot hold. The value is quoted only where it cannot be a secret.
func (c *cell) wrongType(wanted, hint string) {
	found := "holds something else"
	if c.value.shape == text && len(c.value.text) <= 40 && !site.SecretSetting("", string(c.value.text)) {
		found = fmt.Sprintf("is %q", c.value.text)
	}
	c.problem(site.Error, "The field %s of %s %s, where %s should stand; it was not read.", hint,
		c.spelled, c.named(), found, wanted)
}

// text is the value as written.
func (c *cell) text() string {
	if c.value.shape == list || c.value.shape == other {
		c.wrongType("a text", "Write one text behind the key, or remove the line.")
		return ""
	}
	return plainLines(c.value.text)
}

// plainLines makes a string whose lines end in one way: some formats keep the ends that were typed, others do not.
func plainLines(text []byte) string {
	if bytes.IndexByte(text, '\r') < 0 {
		return string(text)
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n")
}

// flag understands true and 1 in any letter case; nothing is false.
func (c *cell) flag() bool {
	if c.value.null() {
		return false
	}
	if c.value.shape == text {
		switch word := bytes.TrimSpace(c.value.text); {
		case bytes.EqualFold(word, []byte("true")), string(word) == "1":
			return true
		case bytes.EqualFold(word, []byte("false")), string(word) == "0":
			return false
		}
	}
	c.wrongType("true or false", "Write true or false, or remove the line; a missing line means false.")
	return false
}

// number is a whole number; told is false where there is none.
func (c *cell) number() (n int, told bool) {
	if c.value.null() {
		return 0, false
	}
	if c.value.shape == text {
		if n, err := strconv.Atoi(string(bytes.TrimSpace(c.value.text))); err == nil {
			return n, true
		}
	}
	c.wrongType("a whole number", "Write a whole number, or remove the line.")
	return 0, false
}

// id is a reference to a record of a kind, or of one that is not read where to is nil; "" is none.
func (c *cell) id(to *kind) site.ID {
	if c.value.null() {
		return ""
	}
	if c.value.shape == text {
		return c.canonical(to, c.value.text)
	}
	c.wrongType("the id of one record", "Write one id, or remove the line.")
	return ""
}

// ids is a list of references, sorted and without repetitions, because the formats do not keep an order. whole is
// false where some of it could not be read.
func (c *cell) ids(to *kind) (ids []site.ID, whole bool) {
	whole = true
	items, ok := c.items()
	if !ok {
		c.wrongType("a list of ids", "Write each id on a line of its own behind a dash, or remove the field.")
		return nil, false
	}
	for _, item := range items {
		if item.shape != text {
			if item.shape == absent {
				continue
			}
			if whole {
				c.wrongType("a list of ids", "Write each id on a line of its own behind a dash, or remove the field.")
			}
			whole = false
			continue
		}
		if id := c.canonical(to, item.text); id != "" && !item.null() {
			if ids == nil {
				ids = make([]site.ID, 0, len(items))
			}
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), whole
}

// items is the value as a list: one text is a list of one, and some formats join theirs by commas in brackets.
func (c *cell) items() (items []value, ok bool) {
	switch c.value.shape {
	case list:
		return c.value.list, true
	case other:
		return nil, false
	case text:
		if c.value.null() {
			return nil, true
		}
		for part := range bytes.SplitSeq(bytes.Trim(bytes.TrimSpace(c.value.text), "[]"), []byte(",")) {
			items = append(items, value{shape: text, text: bytes.TrimSpace(part), line: c.value.line})
		}
	}
	return items, true
}

// moments are the ways in which exports write a point in time; without a zone it is UTC.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"}

// moment is a point in time in UTC, nil where there is none.
func (c *cell) moment() *time.Time {
	if c.value.null() {
		return nil
	}
	if c.value.shape == text {
		for _, layout := range moments {
			if at, err := time.Parse(layout, string(bytes.TrimSpace(c.value.text))); err == nil {
				at = at.UTC()
				return &at
			}
		}
	}
	c.wrongType("a date", "Write it like 2030-12-31T08:00:00Z, or remove the line.")
	return nil
}

// canonical makes an ID of a text, without a copy where the record of that id is known.
func (c *cell) canonical(to *kind, text []byte) site.ID {
	text = trimID(text)
	if to != nil {
		if at, ok := c.present[to.index][site.ID(text)]; ok {
			return to.base(c.assembly, int(at)).ID
		}
	}
	return site.ID(bytes.ToLower(text))
}

// refer notes that the record points at another one. Whether that is in the export may not be known yet.
func (c *cell) refer(to *kind, id site.ID, grade site.Severity) {
	if id == "" || c.known(to, id) {
		return
	}
	c.open = append(c.open, reference{
		from: c.kind, to: to, source: c.base.Source, line: c.line(), record: c.base.ID, name: c.base.Name,
		spelled: c.spelled, id: id, grade: grade,
	})
}

// sentence gives a message its capital.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
