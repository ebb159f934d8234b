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
// program is closed. It is called once at most, by whoever wants more than to read. recovered is closed when everything
// that was left behind is known. What goes wrong is told to Options.Trouble: a record that cannot be recovered must not
// keep the others from going on.
func (p *Program) Work() (recovered <-chan struct{}) {
	life, end := context.WithCancel(context.Background())
	p.work = &background{end: end}
	known := make(chan struct{})
	p.work.done.Go(func() {
		if _, err := p.Renewals.Recover(life); life.Err() == nil {
			p.told(err)
		}
		close(known)
		p.Renewals.Run(life)
	})
	return known
}
