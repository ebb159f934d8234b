package importer

import (
	"context"
	"sync"
	"sync/atomic"
)

// meter counts files and tells the listener, one call at a time.
type meter struct {
	mu    sync.Mutex
	tell  func(Progress)
	found int
	done  int
	total int
	seen  int // records of large files
}

// find counts n more files in which sites are looked for.
func (m *meter) find(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.found += n
	m.tell(Progress{Stage: Finding, Done: m.found})
}

// add counts n more files as done.
func (m *meter) add(n int) {
	if n == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += n
	m.tell(Progress{Stage: Reading, Done: m.done, Total: m.total, Records: m.seen})
}

// records counts n more records of a large file.
func (m *meter) records(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen += n
	m.tell(Progress{Stage: Reading, Done: m.done, Total: m.total, Records: m.seen})
}

// each calls do for 0 to n-1 from several goroutines and waits for them. It stops early where ctx ends.
func each(ctx context.Context, workers, n int, do func(i int)) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(workers, n) {
		wait.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// batch is how many files each worker reads before the records of all are built. Files of records are small; what is
// held of them at a time is, too.
const batch = 16

// inBatches reads the files 0 to n-1, several at a time, into places that are used again, and hands them to take one
// after the other in their order.
func inBatches[T any](ctx context.Context, workers, n int, read func(into *T, i int), take func(from *T, i int)) error {
	places := make([]T, min(batch*workers, n))
	for first := 0; first < n; first += len(places) {
		some := min(len(places), n-first)
		if err := each(ctx, workers, some, func(i int) { read(&places[i], first+i) }); err != nil {
			return err
		}
		for i := range some {
			take(&places[i], first+i)
		}
	}
	return nil
}
