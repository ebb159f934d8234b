package importer

import (
	"cmp"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// account keeps what became of every file and what has to be said.
type account struct {
	files    []site.File
	places   map[string]int // path → index into files
	problems []site.Problem
}

// newAccount is an account of about n files.
func newAccount(n int) *account {
	return &account{files: make([]site.File, 0, n), places: make(map[string]int, n)}
}

// set puts a file into its place, or another one than before.
func (a *account) set(f site.File) {
	at, known := a.places[f.Path]
	if !known {
		a.places[f.Path] = len(a.files)
		a.files = append(a.files, f)
		return
	}
	a.files[at] = f
}

// use counts a file as read. A file that was used once stays used.
func (a *account) use(path string) { a.set(site.File{Path: path, Use: site.Used}) }

// ignore counts a file as left aside, unless it has a place already.
func (a *account) ignore(path, reason string) {
	if _, known := a.places[path]; !known {
		a.set(site.File{Path: path, Use: site.Ignored, Reason: reason})
	}
}

// unreadable counts a file as not read and says so among the problems.
func (a *account) unreadable(path string, why unreadable) {
	a.set(site.File{Path: path, Use: site.Unreadable, Reason: why.reason, Line: why.line, Column: why.column})
	a.problem(site.Problem{Severity: site.Error, File: path, Line: why.line, Message: why.reason, Hint: why.hint})
}

func (a *account) problem(p site.Problem) { a.problems = append(a.problems, p) }

// settle gives files and problems in their order; neither is nil.
func (a *account) settle() ([]site.File, []site.Problem) {
	files := a.files
	slices.SortFunc(files, func(x, y site.File) int { return strings.Compare(x.Path, y.Path) })
	problems := append([]site.Problem{}, a.problems...)
	slices.SortStableFunc(problems, func(x, y site.Problem) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Message, y.Message))
	})
	return files, problems
}

// unreadable says why a file cannot be read and, where known, the place in it, counted from 1.
type unreadable struct {
	line, column int
	reason, hint string // sentences
}
