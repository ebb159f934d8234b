package notifytest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
)

// Memory is a channel that keeps what it gets. It is safe for concurrent use.
type Memory struct {
	Called string        // its name
	Served notify.Traits // its traits

	mu     sync.Mutex
	got    []Delivered
	broken bool
}

// Delivered is a message as Memory got it.
type Delivered struct {
	Message notify.Message
	To      notify.Recipient
}

// Name implements notify.Channel.
func (m *Memory) Name() string { return m.Called }

// Traits implements notify.Channel.
func (m *Memory) Traits() notify.Traits { return m.Served }

// Send implements notify.Channel.
func (m *Memory) Send(ctx context.Context, message notify.Message, to notify.Recipient) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return fault.New(fault.Canceled, "The message was not sent, because the program is stopping.").Because(ctx.Err())
	case m.Served.Addressed && !strings.Contains(to.Address, "@"):
		return fault.New(fault.Invalid, "%q is no address.", to.Address)
	case m.broken:
		return fault.New(fault.Unreachable, "Nobody is there to take the message.")
	}
	m.got = append(m.got, Delivered{message, to})
	return nil
}

// Got returns what arrived, in order.
func (m *Memory) Got() []Delivered {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.got)
}

// Break lets every later message fail, or arrive again.
func (m *Memory) Break(broken bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = broken
}
