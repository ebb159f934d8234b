package importer

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// toUTF8 takes the mark off the front of a text and turns UTF-16 into UTF-8. Text that is neither is unreadable, with
// the place of the first wrong byte.
func toUTF8(data []byte) ([]byte, *unreadable) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian)
	case len(data) > 1 && data[0] != 0 && data[1] == 0:
		return fromUTF16(data, binary.LittleEndian)
	case len(data) > 1 && data[0] == 0 && data[1] != 0:
		return fromUTF16(data, binary.BigEndian)
	}
	return data, firstWrong(data)
}

// fromUTF16 converts; half a character is unreadable.
func fromUTF16(data []byte, order binary.ByteOrder) ([]byte, *unreadable) {
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		if len(data) == 1 {
			return nil, halfCharacter(out)
		}
		unit := rune(order.Uint16(data))
		data = data[2:]
		if !utf16.IsSurrogate(unit) {
			out = utf8.AppendRune(out, unit)
			continue
		}
		if len(data) < 2 {
			return nil, halfCharacter(out)
		}
		whole := utf16.DecodeRune(unit, rune(order.Uint16(data)))
		if whole == utf8.RuneError {
			return nil, halfCharacter(out)
		}
		data = data[2:]
		out = utf8.AppendRune(out, whole)
	}
	return out, firstWrong(out)
}

func halfCharacter(before []byte) *unreadable {
	return placed(before, "A character of UTF-16 is cut in half; the file was not read.",
		"Save the file as UTF-8, or download the site again.")
}

// firstWrong finds the first byte that is no UTF-8, and the first character that no YAML may hold.
func firstWrong(data []byte) *unreadable {
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return placed(data[:i], "The text is neither UTF-8 nor UTF-16; the file was not read.",
				"Save the file as UTF-8, or download the site again.")
		case r < 0x20, r == 0x7f, r >= 0x80 && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff:
			return placed(data[:i], "A control character stands in the text; the file was not read.",
				"Remove the character, or download the site again.")
		}
		i += size
	}
	return nil
}

// placed is trouble right behind the text before it.
func placed(before []byte, reason, hint string) *unreadable {
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return &unreadable{
		line:   bytes.Count(before, []byte("\n")) + 1,
		column: utf8.RuneCount(before[lineStart:]) + 1,
		reason: reason, hint: hint,
	}
}
