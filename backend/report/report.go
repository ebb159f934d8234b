// Package report renders what Gatehouse found for people and programs; one file per format.
//
// What is rendered is decided elsewhere: a format neither reads sites nor judges them. Output is sorted and the same
// every time.
package report

import (
	"fmt"
	"io"
	"slices"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// format is one way of writing reports.
type format struct {
	name    string
	inspect func(w io.Writer, readings []site.Reading) error
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
// It fails with fault.Invalid for a format that is not in All, and otherwise only where w does.
func Inspect(w io.Writer, name string, readings []site.Reading) error {
	f, ok := formats[name]
	if !ok {
		return fault.New(fault.Invalid, "There is no report format %q.", name).
			WithHint("The formats are %v.", All())
	}
	if err := f.inspect(w, readings); err != nil {
		return fmt.Errorf("write report as %s: %w", name, err)
	}
	return nil
}

// fileCounts is how many files met which fate.
type fileCounts struct {
	Used       int `json:"used"`
	Ignored    int `json:"ignored"`
	Unreadable int `json:"unreadable"`
}

func countFiles(files []site.File) (n fileCounts) {
	for _, f := range files {
		switch f.Use {
		case site.Used:
			n.Used++
		case site.Ignored:
			n.Ignored++
		case site.Unreadable:
			n.Unreadable++
		}
	}
	return n
}
