package event_test

import (
	"fmt"
	"sync"
	"testing"

	"gatehouse/backend/event"
)

func TestBus(t *testing.T) {
	t.Run("TellsEveryListener", func(t *testing.T) {
		var bus event.Bus
		var first, second []event.Event
		bus.Listen(func(e event.Event) { first = append(first, e) })
		bus.Publish(event.Event{Topic: event.OnSettings})
		bus.Listen(func(e event.Event) { second = append(second, e) })
		bus.Publish(event.Event{Topic: event.OnPortals, Subject: "7"})
		if got, want := fmt.Sprint(first, second), "[{settings } {portals 7}] [{portals 7}]"; got != want {
			t.Errorf("heard %s, want %s", got, want)
		}
	})
	t.Run("StopsOnlyWhoStopped", func(t *testing.T) {
		var bus event.Bus
		var first, second int
		stop := bus.Listen(func(event.Event) { first++ })
		bus.Listen(func(event.Event) { second++ })
		stop()
		stop() // twice does no harm
		bus.Publish(event.Event{})
		if first != 0 || second != 1 {
			t.Errorf("heard %d and %d times", first, second)
		}
	})
	t.Run("ListenerMayStopItself", func(t *testing.T) {
		var bus event.Bus
		var stop func()
		heard := 0
		stop = bus.Listen(func(event.Event) { heard++; stop() })
		bus.Publish(event.Event{})
		bus.Publish(event.Event{})
		if heard != 1 {
			t.Errorf("heard %d times", heard)
		}
	})
	t.Run("Concurrent", func(t *testing.T) {
		var bus event.Bus
		var mu sync.Mutex
		var group sync.WaitGroup
		heard := 0
		bus.Listen(func(event.Event) { mu.Lock(); heard++; mu.Unlock() })
		for range 20 {
			group.Go(func() {
				stop := bus.Listen(func(event.Event) {})
				bus.Publish(event.Event{Topic: event.OnActivity})
				stop()
			})
		}
		group.Wait()
		if heard != 20 {
			t.Errorf("heard %d of 20", heard)
		}
	})
}
