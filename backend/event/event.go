// Package event holds things that happened, as small values, and the in-process way to hear of them.
//
// Events tell which kind of thing changed so that a view can ask again; they carry no data and are not a log. The
// log of who did what is package admin's activity.
package event

import "sync"

// Topic names what changed. Its words are the names the window's pages listen to.
type Topic string

const (
	OnPortals   Topic = "portals"
	OnSnapshots Topic = "snapshots"
	OnActivity  Topic = "activity"
	OnSettings  Topic = "settings"
	OnRenewals  Topic = "renewals"
	OnReminders Topic = "reminders" // what is due, said or undelivered, and the settings of reminders

	OnConnections Topic = "connections" // how local portals stand with their organizations
)

// Event says that something of this topic changed. Subject is the portal id where one portal is concerned.
type Event struct {
	Topic   Topic
	Subject string
}

// Bus hands events to listeners. The zero value is ready; it is safe for concurrent use.
type Bus struct {
	mu        sync.Mutex
	listeners map[int]func(Event)
	next      int
}

// Listen calls heard for every later event, on the publisher's goroutine, until the returned stop is called.
// A listener must be quick and must not publish.
func (b *Bus) Listen(heard func(Event)) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[int]func(Event){}
	}
	id := b.next
	b.next++
	b.listeners[id] = heard
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, id)
	}
}

// Publish tells every listener.
func (b *Bus) Publish(e Event) {
	b.mu.Lock()
	heard := make([]func(Event), 0, len(b.listeners))
	for _, l := range b.listeners {
		heard = append(heard, l)
	}
	b.mu.Unlock()
	for _, l := range heard {
		l(e)
	}
}
