package importer

import (
	"cmp"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// account keeps what became of every file and what has to be said of files.
type account struct {
	lines    []accountLine    // sorted by path
	ignored  map[string]*fate // by reason, of which there are few
	problems []site.Problem
	lost     map[string]string // kinds of records by file
}

// accountLine is what became of one file; nil until that is known.
type accountLine struct {
	path string
	fate *fate
}

// fate is what can become of a file. Files of one fate share it: there are thousands of them.
type fate struct {
	use          site.FileUse
	reason       string
	line, column int
}

var used = &fate{use: site.Used}

func newAccount(entries []entry) *account {
	a := &account{lines: make([]accountLine, len(entries)), ignored: map[string]*fate{}}
	for i, e := range entries {
		a.lines[i].path = e.path
	}
	return a
}

// search finds where the line of a file is or would be.
func (a *account) search(path string) (at int, found bool) {
	return slices.BinarySearchFunc(a.lines, path, func(l accountLine, path string) int { return strings.Compare(l.path, path) })
}

// file finds the line of a file.
func (a *account) file(path string) *accountLine {
	at, found := a.search(path)
	if !found {
		a.lines = slices.Insert(a.lines, at, accountLine{path: path})
	}
	return &a.lines[at]
}

// has reports whether the account is to tell what became of a file.
func (a *account) has(path string) bool {
	_, found := a.search(path)
	return found
}

// use counts a file as read, whatever was thought of it before. A file of which the end is unreadable stays that.
func (a *account) use(path string) {
	if l := a.file(path); l.fate == nil || l.fate.use != site.Unreadable {
		l.fate = used
	}
}

// ignore counts a file as left aside, unless it has a place already.
func (a *account) ignore(path, reason string) {
	l := a.file(path)
	if l.fate != nil {
		return
	}
	if a.ignored[reason] == nil {
		a.ignored[reason] = &fate{use: site.Ignored, reason: reason}
	}
	l.fate = a.ignored[reason]
}

// unreadable counts a file as not read and says so among the problems.
func (a *account) unreadable(path string, why unreadable) {
	a.file(path).fate = &fate{site.Unreadable, why.reason, why.line, why.column}
	a.problem(site.Problem{Severity: site.Error, File: path, Line: why.line, Message: why.reason, Hint: why.hint})
}

// lose says which kind of records errors about a file cost, where they do not say it themselves.
func (a *account) lose(path, kind string) {
	if a.lost == nil {
		a.lost = map[string]string{}
	}
	a.lost[path] = kind
}

func (a *account) problem(p site.Problem) { a.problems = append(a.problems, p) }

// settle leaves no file without a use, and no error without what it cost where that is known.
func (a *account) settle() {
	for i := range a.problems {
		if p := &a.problems[i]; p.Severity == site.Error && p.Lost == "" {
			p.Lost = a.lost[p.File]
		}
	}
	nothing := &fate{use: site.Ignored, reason: "It holds nothing that is read."}
	for i := range a.lines {
		if l := &a.lines[i]; l.fate == nil {
			l.fate = nothing
		}
	}
}

// files renders the lines of a settled account whose path is wanted.
func (a *account) files(wanted func(path string) bool) []site.File {
	files := make([]site.File, 0, len(a.lines))
	for _, l := range a.lines {
		if wanted(l.path) {
			files = append(files, site.File{
				Path: l.path, Use: l.fate.use, Reason: l.fate.reason, Line: l.fate.line, Column: l.fate.column,
			})
		}
	}
	return files
}

// sortProblems brings problems into the order of the files.
func sortProblems(problems []site.Problem) {
	slices.SortStableFunc(problems, func(x, y site.Problem) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Message, y.Message))
	})
}

// unreadable says why a file cannot be read and, where known, the place in it, counted from 1.
type unreadable struct {
	line, column int
	reason, hint string // sentences
}
