package wiring

import (
	"context"
	"sync"
)

// background is work that goes on until it is stopped.
type background struct {
	end  context.CancelFunc
	done sync.WaitGroup
}

// stop ends the work and waits for it. Nil never began.
func (b *background) stop() {
	if b == nil {
		return
	}
	b.end()
	b.done.Wait()
}

// Work goes on with the updates of keys that a stopped program left behind, and then works on updates until the
// program is closed. It is called once at most, by whoever wants more than to read. Codes: unreachable.
func (p *Program) Work(ctx context.Context) error {
	if _, err := p.Renewals.Recover(ctx); err != nil {
		return err
	}
	life, end := context.WithCancel(context.Background())
	p.work = &background{end: end}
	p.work.done.Go(func() { p.Renewals.Run(life) })
	return nil
}
