package importer

import (
	"fmt"
	"reflect"
)

// DifferPlain reads data as a file of the kind with both readers of YAML. taken tells whether the quick one took the
// file at all, and difference what it read otherwise than the library, or "".
func DifferPlain(data []byte, kind string) (taken bool, difference string) {
	var quick, slow yamlFile
	if !readPlain(data, kinds[kind], "file", &quick) {
		return false, ""
	}
	slow.readAny(data, kinds[kind], "file", Limits{}.withDefaults())
	if slow.trouble != nil {
		return true, fmt.Sprintf("the library refuses: %+v", *slow.trouble)
	}
	if !reflect.DeepEqual(quick.problems, slow.problems) {
		return true, fmt.Sprintf("problems %v and %v", quick.problems, slow.problems)
	}
	if len(quick.records) != len(slow.records) {
		return true, fmt.Sprintf("%d and %d records", len(quick.records), len(slow.records))
	}
	for i, q := range quick.records {
		s := slow.records[i]
		if q.source != s.source {
			return true, fmt.Sprintf("record %d from %v and %v", i, q.source, s.source)
		}
		if len(q.fields) != len(s.fields) {
			return true, fmt.Sprintf("record %d with %d and %d fields", i, len(q.fields), len(s.fields))
		}
		for n := range q.fields {
			if a, b := fmt.Sprintf("%+v", q.fields[n]), fmt.Sprintf("%+v", s.fields[n]); a != b {
				return true, fmt.Sprintf("record %d: %s and %s", i, a, b)
			}
		}
	}
	return true, ""
}

// KnownKind reports whether files of this kind are read.
func KnownKind(kind string) bool { return kinds[kind] != nil }
