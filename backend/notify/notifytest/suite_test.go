package notifytest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/notifytest"
)

func fixture(m *notifytest.Memory) notifytest.Fixture {
	f := notifytest.Fixture{
		Channel: m, Break: func() { m.Break(true) }, Repair: func() { m.Break(false) },
		Arrived: func() []notifytest.Arrival {
			var all []notifytest.Arrival
			for _, d := range m.Got() {
				all = append(all, notifytest.Arrival{Title: d.Message.Title, Body: d.Message.Body})
			}
			return all
		},
	}
	if m.Served.Addressed {
		f.Good = notify.Recipient{Address: "ada@contoso.example"}
		f.Bad = []notify.Recipient{{}, {Address: "ada"}}
	}
	return f
}

func TestMemory(t *testing.T) {
	for name, traits := range map[string]notify.Traits{"Plain": {}, "Addressed": {Addressed: true}} {
		t.Run(name, func(t *testing.T) {
			notifytest.Run(t, func(*testing.T) notifytest.Fixture {
				return fixture(&notifytest.Memory{Called: "memory", Served: traits})
			})
		})
	}
}

// liar is a channel that breaks one promise.
type liar struct {
	*notifytest.Memory
	name string
	send func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error
}

func (l liar) Name() string {
	if l.name != "" {
		return l.name
	}
	return l.Memory.Name()
}

func (l liar) Send(ctx context.Context, m notify.Message, to notify.Recipient) error {
	if l.send == nil {
		return l.Memory.Send(ctx, m, to)
	}
	return l.send(ctx, m, to, l.Memory)
}

// Every promise is broken by somebody, and the suite says so.
func TestSuiteCatches(t *testing.T) {
	type send = func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error
	seen := map[string]int{}
	for caught, l := range map[string]liar{
		"Name":   {name: "My Channel"},
		"Traits": {Memory: &notifytest.Memory{Called: "memory", Served: notify.Traits{Delays: []time.Duration{3 * time.Minute, time.Minute}}}},
		"EverySeverity": {send: send(func(context.Context, notify.Message, notify.Recipient, *notifytest.Memory) error {
			return nil // says yes and does nothing
		})},
		"Digest": {send: send(func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error {
			m.Body, _, _ = strings.Cut(m.Body, "\nPortal 1 ")
			return honest.Send(ctx, m, to)
		})},
		"AwkwardWords": {send: send(func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error {
			m.Title = strings.NewReplacer("<", "", ">", "").Replace(m.Title)
			return honest.Send(ctx, m, to)
		})},
		"Again": {send: send(func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error {
			if len(honest.Got()) > 0 {
				return fault.New(fault.Conflict, "It is there already.")
			}
			return honest.Send(ctx, m, to)
		})},
		"AtOnce": {send: send(func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error {
			if strings.HasPrefix(m.Title, "Portal 5") {
				return nil
			}
			return honest.Send(ctx, m, to)
		})},
		"ErrCanceled": {send: send(func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error {
			return honest.Send(context.WithoutCancel(ctx), m, to)
		})},
		"ErrInvalid": {
			Memory: &notifytest.Memory{Called: "memory", Served: notify.Traits{Addressed: true}},
			send: send(func(ctx context.Context, m notify.Message, _ notify.Recipient, honest *notifytest.Memory) error {
				return honest.Send(ctx, m, notify.Recipient{Address: "anybody@contoso.example"})
			}),
		},
		"ErrUnreachable": {send: send(func(ctx context.Context, m notify.Message, to notify.Recipient, honest *notifytest.Memory) error {
			if err := honest.Send(ctx, m, to); fault.Is(err, fault.Unreachable) {
				return nil
			} else {
				return err
			}
		})},
	} {
		for _, c := range notifytest.Cases {
			if c.Name != caught {
				continue
			}
			seen[caught]++
			if l.Memory == nil {
				l.Memory = &notifytest.Memory{Called: "memory"}
			}
			f := fixture(l.Memory)
			f.Channel = l
			if err := c.Check(t.Context(), f); err == nil {
				t.Errorf("%s lets a liar pass", caught)
			}
		}
	}
	for _, c := range notifytest.Cases {
		if seen[c.Name] != 1 {
			t.Errorf("nobody breaks the promise %s", c.Name)
		}
	}
}
