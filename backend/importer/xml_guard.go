package importer

import (
	"bufio"
	"errors"
	"io"
)

// xmlGuard stands before the library's reader of XML, which holds each text and each tag as a whole. The guard cuts
// values that are too long, whatever the file's size, and refuses what a record never needs: document types, which
// declare entities, and tags without end.
type xmlGuard struct {
	from  *bufio.Reader
	limit int // of a value, in bytes
	state guardState
	run   int  // bytes in this state
	mark  int  // how much of a mark such as --> has been seen
	and   bool // within an entity such as &amp;
	cut   bool // a value was cut since somebody asked last
	quote byte
}

type guardState uint8

const (
	guardText guardState = iota
	guardOpen            // right behind <
	guardTag
	guardQuote // within a value of an attribute
	guardBang  // right behind <!
	guardComment
	guardCData
	guardAside // a processing instruction
)

// mostTag is how long a tag without its values may be, and a comment: more is no file of records.
const mostTag = 64 << 10

var (
	errDocumentType = errors.New("document type in XML")
	errLongTag      = errors.New("tag without end")
)

func newXMLGuard(from io.Reader, limit int) *xmlGuard {
	return &xmlGuard{from: bufio.NewReaderSize(from, 16<<10), limit: limit}
}

// Read is there for the library to accept the guard; it uses ReadByte, which does not read ahead.
func (g *xmlGuard) Read(p []byte) (int, error) {
	for i := range p {
		c, err := g.ReadByte()
		if err != nil {
			return i, err
		}
		p[i] = c
	}
	return len(p), nil
}

// ReadByte gives the next byte that is not cut.
func (g *xmlGuard) ReadByte() (byte, error) {
	for {
		c, err := g.from.ReadByte()
		if err != nil {
			return 0, err
		}
		keep, err := g.see(c)
		if err != nil {
			return 0, err
		}
		if keep {
			return c, nil
		}
	}
}

// see follows the structure and decides whether a byte is kept.
func (g *xmlGuard) see(c byte) (keep bool, err error) {
	g.run++
	switch g.state {
	case guardText:
		if c == '<' {
			g.enter(guardOpen)
			return true, nil
		}
		return g.within(c), nil
	case guardOpen:
		switch c {
		case '!':
			g.enter(guardBang)
		case '?':
			g.enter(guardAside)
		case '>':
			g.enter(guardText)
		default:
			g.enter(guardTag)
		}
	case guardTag:
		switch c {
		case '>':
			g.enter(guardText)
		case '"', '\'':
			g.quote = c
			run := g.run
			g.enter(guardQuote)
			g.mark = run // what the tag had so far
		}
		if g.run > mostTag {
			return false, errLongTag
		}
	case guardQuote:
		if c == g.quote {
			tag := g.mark
			g.enter(guardTag)
			g.run = tag
			return true, nil
		}
		return g.within(c), nil
	case guardBang:
		// The library checks the rest of the mark.
		switch c {
		case '-':
			g.enter(guardComment)
			g.mark = -1 // the second dash belongs to the beginning
		case '[':
			g.enter(guardCData)
		default:
			return false, errDocumentType
		}
	case guardComment:
		return g.until(c, "-->")
	case guardCData:
		return g.until(c, "]]>")
	case guardAside:
		return g.until(c, "?>")
	}
	return true, nil
}

func (g *xmlGuard) enter(s guardState) { g.state, g.run, g.mark, g.and = s, 0, 0, false }

// within decides about a byte of a value. What is cut ends between characters and not within an entity.
func (g *xmlGuard) within(c byte) bool {
	switch {
	case g.run > g.limit && (g.run > g.limit+16 || !g.and && (c < 0x80 || c >= 0xc0)):
		g.run = g.limit + 17 // from here on all of it is cut
		g.cut = true
		return false
	case c == '&':
		g.and = true
	case c == ';':
		g.and = false
	}
	return true
}

// until waits for the end of something that no record needs, and for CDATA, which is a value.
func (g *xmlGuard) until(c byte, end string) (keep bool, err error) {
	switch {
	case g.mark < 0:
		g.mark++
	case c == end[g.mark]:
		g.mark++
		if g.mark == len(end) {
			g.enter(guardText)
		}
	case g.mark == 2 && c == end[1] && len(end) == 3:
		// ---> and ]]]> end, too
	default:
		g.mark = 0
		if c == end[0] {
			g.mark = 1
		}
	}
	if g.run > max(mostTag, g.limit) {
		return false, errLongTag
	}
	return true, nil
}

// wasCut reports whether a value was cut since it was asked last.
func (g *xmlGuard) wasCut() bool {
	cut := g.cut
	g.cut = false
	return cut
}
