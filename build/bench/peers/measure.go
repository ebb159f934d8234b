package main

import (
	"fmt"
	"runtime"
	"time"
)

// subject is something to measure. run does it n times and says how long that took.
type subject struct {
	name string
	run  func(n int) (time.Duration, error)
	// prepares tells that run leaves preparations out of the time; then allocations cannot be told.
	prepares bool
}

// figure is what one time of a subject takes.
type figure struct {
	name        string
	time        float64 // nanoseconds
	allocations int64   // untold where it is not known
}

const untold int64 = -1

// asking is a subject that goes through prepared questions, each time where it stopped the time before.
func asking[T any](name string, questions []func() (T, error)) subject {
	next := 0
	return subject{name: name, run: func(n int) (time.Duration, error) {
		began := time.Now()
		for range n {
			if _, err := questions[next](); err != nil {
				return 0, err
			}
			if next++; next == len(questions) {
				next = 0
			}
		}
		return time.Since(began), nil
	}}
}

// doing is a subject without questions.
func doing(name string, do func() error) subject {
	return subject{name: name, run: func(n int) (time.Duration, error) {
		began := time.Now()
		for range n {
			if err := do(); err != nil {
				return 0, err
			}
		}
		return time.Since(began), nil
	}}
}

// measurement says how long subjects are measured.
type measurement struct {
	rounds int
	slice  time.Duration // of each subject in each round
}

// measure takes the subjects by turns, so that what else the machine does hits all of them, and keeps the quickest
// round of each: everything slower was disturbed. Many short rounds are better than a few long ones, since on a busy
// machine no long one is left alone.
func (m measurement) measure(subjects ...subject) ([]figure, error) {
	runtime.GC()
	figures, times := make([]figure, len(subjects)), make([]int, len(subjects))
	for i, s := range subjects {
		n, err := m.calibrate(s)
		if err != nil {
			return nil, fmt.Errorf("measure %s: %w", s.name, err)
		}
		figures[i], times[i] = figure{name: s.name}, n
	}
	for round := range m.rounds {
		for i, s := range subjects {
			took, allocations, err := watch(s, times[i])
			if err != nil {
				return nil, fmt.Errorf("measure %s: %w", s.name, err)
			}
			if s.prepares {
				allocations = untold
			}
			f := &figures[i]
			if round == 0 || took < f.time {
				f.time = took
			}
			if round == 0 || allocations < f.allocations {
				f.allocations = allocations
			}
			times[i] = max(1, int(float64(m.slice)/f.time)) // calibrating may have been disturbed
		}
	}
	return figures, nil
}

// calibrate finds how often a subject can be run in a slice.
func (m measurement) calibrate(s subject) (int, error) {
	for n := 1; ; {
		took, err := s.run(n)
		if err != nil {
			return 0, err
		}
		if took >= m.slice/4 {
			return max(1, int(float64(n)*float64(m.slice)/float64(took))), nil
		}
		n *= 4
	}
}

// watch counts allocations as the testing package does: what the rest of the program allocates now and then rounds to
// nothing.
func watch(s subject, n int) (nanoseconds float64, allocations int64, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	took, err := s.run(n)
	runtime.ReadMemStats(&after)
	return float64(took) / float64(n), int64(after.Mallocs-before.Mallocs) / int64(n), err
}
