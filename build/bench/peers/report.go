package main

import (
	"fmt"
	"io"
)

// report gathers what was measured and what was to be reached.
type report struct {
	sections []section
	goals    []goal
}

// section is a table of figures. The first one is what the others are compared with.
type section struct {
	title   string
	figures []figure
}

// goal is a ratio that was to be reached, or one that is only told.
type goal struct {
	about  string
	ratio  float64
	within string // what it should be; empty when there is nothing to reach
	met    bool
}

func (r *report) section(title string, figures []figure) {
	r.sections = append(r.sections, section{title, figures})
}

func (r *report) atLeast(about string, ratio, least float64) {
	r.goals = append(r.goals, goal{about, ratio, fmt.Sprintf("at least %g", least), ratio >= least})
}

func (r *report) atMost(about string, ratio, most float64) {
	r.goals = append(r.goals, goal{about, ratio, fmt.Sprintf("at most %g", most), ratio <= most})
}

func (r *report) told(about string, ratio float64) {
	r.goals = append(r.goals, goal{about, ratio, "", true})
}

// missed is the number of goals that were not reached.
func (r *report) missed() (n int) {
	for _, g := range r.goals {
		if !g.met {
			n++
		}
	}
	return n
}

func (r *report) write(w io.Writer) {
	for _, s := range r.sections {
		fmt.Fprintf(w, "%-50s %12s %12s %14s\n", s.title, "time", "allocations", "of the first")
		for _, f := range s.figures {
			allocations := "-"
			if f.allocations != untold {
				allocations = fmt.Sprint(f.allocations)
			}
			fmt.Fprintf(w, "  %-48s %12s %12s %14s\n", f.name, duration(f.time), allocations, ratio(f.time/s.figures[0].time))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%-6s%-68s %12s   %s\n", "", "ratio", "reached", "to reach")
	for _, g := range r.goals {
		verdict := "PASS"
		if g.within == "" {
			verdict = ""
		} else if !g.met {
			verdict = "FAIL"
		}
		fmt.Fprintf(w, "%-6s%-68s %12s   %s\n", verdict, g.about, ratio(g.ratio), g.within)
	}
}

func ratio(r float64) string {
	if r >= 100 {
		return fmt.Sprintf("%.0f", r)
	}
	return fmt.Sprintf("%.2f", r)
}

func duration(nanoseconds float64) string {
	switch {
	case nanoseconds < 1e3:
		return fmt.Sprintf("%.1f ns", nanoseconds)
	case nanoseconds < 1e6:
		return fmt.Sprintf("%.2f µs", nanoseconds/1e3)
	}
	return fmt.Sprintf("%.2f ms", nanoseconds/1e6)
}
