package importer

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/site"
)

// cell is one value of one record on its way into the site. Its methods convert, and complain where they cannot.
type cell struct {
	*assembly
	record *record
	base   *site.Record
	field
}

// named is how sentences speak of the record.
func (c *cell) named() string { return named(c.record, c.base.Name) }

func named(r *record, name string) string {
	if name == "" {
		return fmt.Sprintf("the %s without a name", r.kind.label)
	}
	return fmt.Sprintf("the %s %q", r.kind.label, name)
}

// problem reports something about this value. The hint takes no arguments.
func (c *cell) problem(grade site.Severity, format, hint string, args ...any) {
	line := c.value.line
	if line == 0 {
		line = c.record.source.Line
	}
	c.account.problem(site.Problem{
		Severity: grade, File: c.record.source.File, Line: line, Record: c.record.id,
		Message: sentence(fmt.Sprintf(format, args...)), Hint: hint,
	})
}

// wrongType reports a value that its key cannot hold. The value is quoted only where it cannot be a secret.
func (c *cell) wrongType(wanted, hint string) {
	found := "holds something else"
	if c.value.shape == text && len(c.value.text) <= 40 && !site.SecretSetting("", c.value.text) {
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
	return c.value.text
}

// flag understands true and 1 in any letter case; nothing is false.
func (c *cell) flag() bool {
	if c.value.null() {
		return false
	}
	if c.value.shape == text {
		switch strings.ToLower(strings.TrimSpace(c.value.text)) {
		case "true", "1":
			return true
		case "false", "0":
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
		if n, err := strconv.Atoi(strings.TrimSpace(c.value.text)); err == nil {
			return n, true
		}
	}
	c.wrongType("a whole number", "Write a whole number, or remove the line.")
	return 0, false
}

// id is a reference; "" is none.
func (c *cell) id() site.ID {
	if c.value.null() {
		return ""
	}
	if c.value.shape == text {
		return identify(c.value.text)
	}
	c.wrongType("the id of one record", "Write one id, or remove the line.")
	return ""
}

// ids is a list of references without repetitions. whole is false where some of it could not be read.
func (c *cell) ids() (ids []site.ID, whole bool) {
	whole = true
	seen := map[site.ID]bool{}
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
		if id := identify(item.text); id != "" && !item.null() && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, whole
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
		for part := range strings.SplitSeq(strings.Trim(strings.TrimSpace(c.value.text), "[]"), ",") {
			items = append(items, value{shape: text, text: strings.TrimSpace(part), line: c.value.line})
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
			if at, err := time.Parse(layout, strings.TrimSpace(c.value.text)); err == nil {
				at = at.UTC()
				return &at
			}
		}
	}
	c.wrongType("a date", "Write it like 2030-12-31T08:00:00Z, or remove the line.")
	return nil
}

// refer notes that the record points at another one, and complains where that is not in the export.
func (c *cell) refer(to string, id site.ID, grade site.Severity) {
	if id == "" || c.known(to, id) {
		return
	}
	target := kinds[to]
	if len(c.present[to]) == 0 {
		c.lost(c, target, id, grade)
		return
	}
	hint := "Download the site again; if it stays, the record was deleted and the reference was left behind."
	c.problem(grade, "%s names the %s %s in %s, which is not in this export.", hint, c.named(), target.label, id, c.spelled)
}

// sentence gives a message its capital.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
