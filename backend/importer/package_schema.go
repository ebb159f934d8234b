package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
)

// schema is what a package was asked to hold.
type schema struct {
	columns   map[string]map[string]bool // table → columns, all normalised
	relations map[string]bool            // normalised
	filtered  map[string]bool            // tables of which a choice of rows was asked for, normalised
}

// readSchema reads the schema where there is one. A schema that cannot be read counts as none. It fails only where
// ctx ends.
func readSchema(ctx context.Context, j *job, e *entry) (*schema, error) {
	if e == nil {
		return nil, nil
	}
	f, err := j.tree.open(*e)
	var x *xmlReader
	if err == nil {
		defer f.Close()
		x, err = newXMLReader(ctx, &within{from: f, left: j.limits.FileBytes}, j.limits)
	}
	s := &schema{columns: map[string]map[string]bool{}, relations: map[string]bool{}, filtered: map[string]bool{}}
	if err == nil {
		err = s.read(x)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		j.account.unreadable(e.path, x.trouble(err))
		return nil, nil
	}
	j.account.use(e.path)
	return s, nil
}

func (s *schema) read(x *xmlReader) error {
	var table string
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := normalise(attribute(start, "name"))
		switch start.Name.Local {
		case "entity":
			if table = name; s.columns[table] == nil {
				s.columns[table] = map[string]bool{}
			}
		case "field":
			if columns := s.columns[table]; columns != nil {
				columns[name] = true
			}
		case "relationship":
			s.relations[name] = true
		case "filter":
			text, _, err := x.text()
			if err != nil {
				return err
			}
			if len(bytes.TrimSpace(text)) > 0 {
				s.filtered[table] = true
			}
		}
	}
}

// sortedKeys gives what is said of many things an order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
