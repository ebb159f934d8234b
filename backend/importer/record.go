package importer

import (
	"bytes"
	"fmt"
	"strings"

	"gatehouse/backend/site"
)

// record is what a format finds: a kind, and texts under the kind's keys. Keys that the kind does not know are not
// kept. A record lives until it is added to an assembly; what it holds may be parts of a buffer that is used again.
type record struct {
	kind   *kind
	source site.Source
	fields []field
}

// field is one key of a record and its value.
type field struct {
	spelled string // the key as the format writes it, for messages
	value   value
	column  int // index into the kind's columns
}

// shape is how a value is built.
type shape uint8

const (
	absent shape = iota // the key is there, the value is not
	text
	list  // of values that are absent, text or other
	other // something inside something; only that it is there is known
)

// value is a text or a list of texts, exactly as written.
type value struct {
	shape shape
	plain bool // written without quotes, so that words such as null may mean nothing
	text  []byte
	list  []value
	line  int // 0 where the format has no lines
}

// textValue is a text that was written in quotes, or in a format that has none.
func textValue(s string, line int) value { return value{shape: text, text: []byte(s), line: line} }

// blank reports whether there is nothing in the value.
func (v value) blank() bool {
	return v.shape == absent || v.shape == text && len(v.text) == 0 || v.shape == list && len(v.list) == 0
}

// null reports whether the value is one of the words for nothing. Only keys that hold no text ask.
func (v value) null() bool {
	if v.shape != text || !v.plain {
		return v.blank()
	}
	switch string(v.text) {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// normalise makes the spellings of a key one: letter case does not count, and neither does one leading adx_ or mspp_.
// A damaged download writes adx_adx_…; what remains of that is not the name of the real key.
func normalise(key string) string {
	key = strings.ToLower(key)
	if rest, ok := strings.CutPrefix(key, "adx_"); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(key, "mspp_"); ok {
		return rest
	}
	return key
}

// put adds a value under a key as the format spells it, if the kind knows the key. The same key may be there already,
// in the same or another spelling; then put decides which one counts and returns a sentence if that could matter.
func (r *record) put(spelled string, v value) (doubt string) {
	column, known := r.kind.columns[normalise(spelled)]
	if !known {
		return ""
	}
	return r.set(spelled, column, v)
}

// set is put for a key that was looked up.
func (r *record) set(spelled string, column int, v value) (doubt string) {
	for i := range r.fields {
		old := &r.fields[i]
		if old.column != column {
			continue
		}
		if old.spelled == spelled {
			old.value = v
			return fmt.Sprintf("The field %s stands twice in one %s; the last one counts.", spelled, r.kind.label)
		}
		same := old.value.shape == v.shape && bytes.Equal(old.value.text, v.text) && len(old.value.list) == 0 && len(v.list) == 0
		switch {
		case v.blank() || same:
			return ""
		case old.value.blank():
			*old = field{spelled, v, column}
			return ""
		}
		used, unused := old.spelled, spelled
		if hasPrefix(spelled) && !hasPrefix(old.spelled) {
			*old = field{spelled, v, column}
			used, unused = unused, used
		}
		if normalise(spelled) == "statuscode" {
			return "" // adx_statuscode is a redirect's answer, statuscode the reason of its state: both belong there
		}
		return fmt.Sprintf("The fields %s and %s of one %s differ; %s counts.", used, unused, r.kind.label, used)
	}
	r.fields = append(r.fields, field{spelled, v, column})
	return ""
}

func hasPrefix(key string) bool { return len(normalise(key)) < len(key) }

// field finds the value of a column.
func (r *record) field(column int) (field, bool) {
	for _, f := range r.fields {
		if f.column == column {
			return f, true
		}
	}
	return field{}, false
}

// named finds the value of a key, normalised.
func (r *record) named(key string) (field, bool) {
	column, known := r.kind.columns[key]
	if !known {
		return field{}, false
	}
	return r.field(column)
}

// trimID takes blanks and braces off an id.
func trimID(text []byte) []byte { return bytes.Trim(bytes.TrimSpace(text), "{}") }

// identify makes an ID of a text.
func identify(text []byte) site.ID { return site.ID(strings.ToLower(string(trimID(text)))) }
