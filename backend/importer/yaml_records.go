package importer

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v4"

	"gatehouse/backend/site"
)

// yamlFile is what became of one file of records. It is used again and again: nearly all files are small, and what
// they hold is forgotten as soon as the records are built.
type yamlFile struct {
	findings
	buffer  bytes.Buffer
	records []record
	trouble *unreadable
}

// reset forgets everything but the room that was made.
func (f *yamlFile) reset() {
	f.records, f.findings, f.trouble = f.records[:0], findings{}, nil
	if f.buffer.Cap() > 64<<10 {
		f.buffer = bytes.Buffer{} // one large file must not be paid for until the end
	}
	if cap(f.records) > 64 {
		f.records = nil
	}
}

// next starts a record. The one before must not be used any more.
func (f *yamlFile) next(k *kind, at site.Source) *record {
	n := len(f.records)
	if n == cap(f.records) {
		f.records = append(f.records, record{})
	} else {
		f.records = f.records[:n+1]
	}
	r := &f.records[n]
	*r = record{kind: k, source: at, fields: r.fields[:0]}
	return r
}

// readYAML reads the records of one kind from a file that holds one of them or a list.
func (f *yamlFile) read(data []byte, k *kind, path string, limits Limits) {
	if !readPlain(data, k, path, f) {
		f.readAny(data, k, path, limits)
	}
}

// readAny understands all of YAML.
func (f *yamlFile) readAny(data []byte, k *kind, path string, limits Limits) {
	docs, why := parseYAML(data, limits)
	if why != nil {
		f.trouble = why
		return
	}
	if len(docs) > 1 {
		f.note(path, docs[1].Line, "The file holds %d documents; the records of all of them were read.",
			"The command line writes one document in a file; keep one.", len(docs))
	}
	for _, doc := range docs {
		for _, top := range doc.Content {
			f.top(top, k, path)
		}
	}
}

// top reads what stands outermost in a document.
func (f *yamlFile) top(n *yaml.Node, k *kind, path string) {
	line, column := n.Line, n.Column
	n = resolve(n)
	switch n.Kind {
	case yaml.MappingNode:
		f.record(n, line, k, path)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			line := item.Line
			if item = resolve(item); item.Kind == yaml.MappingNode {
				f.record(item, line, k, path)
				continue
			}
			f.problem(site.Error, path, line, "An entry of the list is no %s; it was not read.",
				"Write it as keys with values, or remove it.", k.label)
			f.unread = append(f.unread, site.RecordException{
				Use: site.RecordUnreadable, Kind: k.label, Line: line, Reason: "It does not consist of keys with values.",
			})
		}
	case yaml.ScalarNode:
		if n.Value != "" {
			f.trouble = &unreadable{
				line: max(1, line), column: max(1, column),
				reason: fmt.Sprintf("The file should hold a %s, but there is only text; it was not read.", k.label),
				hint:   "Download the site again, or remove the file if it does not belong to the site.",
			}
		}
	}
}

// record turns a mapping into a record.
func (f *yamlFile) record(n *yaml.Node, line int, k *kind, path string) {
	r := f.next(k, site.Source{File: path, Line: line})
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := resolve(n.Content[i]), n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			continue
		}
		if key.Value == "<<" && key.Style == 0 {
			f.problem(site.Warning, path, key.Line, "A %s takes keys from elsewhere (<<); they were not read.",
				"Write the keys out in the record.", k.label)
			continue
		}
		f.doubt(r, r.put(key.Value, yamlValue(val)), n.Content[i].Line)
	}
}
