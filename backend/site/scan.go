package site

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// scanner reads an object of JSON in the shape in which records are packed: the fields of a type in their order, those
// that say nothing left out, no blanks. That is several times as fast as to read any JSON. At whatever looks otherwise
// the scanner gives up, and package json reads the object. So the scanner decides how fast an object is read, never
// what it says, and a field that is forgotten costs time only; a test names it.
type scanner struct {
	rest   []byte // not read yet
	lead   byte   // what comes before the next field: the brace of its object, or a comma
	gaveUp bool
	kept   strings.Builder // texts of this object and of earlier ones
	recent [64]string      // some of them
}

// scannable is a type that lists its fields for a scanner, in the order in which they are declared.
type scannable[T any] interface {
	*T
	scan(*scanner)
}

// unpack reads an object into a zero value.
func unpack[T any, P scannable[T]](s *scanner, data []byte, into P) error {
	s.rest, s.lead, s.gaveUp = data, '{', false
	into.scan(s)
	if s.done() {
		return nil
	}
	var zero T
	*into = zero
	return json.Unmarshal(data, into)
}

// done reports whether all was read.
func (s *scanner) done() bool { return !s.gaveUp && s.lead == ',' && string(s.rest) == "}" }

func (s *scanner) giveUp() { s.gaveUp, s.rest = true, nil }

// keep copies a text out of the data. Many texts share one piece of memory, and a text that comes again soon, such as
// the id of a language, is not copied again.
func (s *scanner) keep(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	recent := &s.recent[(len(text)^int(text[0])^int(text[len(text)-1])<<1)%len(s.recent)]
	if *recent == string(text) {
		return *recent
	}
	if len(text) > s.kept.Cap()-s.kept.Len() {
		size := min(max(2*s.kept.Cap(), 1<<10), 1<<16)
		s.kept = strings.Builder{}
		s.kept.Grow(max(size, len(text)))
	}
	start := s.kept.Len()
	s.kept.Write(text)
	*recent = s.kept.String()[start:]
	return *recent
}

// field reports whether a field is the next one, and moves to its value.
func (s *scanner) field(name string) bool {
	end := len(name) + 2
	if len(s.rest) < end+2 || s.rest[0] != s.lead || s.rest[1] != '"' || string(s.rest[2:end]) != name || string(s.rest[end:end+2]) != `":` {
		return false
	}
	s.rest, s.lead = s.rest[end+2:], ','
	return true
}

// text reads a field that holds a text.
func text[T ~string](s *scanner, name string, into *T) {
	if s.field(name) {
		*into = T(s.text())
	}
}

// texts reads a field that holds a list of texts.
func texts[T ~string](s *scanner, name string, into *[]T) {
	if !s.field(name) {
		return
	}
	var few [8]T // most lists are short, and what is kept is just as long
	read := few[:0]
	for s.entry(len(read)) {
		read = append(read, T(s.text()))
	}
	*into = make([]T, len(read))
	copy(*into, read)
}

// objects reads a field that holds a list of objects, with room for that many before it has to grow.
func objects[T any, P scannable[T]](s *scanner, name string, into *[]T, room int) {
	if !s.field(name) || s.take("null") {
		return
	}
	read := make([]T, 0, room)
	var zero T
	for s.entry(len(read)) {
		read = append(read, zero)
		s.lead = '{'
		P(&read[len(read)-1]).scan(s)
		if s.lead != ',' || !s.take("}") {
			s.giveUp()
		}
	}
	s.lead = ','
	*into = read
}

// count returns how many objects that begin with a field follow. None is within a text, where a backslash would come
// before the quotation mark.
func (s *scanner) count(first string) int { return bytes.Count(s.rest, []byte(`{"`+first+`":`)) }

// flag reads a field that holds true or false.
func flag(s *scanner, name string, into *bool) {
	if !s.field(name) {
		return
	}
	switch {
	case s.take("true"):
		*into = true
	case s.take("false"):
		*into = false
	default:
		s.giveUp()
	}
}

// number reads a field that holds a whole number of up to nine digits, which any int has room for.
func number(s *scanner, name string, into *int) {
	if !s.field(name) {
		return
	}
	negative := s.take("-")
	value, digits := 0, 0
	for digits < len(s.rest) && digits < 9 && '0' <= s.rest[digits] && s.rest[digits] <= '9' {
		value = value*10 + int(s.rest[digits]-'0')
		digits++
	}
	if digits == 0 || digits > 1 && s.rest[0] == '0' {
		s.giveUp()
		return
	}
	if negative {
		value = -value
	}
	*into, s.rest = value, s.rest[digits:]
}

// moment reads a field that holds a time.
func moment(s *scanner, name string, into **time.Time) {
	if !s.field(name) {
		return
	}
	var at time.Time
	length := s.plainText()
	if length == 0 || at.UnmarshalJSON(s.rest[:length]) != nil {
		s.giveUp()
		return
	}
	*into, s.rest = &at, s.rest[length:]
}

// text reads a text.
func (s *scanner) text() string {
	if length := s.plainText(); length > 0 {
		text := s.keep(s.rest[1 : length-1])
		s.rest = s.rest[length:]
		return text
	}
	return s.escapedText()
}

// plainText measures the text that comes next, with its quotation marks; 0 where it does not mean just what stands
// there.
func (s *scanner) plainText() int {
	if len(s.rest) == 0 || s.rest[0] != '"' {
		return 0
	}
	var all byte
	for i := 1; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			if all >= utf8.RuneSelf && !utf8.Valid(s.rest[1:i]) {
				return 0
			}
			return i + 1
		case c == '\\' || c < ' ':
			return 0
		default:
			all |= c
		}
	}
	return 0
}

// escapedText reads a text that package json must read.
func (s *scanner) escapedText() string {
	for i := 1; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '\\':
			i++ // what follows is no end
		case '"':
			var text string
			if json.Unmarshal(s.rest[:i+1], &text) != nil {
				s.giveUp()
				return ""
			}
			s.rest = s.rest[i+1:]
			return text
		}
	}
	s.giveUp()
	return ""
}

// entry moves to the next entry of a list of which n were read; false at its end.
func (s *scanner) entry(n int) bool {
	switch {
	case n == 0 && !s.take("["):
		s.giveUp()
		return false
	case s.take("]"):
		return false
	case n > 0 && !s.take(","):
		s.giveUp()
		return false
	}
	return true
}

// take moves past a piece, false where something else comes next.
func (s *scanner) take(piece string) bool {
	rest, found := bytes.CutPrefix(s.rest, []byte(piece))
	s.rest = rest
	return found
}
