package admin

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
)

// How deliveries go out. Each channel is served by a goroutine of its own, one delivery after the other, and only while
// it has something to send: a channel that hangs or fails holds up nobody but itself. The attempt is committed before
// the channel is called, its outcome afterwards.

// attempted is an attempt with what the channel returned.
type attempted struct {
	delivery notify.Delivery
	channel  notify.Channel
	result   error
}

// dispatch lets every channel serve that has something due. The lock is held.
func (r *Reminders) dispatch(ctx context.Context, b *book, now time.Time) {
	if !b.sendingDue(now) {
		return
	}
	for _, channel := range b.channels {
		if _, due := b.nextFor(channel.Name(), now); due && !r.busy[channel.Name()] {
			r.busy[channel.Name()] = true
			r.sending.Go(func() { r.serve(ctx, channel) })
		}
	}
	b.attempt = b.nextAttempt(now)
}

// nextFor is the delivery that a channel is to send next: the most urgent first, then the oldest.
func (b *book) nextFor(channel string, now time.Time) (notify.Delivery, bool) {
	due, _ := notify.Due(underWay(b.deliveries), now)
	if len(due[channel]) == 0 {
		return notify.Delivery{}, false
	}
	return slices.MinFunc(due[channel], func(x, y notify.Delivery) int {
		return cmp.Or(y.Notices[0].Severity.Compare(x.Notices[0].Severity), x.CreatedAt.Compare(y.CreatedAt), cmp.Compare(x.ID, y.ID))
	}), true
}

// serve sends what is due over a channel until nothing is.
func (r *Reminders) serve(ctx context.Context, channel notify.Channel) {
	for {
		d, ok, err := r.take(ctx, channel)
		if err != nil && ctx.Err() == nil {
			r.report(fmt.Errorf("begin a delivery over %s: %w", channel.Name(), err))
		}
		if !ok {
			return
		}
		r.tell(ReminderChange{Deliveries: []notify.Delivery{d}})
		stuck, result := r.send(ctx, channel, d)
		changed, err := r.finish(ctx, attempted{d, channel, result})
		if err != nil {
			r.report(fmt.Errorf("keep the outcome of a delivery over %s: %w", channel.Name(), err))
		}
		r.tell(changed)
		if stuck != nil {
			// It gets nothing more before it has let go of this one. Nobody waits for that.
			go func() {
				<-stuck
				r.release(channel.Name())
				r.kick()
			}()
			return
		}
	}
}

// take begins the next attempt of a channel, or lets the channel go where there is none.
func (r *Reminders) take(ctx context.Context, channel notify.Channel) (notify.Delivery, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Now.now()
	d, due := r.book.nextFor(channel.Name(), now)
	if !due || ctx.Err() != nil {
		r.busy[channel.Name()] = false
		return notify.Delivery{}, false, nil
	}
	begun, err := d.Begin(now)
	if err == nil {
		work := newDraft(r.book, now)
		work.save(begun)
		_, err = r.commit(ctx, work)
	}
	if err != nil {
		r.busy[channel.Name()] = false
		return notify.Delivery{}, false, err
	}
	return begun, true, nil
}

func (r *Reminders) release(channel string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy[channel] = false
}

// send calls the channel, with a deadline, and returns what it returned. Where the channel does not keep to the
// deadline, stuck says when it lets go.
func (r *Reminders) send(ctx context.Context, channel notify.Channel, d notify.Delivery) (stuck <-chan struct{}, result error) {
	limited, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	returned := make(chan struct{})
	var outcome error
	go func() {
		defer close(returned)
		defer func() {
			if value := recover(); value != nil {
				outcome = fmt.Errorf("send over %s: panic: %v\n%s", channel.Name(), value, debug.Stack())
				r.report(outcome)
			}
		}()
		outcome = channel.Send(limited, notify.Compose(d.Notices, r.Now.now(), r.Zone), d.Recipient)
	}()
	select {
	case <-returned:
	case <-limited.Done():
		grace := time.NewTimer(sendGrace)
		defer grace.Stop()
		select {
		case <-returned:
		case <-grace.C:
			if ctx.Err() != nil {
				return returned, fault.New(fault.Canceled, "The program was closed first.")
			}
			return returned, late(channel)
		}
	}
	if outcome != nil && fault.Is(outcome, fault.Canceled) && ctx.Err() == nil {
		return nil, late(channel) // our deadline, which counts as an attempt
	}
	return nil, outcome
}

func late(channel notify.Channel) error {
	return fault.New(fault.Unreachable, "There was no answer over %s within %d seconds.", channel.Name(), int(sendWithin.Seconds()))
}

// finish stores the outcome of an attempt, also while the program is being closed.
func (r *Reminders) finish(ctx context.Context, a attempted) (ReminderChange, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change, err := r.settleAttempt(context.WithoutCancel(ctx), r.book, a)
	if err != nil {
		r.unfinished = append(r.unfinished, a)
	}
	return change, err
}

// finishAll stores outcomes that could not be stored before.
func (r *Reminders) finishAll(ctx context.Context, b *book) {
	r.unfinished = slices.DeleteFunc(r.unfinished, func(a attempted) bool {
		change, err := r.settleAttempt(ctx, b, a)
		_ = change // the tick that calls this tells of a change anyway
		return err == nil
	})
}

func (r *Reminders) settleAttempt(ctx context.Context, b *book, a attempted) (ReminderChange, error) {
	now := r.Now.now()
	ended, err := a.delivery.End(a.result, a.channel.Traits(), now)
	if err != nil {
		return ReminderChange{}, err
	}
	d := newDraft(b, now)
	d.save(ended)
	d.withdrawUnwanted(ended)
	d.settleAll(ended.Channel, ended.Notices)
	return r.commit(ctx, d)
}
