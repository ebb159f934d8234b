package importer

import (
	"fmt"

	"gatehouse/backend/site"
)

// findings are what has to be said about one file of records.
type findings struct {
	problems []site.Problem
	unread   []site.RecordException // entries that are no records
}

// doubt reports what is doubtful about a value that was put into a record. The line is the key's.
func (f *findings) doubt(r *record, doubt string, line int) {
	if doubt != "" {
		f.problem(site.Warning, r.source.File, line, "%s", "Keep the right one and remove the other.", doubt)
	}
}

func (f *findings) note(path string, line int, format, hint string, args ...any) {
	f.problem(site.Note, path, line, format, hint, args...)
}

// mostProblems of one file are told; a file that is all wrong needs no thousand lines.
const mostProblems = 50

const moreTrouble = "There is more trouble like this in the file; it is not listed."

func (f *findings) problem(grade site.Severity, path string, line int, format, hint string, args ...any) {
	f.told(site.Problem{Severity: grade, File: path, Line: line, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// told takes a problem over, unless there are too many of the file.
func (f *findings) told(p site.Problem) {
	switch {
	case len(f.problems) > mostProblems:
		return
	case len(f.problems) == mostProblems:
		p.Severity, p.Message, p.Lost = site.Error, moreTrouble, ""
	}
	f.problems = append(f.problems, p)
}
