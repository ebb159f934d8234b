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
	done  int
	total int
}

func newMeter(tell func(Progress)) *meter { return &meter{tell: tell} }

// add counts n more files as done.
func (m *meter) add(n int) {
	if n == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += n
	m.tell(Progress{Stage: Reading, Done: m.done, Total: m.total})
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
