package importer

import (
	"cmp"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// account keeps what became of every file and what has to be said of files.
type account struct {
	files    []site.File // sorted by path; without a use until that is known
	problems []site.Problem
	lost     map[string]string // kinds of records by file
}

func newAccount(entries []entry) *account {
	a := &account{files: make([]site.File, len(entries))}
	for i, e := range entries {
		a.files[i].Path = e.path
	}
	return a
}

// file finds the line of a file.
func (a *account) file(path string) *site.File {
	at, found := slices.BinarySearchFunc(a.files, path, func(f site.File, path string) int {
		return strings.Compare(f.Path, path)
	})
	if !found {
		a.files = slices.Insert(a.files, at, site.File{Path: path})
	}
	return &a.files[at]
}

// has reports whether the account is to tell what became of a file.
func (a *account) has(path string) bool {
	_, found := slices.BinarySearchFunc(a.files, path, func(f site.File, path string) int {
		return strings.Compare(f.Path, path)
	})
	return found
}

// use counts a file as read, whatever was thought of it before. A file of which the end is unreadable stays that.
func (a *account) use(path string) {
	if f := a.file(path); f.Use != site.Unreadable {
		*f = site.File{Path: f.Path, Use: site.Used}
	}
}

// ignore counts a file as left aside, unless it has a place already.
func (a *account) ignore(path, reason string) {
	if f := a.file(path); f.Use == "" {
		f.Use, f.Reason = site.Ignored, reason
	}
}

// unreadable counts a file as not read and says so among the problems.
func (a *account) unreadable(path string, why unreadable) {
	*a.file(path) = site.File{Path: path, Use: site.Unreadable, Reason: why.reason, Line: why.line, Column: why.column}
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
	for i := range a.files {
		if f := &a.files[i]; f.Use == "" {
			f.Use, f.Reason = site.Ignored, "It holds nothing that is read."
		}
	}
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
