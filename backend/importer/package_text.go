package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// namedEntities are those that the export tool writes within texts.
var namedEntities = map[string]string{
	"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'", "nbsp": "\u00a0",
}

// unescape takes the second layer of escapes off a text: the tool writes texts as HTML before they become XML. Only
// what it writes is undone; an ampersand that begins nothing stays.
func unescape(s string) []byte {
	out := make([]byte, 0, len(s))
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			return append(out, s...)
		}
		out = append(out, s[:at]...)
		s = s[at:]
		end := strings.IndexByte(s[:min(len(s), 12)], ';')
		if end < 0 {
			out, s = append(out, '&'), s[1:]
			continue
		}
		plain, known := entity(s[1:end])
		if !known {
			out, s = append(out, '&'), s[1:]
			continue
		}
		out, s = append(out, plain...), s[end+1:]
	}
}

// entity gives what stands between an ampersand and a semicolon.
func entity(name string) (string, bool) {
	if plain, ok := namedEntities[name]; ok {
		return plain, true
	}
	if len(name) < 2 || name[0] != '#' {
		return "", false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return "", false
	}
	return string(rune(n)), true
}
