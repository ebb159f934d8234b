package importer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// xmlReader reads an XML file element by element. Entities other than the five of XML itself are never resolved.
type xmlReader struct {
	guard   *xmlGuard
	decoder *xml.Decoder
	ctx     context.Context
	limits  Limits
	depth   int
	line    int // where the token read last begins
	column  int
	tokens  int
}

// newXMLReader reads what from gives, in UTF-8 or UTF-16.
func newXMLReader(ctx context.Context, from io.Reader, limits Limits) (*xmlReader, error) {
	text, err := decodedText(from, limits.FileBytes)
	if err != nil {
		return nil, err
	}
	x := &xmlReader{guard: newXMLGuard(text, limits.ValueBytes), ctx: ctx, limits: limits}
	x.decoder = xml.NewDecoder(x.guard)
	x.decoder.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		switch strings.ToLower(charset) {
		case "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii":
			return input, nil // converted already, or the same
		}
		return nil, errCharset
	}
	return x, nil
}

var errCharset = errors.New("character set other than Unicode")

// decodedText takes a byte-order mark off and turns UTF-16 into UTF-8. A file of UTF-16 is converted as a whole.
func decodedText(from io.Reader, limit int64) (io.Reader, error) {
	buffered := bufio.NewReader(from)
	start, err := buffered.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, err := buffered.Discard(3)
		return buffered, err
	}
	if len(start) < 2 || !(start[0] == 0xff && start[1] == 0xfe || start[0] == 0xfe && start[1] == 0xff ||
		start[0] == 0 || start[1] == 0) {
		return buffered, nil
	}
	var data bytes.Buffer
	if _, err := data.ReadFrom(io.LimitReader(buffered, limit+1)); err != nil {
		return nil, err
	}
	if int64(data.Len()) > limit {
		return nil, errTooBig
	}
	utf8, why := toUTF8(data.Bytes())
	if why != nil {
		return nil, &textError{*why}
	}
	return bytes.NewReader(utf8), nil
}

// textError is trouble with the characters of a file.
type textError struct{ unreadable }

func (e *textError) Error() string { return e.reason }

var errXMLDepth = errors.New("XML too deep")

// next gives the next element's beginning or end, or a text; io.EOF at the end.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		if x.tokens++; x.tokens%256 == 0 {
			if err := x.ctx.Err(); err != nil {
				return nil, err
			}
		}
		x.line, x.column = x.decoder.InputPos()
		token, err := x.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token.(type) {
		case xml.StartElement:
			if x.depth++; x.depth > x.limits.Depth {
				return nil, errXMLDepth
			}
			return token, nil
		case xml.EndElement:
			x.depth--
			return token, nil
		case xml.CharData:
			return token, nil
		}
	}
}

// text reads the text of the element whose beginning was read last, and of those inside of it, to its end. The line is
// the one on which the text begins.
func (x *xmlReader) text() (text []byte, line int, err error) {
	inside := 0
	for {
		token, err := x.next()
		if err != nil {
			return nil, 0, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inside++
		case xml.EndElement:
			if inside--; inside < 0 {
				return text, max(line, 1), nil
			}
		case xml.CharData:
			if line == 0 {
				line = x.line
			}
			text = append(text, token...)
		}
	}
}

// skip reads to the end of the element whose beginning was read last.
func (x *xmlReader) skip() error {
	for until := x.depth - 1; x.depth > until; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// attribute finds an attribute by its name.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// xmlTrouble says what keeps a file from being read, and where. It must not be asked about the end of ctx.
func (x *xmlReader) trouble(err error) unreadable {
	why := unreadable{line: 1, column: 1}
	if x != nil {
		line, column := x.decoder.InputPos() // the column is 0 right behind the end of a line
		why.line, why.column = max(1, line), max(1, column)
	}
	why.hint = "Correct the place, or export the site again."
	syntax, isSyntax := errors.AsType[*xml.SyntaxError](err)
	wrong, isText := errors.AsType[*textError](err)
	switch {
	case isText:
		return wrong.unreadable
	case errors.Is(err, errDocumentType):
		why.reason = "The file declares a document type, which can define entities; it was not read."
		why.hint = "No export has one. Get the file from somebody you trust."
	case errors.Is(err, errLongTag):
		why.reason = "A tag or comment in the file has no end within reason; it was not read further."
	case errors.Is(err, errXMLDepth):
		why.reason = "Elements stand too deep inside each other; the file was not read further."
		why.hint = "Check whether the file belongs to the site at all."
	case errors.Is(err, errCharset):
		why.reason = "The file says that it is not written in Unicode; it was not read."
		why.hint = "Save the file as UTF-8, or export the site again."
	case isSyntax && strings.Contains(syntax.Msg, "unexpected EOF"):
		why.reason = "The file ends in the middle."
		why.hint = "Export the site again, or copy the whole file."
	case isSyntax && strings.Contains(syntax.Msg, "invalid character entity"):
		why.reason = "An entity that XML does not know stands here; it is not resolved, and the file was not read further."
	case isSyntax:
		why.reason = fmt.Sprintf("This is not valid XML: %s.", quotedXML(syntax.Msg))
	default:
		line, column := why.line, why.column
		why = openTrouble(err)
		why.line, why.column = line, column
	}
	return why
}

// quotedXML keeps names of elements in the library's messages and drops what could be content.
func quotedXML(message string) string {
	message = quoted.ReplaceAllString(message, "…")
	if len(message) > 120 {
		message = message[:120] + "…"
	}
	return strings.ToValidUTF8(message, "…")
}
