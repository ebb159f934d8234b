// Package report renders what Gatehouse found for people and programs; one file per format.
//
// What is rendered is decided elsewhere: a format neither reads sites nor judges them. Output is sorted and the same
// every time.
package report

import (
	"fmt"
	"io"
	"slices"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// format is one way of writing reports. A report that it cannot write is nil.
type format struct {
	name    string
	inspect func(w io.Writer, readings []site.Reading) error
	access  func(w io.Writer, s *access.Sheet) error
	without func(w io.Writer, s *access.WithoutSheet) error
	who     func(w io.Writer, s *access.WhoSheet) error
	explain func(w io.Writer, x *access.Explanation) error
}

var formats = map[string]format{}

// register adds a format to the family. It returns a value so that a package-level variable can call it.
func register(f format) format {
	if _, taken := formats[f.name]; taken {
		panic("report: format " + f.name + " registered twice")
	}
	formats[f.name] = f
	return f
}

// Report is what is written.
type Report string

const (
	OfInspect Report = "inspect"
	OfAccess  Report = "access"
	OfWithout Report = "without"
	OfWho     Report = "who"
	OfExplain Report = "explain"
)

// Formats lists the names of the formats that a report can be written in, sorted.
func Formats(r Report) []string {
	var names []string
	for name, f := range formats {
		if f.writes(r) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (f format) writes(r Report) bool {
	switch r {
	case OfInspect:
		return f.inspect != nil
	case OfAccess:
		return f.access != nil
	case OfWithout:
		return f.without != nil
	case OfWho:
		return f.who != nil
	case OfExplain:
		return f.explain != nil
	}
	return false
}

// All lists the names of the formats, sorted.
func All() []string {
	names := make([]string, 0, len(formats))
	for name := range formats {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Inspect writes the account of what was read: what each site holds, what became of its files, and the problems.
// It fails with fault.Invalid for a format that is not among Formats(OfInspect), and otherwise only where w does.
func Inspect(w io.Writer, name string, readings []site.Reading) error {
	return write(name, OfInspect, func(f format) error { return f.inspect(w, readings) })
}

// Access writes everything one visitor may do. It fails as Inspect does.
func Access(w io.Writer, name string, s *access.Sheet) error {
	return write(name, OfAccess, func(f format) error { return f.access(w, s) })
}

// Without writes what a visitor would lose with a record. It fails as Inspect does.
func Without(w io.Writer, name string, s *access.WithoutSheet) error {
	return write(name, OfWithout, func(f format) error { return f.without(w, s) })
}

// Who writes who may do one thing. It fails as Inspect does.
func Who(w io.Writer, name string, s *access.WhoSheet) error {
	return write(name, OfWho, func(f format) error { return f.who(w, s) })
}

// Explain writes one answer with everything that led to it. It fails as Inspect does.
func Explain(w io.Writer, name string, x *access.Explanation) error {
	return write(name, OfExplain, func(f format) error { return f.explain(w, x) })
}

func write(name string, r Report, do func(format) error) error {
	f, known := formats[name]
	if !known || !f.writes(r) {
		return fault.New(fault.Invalid, "There is no report format %q.", name).
			WithHint("The formats are %v.", Formats(r))
	}
	if err := do(f); err != nil {
		return fmt.Errorf("write report as %s: %w", name, err)
	}
	return nil
}

func timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
