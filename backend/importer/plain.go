package importer

import (
	"bytes"

	"gatehouse/backend/site"
)

// plainReader reads the small part of YAML that the command line writes nearly everywhere: one key with one short
// value on a line, and lists of such values. It is several times faster than the library, and it gives up at the first
// line it is not sure of; then the library reads the whole file. A fuzz test holds the two against each other.
type plainReader struct {
	line   int // number of the current line
	kind   *kind
	path   string
	file   *yamlFile
	record *record
	indent int // of the keys of the current record
	inList bool
	key    []byte // whose value is empty so far, and may still become a list
	keyAt  int
	items  []value
}

// readPlain reads a file of plain lines into f, which keeps parts of data. It reports false where the library has to
// do it.
func readPlain(data []byte, k *kind, path string, f *yamlFile) bool {
	if len(data) == 0 || !plainCharacters(data) {
		return false
	}
	p := plainReader{kind: k, path: path, file: f}
	for rest := data; len(rest) > 0; {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		p.line++
		if !p.next(bytes.TrimSuffix(line, []byte("\r"))) {
			f.reset()
			return false
		}
	}
	p.closeKey()
	return p.record != nil
}

// plainCharacters refuses what would need care: other encodings, tabs, and the rarer ends of lines.
func plainCharacters(data []byte) bool {
	ascii := true
	for i, c := range data {
		switch {
		case c >= 0x80:
			ascii = false
		case c >= 0x20 && c < 0x7f, c == '\n':
		case c == '\r':
			if i+1 == len(data) || data[i+1] != '\n' {
				return false
			}
		default:
			return false
		}
	}
	if ascii {
		return true
	}
	for _, mark := range []string{"\u0085", "\u2028", "\u2029", "\ufeff"} {
		if bytes.Contains(data, []byte(mark)) {
			return false
		}
	}
	return firstWrong(data) == nil
}

// next reads one line.
func (p *plainReader) next(line []byte) bool {
	rest, dashed := bytes.CutPrefix(line, []byte("- "))
	switch {
	case p.record == nil:
		if dashed {
			p.inList, p.indent, line = true, 2, rest
		}
		p.begin()
		return p.pair(line)
	case p.inList && dashed:
		p.closeKey()
		p.begin()
		return p.pair(rest)
	}
	if p.indent > 0 {
		var ok bool
		if line, ok = bytes.CutPrefix(line, []byte("  ")); !ok {
			return false
		}
		rest, dashed = bytes.CutPrefix(line, []byte("- "))
	}
	if dashed {
		return p.item(rest)
	}
	p.closeKey()
	return p.pair(line)
}

// begin starts a record.
func (p *plainReader) begin() {
	p.record = p.file.next(p.kind, site.Source{File: p.path, Line: p.line})
}

// pair reads "key: value", "key: []" or "key:".
func (p *plainReader) pair(line []byte) bool {
	n := 0
	for n < len(line) && isKeyCharacter(line[n]) {
		n++
	}
	if n == 0 || n > 200 || n == len(line) || line[n] != ':' || line[0] >= '0' && line[0] <= '9' {
		return false
	}
	key, rest := line[:n], line[n+1:]
	trimmed := bytes.Trim(rest, " ")
	if len(trimmed) == 0 {
		p.key, p.keyAt = key, p.line
		return true
	}
	if rest[0] != ' ' {
		return false
	}
	if string(trimmed) == "[]" {
		p.put(key, value{shape: list, line: p.line}, p.line)
		return true
	}
	v, ok := plainScalar(trimmed)
	if !ok {
		return false
	}
	v.line = p.line
	p.put(key, v, p.line)
	return true
}

// item reads an entry of the list under the open key.
func (p *plainReader) item(rest []byte) bool {
	if p.key == nil {
		return false
	}
	v, ok := plainScalar(bytes.Trim(rest, " "))
	v.line = p.line
	p.items = append(p.items, v)
	return ok
}

// closeKey puts the value of a key that had none on its line.
func (p *plainReader) closeKey() {
	if p.key == nil {
		return
	}
	v := value{shape: absent, plain: true, line: p.keyAt}
	if len(p.items) > 0 {
		v = value{shape: list, list: p.items, line: p.items[0].line}
	}
	p.put(p.key, v, p.keyAt)
	p.key, p.items = nil, nil
}

// put adds a value to the record.
func (p *plainReader) put(key []byte, v value, line int) {
	if spelled, column, known := p.kind.column(key); known {
		p.file.doubt(p.record, p.record.set(spelled, column, v), line)
	}
}

// plainScalar reads a value that fills the rest of its line.
func plainScalar(s []byte) (value, bool) {
	if len(s) == 0 {
		return value{}, false
	}
	if s[0] == '\'' {
		inner, ok := bytes.CutSuffix(s[1:], []byte("'"))
		if !ok {
			return value{}, false
		}
		if quotes := bytes.Count(inner, []byte("'")); quotes > 0 {
			unquoted := bytes.ReplaceAll(inner, []byte("''"), []byte("'"))
			if quotes != 2*bytes.Count(unquoted, []byte("'")) {
				return value{}, false
			}
			inner = unquoted
		}
		return value{shape: text, text: inner}, true
	}
	if !isKeyCharacter(s[0]) && s[0] != '/' && s[0] != '(' && s[0] < 0x80 ||
		s[len(s)-1] == ':' || bytes.Contains(s, []byte(": ")) || bytes.Contains(s, []byte(" #")) {
		return value{}, false
	}
	return value{shape: text, plain: true, text: s}, true
}

func isKeyCharacter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
