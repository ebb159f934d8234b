package importer

import (
	"bytes"
	"strings"

	"gatehouse/backend/site"
)

// plainReader reads the small part of YAML that the command line writes nearly everywhere: one key with one short
// value on a line, and lists of such values. It is several times faster than the library, and it gives up at the first
// line it is not sure of; then the library reads the whole file. A fuzz test holds the two against each other.
type plainReader struct {
	rest   string // behind the current line
	line   int    // number of the current line
	kind   *kind
	path   string
	file   yamlFile
	record *record
	indent int // of the keys of the current record
	inList bool
	key    string // whose value is empty so far, and may still become a list
	keyAt  int
	items  []value
	keep   bool // texts may stay parts of the file's text
}

// smallFile is a file whose text is kept as long as one of its values is. Most of it is values anyway, and copying
// each would cost more.
const smallFile = 4 << 10

// readPlain reads a file of plain lines. ok is false where the library has to do it.
func readPlain(data []byte, k *kind, path string) (f yamlFile, ok bool) {
	if len(data) == 0 || !plainCharacters(data) {
		return f, false
	}
	p := plainReader{rest: string(data), kind: k, path: path, keep: len(data) <= smallFile}
	for p.rest != "" {
		line, rest, _ := strings.Cut(p.rest, "\n")
		p.rest = rest
		p.line++
		if !p.next(strings.TrimSuffix(line, "\r")) {
			return yamlFile{}, false
		}
	}
	p.closeKey()
	return p.file, p.record != nil
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
func (p *plainReader) next(line string) bool {
	switch {
	case p.record == nil:
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			p.inList, p.indent = true, 2
			return p.begin() && p.pair(rest)
		}
		return p.begin() && p.pair(line)
	case p.inList && strings.HasPrefix(line, "- "):
		p.closeKey()
		return p.begin() && p.pair(line[2:])
	}
	if p.indent > 0 {
		var ok bool
		if line, ok = strings.CutPrefix(line, "  "); !ok {
			return false
		}
	}
	if item, ok := strings.CutPrefix(line, "- "); ok {
		return p.item(item)
	}
	p.closeKey()
	return p.pair(line)
}

// begin starts a record.
func (p *plainReader) begin() bool {
	p.record = &record{kind: p.kind, source: site.Source{File: p.path, Line: p.line}}
	if len(p.file.records) == 0 {
		p.record.fields = make([]field, 0, 8)
	} else {
		p.record.fields = make([]field, 0, len(p.file.records[0].fields))
	}
	p.file.records = append(p.file.records, p.record)
	return true
}

// pair reads "key: value", "key: []" or "key:".
func (p *plainReader) pair(line string) bool {
	n := 0
	for n < len(line) && isKeyCharacter(line[n]) {
		n++
	}
	if n == 0 || n > 200 || n == len(line) || line[n] != ':' || line[0] >= '0' && line[0] <= '9' {
		return false
	}
	key, rest := line[:n], line[n+1:]
	if strings.Trim(rest, " ") == "" {
		p.key, p.keyAt = key, p.line
		return true
	}
	if rest[0] != ' ' {
		return false
	}
	rest = strings.Trim(rest, " ")
	if rest == "[]" {
		p.put(key, value{shape: list, line: p.line}, p.line)
		return true
	}
	v, ok := plainScalar(rest)
	if !ok {
		return false
	}
	v.line = p.line
	p.put(key, v, p.line)
	return true
}

// item reads an entry of the list under the open key.
func (p *plainReader) item(rest string) bool {
	if p.key == "" {
		return false
	}
	v, ok := plainScalar(strings.Trim(rest, " "))
	v.line = p.line
	v.text = p.own(v.text)
	p.items = append(p.items, v)
	return ok
}

// closeKey puts the value of a key that had none on its line.
func (p *plainReader) closeKey() {
	if p.key == "" {
		return
	}
	v := value{shape: absent, plain: true, line: p.keyAt}
	if len(p.items) > 0 {
		v = value{shape: list, list: p.items, line: p.items[0].line}
	}
	p.put(p.key, v, p.keyAt)
	p.key, p.items = "", nil
}

// put adds a value to the record.
func (p *plainReader) put(key string, v value, line int) {
	if _, known := p.kind.columns[normalise(key)]; known {
		v.text = p.own(v.text)
		p.file.put(p.record, p.own(key), v, line)
	}
}

// own makes a text independent of the file's: a few short ones must not keep a large file in memory.
func (p *plainReader) own(s string) string {
	if p.keep {
		return s
	}
	return strings.Clone(s)
}

// plainScalar reads a value that fills the rest of its line.
func plainScalar(s string) (value, bool) {
	if s == "" {
		return value{}, false
	}
	if s[0] == '\'' {
		inner := s[1:]
		if !strings.HasSuffix(inner, "'") {
			return value{}, false
		}
		inner = inner[:len(inner)-1]
		unquoted := strings.ReplaceAll(inner, "''", "'")
		if strings.Count(inner, "'") != 2*strings.Count(unquoted, "'") {
			return value{}, false
		}
		return value{shape: text, text: unquoted}, true
	}
	if !isKeyCharacter(s[0]) && s[0] != '/' && s[0] != '(' && s[0] < 0x80 ||
		strings.HasSuffix(s, ":") || strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return value{}, false
	}
	return value{shape: text, plain: true, text: s}, true
}

func isKeyCharacter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
