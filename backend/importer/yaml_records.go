package importer

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"gatehouse/backend/site"
)

// yamlFile is what became of one file of records.
type yamlFile struct {
	records  []*record
	problems []site.Problem
	trouble  *unreadable
}

// readYAML reads the records of one kind from a file that holds one of them or a list.
func readYAML(data []byte, k *kind, path string, limits Limits) yamlFile {
	if f, ok := readPlain(data, k, path); ok {
		return f
	}
	return readAnyYAML(data, k, path, limits)
}

// readAnyYAML understands all of YAML.
func readAnyYAML(data []byte, k *kind, path string, limits Limits) (f yamlFile) {
	docs, why := parseYAML(data, limits)
	if why != nil {
		f.trouble = why
		return f
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
	return f
}

// top reads what stands outermost in a document.
func (f *yamlFile) top(n *yaml.Node, k *kind, path string) {
	line, column := n.Line, n.Column
	n = resolve(n)
	switch n.Kind {
	case yaml.MappingNode:
		f.records = append(f.records, f.record(n, line, k, path))
	case yaml.SequenceNode:
		for _, item := range n.Content {
			line := item.Line
			if item = resolve(item); item.Kind == yaml.MappingNode {
				f.records = append(f.records, f.record(item, line, k, path))
				continue
			}
			f.problem(site.Error, path, line, "An entry of the list is no %s; it was not read.",
				"Write it as keys with values, or remove it.", k.label)
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
func (f *yamlFile) record(n *yaml.Node, line int, k *kind, path string) *record {
	r := &record{kind: k, source: site.Source{File: path, Line: line}, fields: make([]field, 0, min(len(n.Content)/2, len(k.columns)))}
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
		f.put(r, key.Value, yamlValue(val), n.Content[i].Line)
	}
	return r
}

// put adds a value to a record and reports what is doubtful about it. The line is the key's.
func (f *yamlFile) put(r *record, key string, v value, line int) {
	if doubt := r.put(key, v); doubt != "" {
		f.problem(site.Warning, r.source.File, line, "%s", "Keep the right one and remove the other.", doubt)
	}
}

func (f *yamlFile) note(path string, line int, format, hint string, args ...any) {
	f.problem(site.Note, path, line, format, hint, args...)
}

// mostProblems of one file are told; a file that is all wrong needs no thousand lines.
const mostProblems = 50

func (f *yamlFile) problem(grade site.Severity, path string, line int, format, hint string, args ...any) {
	switch {
	case len(f.problems) > mostProblems:
		return
	case len(f.problems) == mostProblems:
		grade, format, args = site.Error, "There is more trouble like this in the file; it is not listed.", nil
	}
	f.problems = append(f.problems, site.Problem{
		Severity: grade, File: path, Line: line, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}
