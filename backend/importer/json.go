package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonTrouble is what is wrong with a text of JSON, and where in it.
type jsonTrouble struct {
	offset int64
	reason string // a clause
}

// readJSON reads an object and gives each of its values to put, in the order of the text, with the line of its key
// counted from 0. What stands inside a list of lists is not looked at.
func readJSON(data []byte, limits Limits, put func(key string, v value, line int)) *jsonTrouble {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	r := jsonReader{data: data, decoder: d, limits: limits}
	token, err := r.next()
	if err != nil {
		return r.trouble(err)
	}
	if token != json.Delim('{') {
		return &jsonTrouble{0, "it is no object"}
	}
	for d.More() {
		key, err := r.next()
		if err != nil {
			return r.trouble(err)
		}
		line := r.line()
		v, err := r.value()
		if err != nil {
			return r.trouble(err)
		}
		v.line = line
		put(key.(string), v, line)
	}
	if _, err := r.next(); err != nil {
		return r.trouble(err)
	}
	if _, err := r.next(); !errors.Is(err, io.EOF) {
		return &jsonTrouble{d.InputOffset(), "something stands behind its end"}
	}
	return nil
}

type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	limits  Limits
	values  int
	depth   int
	counted int64 // up to which line ends were counted
	lines   int
}

var (
	errJSONDepth  = errors.New("JSON too deep")
	errJSONValues = errors.New("JSON with too many values")
)

func (r *jsonReader) next() (json.Token, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	if r.values++; r.values > r.limits.Values {
		return nil, errJSONValues
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		if r.depth++; r.depth > r.limits.Depth {
			return nil, errJSONDepth
		}
	case json.Delim('}'), json.Delim(']'):
		r.depth--
	}
	return token, nil
}

// line is how many lines end before the place that was read to.
func (r *jsonReader) line() int {
	to := min(r.decoder.InputOffset(), int64(len(r.data)))
	r.lines += bytes.Count(r.data[r.counted:to], []byte("\n"))
	r.counted = to
	return r.lines
}

// value reads one value.
func (r *jsonReader) value() (value, error) {
	token, err := r.next()
	if err != nil {
		return value{}, err
	}
	switch token {
	case json.Delim('{'):
		return value{shape: other}, r.skip()
	case json.Delim('['):
		v := value{shape: list}
		for r.decoder.More() {
			item, err := r.value()
			if err != nil {
				return value{}, err
			}
			if item.shape == list {
				item = value{shape: other}
			}
			v.list = append(v.list, item)
		}
		_, err := r.next()
		return v, err
	}
	switch token := token.(type) {
	case string:
		return value{shape: text, text: []byte(token)}, nil
	case json.Number:
		return value{shape: text, text: []byte(token)}, nil
	case bool:
		return value{shape: text, text: fmt.Append(nil, token)}, nil
	}
	return value{shape: absent}, nil
}

// skip reads to the end of what was opened last.
func (r *jsonReader) skip() error {
	for until := r.depth - 1; r.depth > until; {
		if _, err := r.next(); err != nil {
			return err
		}
	}
	return nil
}

// trouble says what the library found. Its messages can hold characters of the text, which may be a secret.
func (r *jsonReader) trouble(err error) *jsonTrouble {
	t := &jsonTrouble{offset: r.decoder.InputOffset(), reason: "it cannot be understood"}
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	switch {
	case errors.Is(err, errJSONDepth):
		t.reason = "lists and objects stand too deep inside each other"
	case errors.Is(err, errJSONValues):
		t.reason = "it holds more values than a record can"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		t.offset, t.reason = int64(len(r.data)), "it ends in the middle"
	case isSyntax:
		t.offset = max(t.offset, syntax.Offset)
	}
	return t
}
