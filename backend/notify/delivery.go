package notify

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

const (
	// DeliverySchema is the version of the shape in which deliveries are stored.
	DeliverySchema = 1

	visibleAfter = time.Minute // a notice that has not arrived by then shows as undelivered
)

// State is where a delivery stands.
type State string

const (
	Waiting    State = "waiting"    // for its next attempt
	Sending    State = "sending"    // committed before the channel is called
	Arrived    State = "arrived"    // the channel took it
	GivenUp    State = "given-up"   // it cannot arrive; a person sees why
	Superseded State = "superseded" // a newer one says more
	Withdrawn  State = "withdrawn"  // nobody is to hear of it: the key was replaced, the portal muted, the channel switched off
)

// Delivery is a message on its way to one recipient over one channel. It is a record: its methods return changed
// copies. Times are UTC.
type Delivery struct {
	Schema      int       `json:"schema"`
	ID          string    `json:"id"` // message, channel and recipient; the same message is delivered once
	Channel     string    `json:"channel"`
	Recipient   Recipient `json:"recipient"`
	Notices     []Notice  `json:"notices"` // to be worded when it is sent
	State       State     `json:"state"`
	CreatedAt   time.Time `json:"createdAt"`
	ChangedAt   time.Time `json:"changedAt"`
	NextAttempt time.Time `json:"nextAttempt,omitzero"` // of a waiting one
	Attempts    int       `json:"attempts"`
	Problem     *Problem  `json:"problem,omitempty"` // of the last attempt that failed
}

// Problem is why an attempt failed.
type Problem struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	Hint    string     `json:"hint,omitempty"`
	At      time.Time  `json:"at"`
}

// Plan says which deliveries notices of one moment make on a channel: a digest, or one for each notice. Recipients
// are those of an addressed channel; any other one has the person at this machine. A notice that is on its way to a
// recipient already, by itself or in a digest, is left out there: a reminder that is repeated after a crash finds the
// deliveries of its first attempt. The deliveries are waiting, and sorted by id.
func Plan(notices []Notice, digest bool, channel string, traits Traits, recipients []Recipient, underWay []Delivery, now time.Time) []Delivery {
	if !traits.Addressed {
		recipients = []Recipient{{}}
	}
	now = utc(now)
	var planned []Delivery
	for _, to := range recipients {
		fresh := slices.DeleteFunc(slices.Clone(notices), func(n Notice) bool {
			return !traits.takes(n) || slices.ContainsFunc(underWay, func(d Delivery) bool { return d.carries(n.ID, channel, to) })
		})
		for _, bundle := range bundles(fresh, digest && !traits.Each) {
			m := Compose(bundle, now, nil)
			planned = append(planned, Delivery{
				Schema: DeliverySchema, ID: deliveryID(m.ID, channel, to), Channel: channel, Recipient: to,
				Notices: m.Notices, State: Waiting, CreatedAt: now, ChangedAt: now, NextAttempt: now,
			})
		}
	}
	slices.SortFunc(planned, func(a, b Delivery) int { return cmp.Compare(a.ID, b.ID) })
	return planned
}

// carries reports whether a delivery that has not ended takes this notice to this recipient.
func (d Delivery) carries(notice ID, channel string, to Recipient) bool {
	return (d.State == Waiting || d.State == Sending) && d.Channel == channel && d.Recipient.Address == to.Address &&
		slices.ContainsFunc(d.Notices, func(n Notice) bool { return n.ID == notice })
}

// bundles are the notices that go out together.
func bundles(notices []Notice, together bool) [][]Notice {
	size := 1
	if together {
		size = max(1, len(notices))
	}
	return slices.Collect(slices.Chunk(notices, size))
}

// Begin takes a waiting delivery into an attempt. It is committed before the channel is called. Codes: conflict.
func (d Delivery) Begin(now time.Time) (Delivery, error) {
	if d.State != Waiting {
		return d, fault.New(fault.Conflict, "The delivery over %s is %s; it cannot be sent.", d.Channel, d.State)
	}
	d.State, d.ChangedAt, d.NextAttempt = Sending, utc(now), time.Time{}
	d.Attempts++
	return d, nil
}

// End settles an attempt by what Channel.Send returned. An attempt that was stopped with the program does not count.
// A failure waits for the next attempt, unless it is final or was the last one. Codes: conflict.
func (d Delivery) End(result error, traits Traits, now time.Time) (Delivery, error) {
	now = utc(now)
	if d.State != Sending {
		return d, fault.New(fault.Conflict, "The delivery over %s is %s; it is not being sent.", d.Channel, d.State)
	}
	d.ChangedAt = now
	if result == nil {
		d.State, d.Problem = Arrived, nil
		return d, nil
	}
	f := fault.Of(result)
	if f.Code == fault.Canceled {
		d.State, d.NextAttempt = Waiting, now
		d.Attempts--
		return d, nil
	}
	d.Problem = &Problem{Code: f.Code, Message: f.Message, Hint: f.Hint, At: now}
	delays := traits.delays()
	if f.Final || f.Code == fault.Denied || f.Code == fault.Invalid || d.Attempts > len(delays) {
		d.State = GivenUp
		return d, nil
	}
	d.State, d.NextAttempt = Waiting, now.Add(delays[d.Attempts-1])
	return d, nil
}

// Recover takes a delivery up again that was being sent when the program stopped. Whether it arrived cannot be known;
// a rare repetition is better than a notice that is lost.
func (d Delivery) Recover(now time.Time) Delivery {
	if d.State == Sending {
		d.State, d.ChangedAt, d.NextAttempt = Waiting, utc(now), utc(now)
	}
	return d
}

// Retry lets a person send a delivery again that waits or was given up, at once and with all attempts.
// Codes: conflict.
func (d Delivery) Retry(now time.Time) (Delivery, error) {
	if d.State != Waiting && d.State != GivenUp {
		return d, fault.New(fault.Conflict, "The delivery over %s is %s; there is nothing to repeat.", d.Channel, d.State)
	}
	d.State, d.ChangedAt, d.NextAttempt, d.Attempts = Waiting, utc(now), utc(now), 0
	return d, nil
}

// Withdraw returns those waiting deliveries, changed, that speak of a schedule nobody is to hear of now. Where they
// speak of other portals too, only that is taken out, into a withdrawn delivery of its own.
func Withdraw(all []Delivery, schedule uuid.UUID, now time.Time) []Delivery {
	var changed []Delivery
	for _, d := range all {
		if d.State != Waiting {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(d.Notices), func(n Notice) bool { return n.ScheduleID == schedule })
		switch {
		case len(left) == len(d.Notices):
			continue
		case len(left) == 0:
			d = d.endEarly(Withdrawn, now)
		default:
			for _, n := range d.Notices {
				if n.ScheduleID == schedule {
					changed = append(changed, d.alone(n).endEarly(Withdrawn, now))
				}
			}
			d.Notices, d.ChangedAt = left, utc(now)
		}
		changed = append(changed, d)
	}
	return changed
}

// Revive lets the notices of a withdrawn delivery that are wanted wait again, with all attempts. It returns what to
// keep: nothing where none is wanted; one that is not stays withdrawn, by itself.
func (d Delivery) Revive(wanted func(Notice) bool, now time.Time) []Delivery {
	var again []Notice
	var kept []Delivery
	for _, n := range d.Notices {
		if wanted(n) {
			again = append(again, n)
		} else {
			kept = append(kept, d.alone(n))
		}
	}
	if d.State != Withdrawn || len(again) == 0 {
		return nil
	}
	d.Notices, d.State, d.ChangedAt, d.NextAttempt, d.Attempts, d.Problem = again, Waiting, utc(now), utc(now), 0, nil
	return append(kept, d)
}

// alone is the delivery of one of the notices by itself.
func (d Delivery) alone(n Notice) Delivery {
	d.ID, d.Notices = deliveryID(n.ID, d.Channel, d.Recipient), []Notice{n}
	return d
}

func deliveryID(message ID, channel string, to Recipient) string {
	return fmt.Sprintf("%s %s %s", message, channel, to.Address)
}

func (d Delivery) endEarly(state State, now time.Time) Delivery {
	d.State, d.ChangedAt, d.NextAttempt = state, utc(now), time.Time{}
	return d
}

// Supersede returns those of the older deliveries that newer ones make superfluous, changed: they wait for the same
// recipient on the same channel, and every portal they speak of has a newer notice of the same kind. A server that
// was down for days does not get everything that was said meanwhile.
func Supersede(older, newer []Delivery, now time.Time) []Delivery {
	var changed []Delivery
	for _, old := range older {
		if old.State == Waiting && slices.ContainsFunc(newer, func(d Delivery) bool { return d.covers(old) }) {
			changed = append(changed, old.endEarly(Superseded, now))
		}
	}
	return changed
}

func (d Delivery) covers(old Delivery) bool {
	if d.ID == old.ID || d.Channel != old.Channel || d.Recipient.Address != old.Recipient.Address {
		return false
	}
	for _, n := range old.Notices {
		if !slices.ContainsFunc(d.Notices, func(it Notice) bool { return it.PortalID == n.PortalID && it.Kind == n.Kind }) {
			return false
		}
	}
	return true
}

// Due returns the deliveries whose attempt is due at now, for each channel by itself: a channel that hangs or fails
// holds up nobody but itself. The second result is when the next one is due, the zero time for none. A clock that was
// set back does not make anybody wait longer than the longest delay that was agreed on.
func Due(all []Delivery, now time.Time) (map[string][]Delivery, time.Time) {
	due := map[string][]Delivery{}
	var next time.Time
	for _, d := range all {
		switch {
		case d.State != Waiting:
		case !d.NextAttempt.After(now), now.Before(d.ChangedAt):
			due[d.Channel] = append(due[d.Channel], d)
		case next.IsZero() || d.NextAttempt.Before(next):
			next = d.NextAttempt
		}
	}
	return due, next
}

// Undelivered returns the deliveries that a person should know of: given up, waiting after a failure, or not arrived
// within a minute.
func Undelivered(all []Delivery, now time.Time) []Delivery {
	return slices.DeleteFunc(slices.Clone(all), func(d Delivery) bool {
		switch d.State {
		case GivenUp:
			return false
		case Waiting, Sending:
			return d.Problem == nil && now.Sub(d.CreatedAt) < visibleAfter
		default:
			return true
		}
	})
}

// OutcomeOf is what the deliveries of a reminder on one channel come to for its schedule (renewal.Schedule.Settle).
func OutcomeOf(deliveries []Delivery) renewal.Outcome {
	outcome := renewal.OutcomeFailed
	for _, d := range deliveries {
		switch d.State {
		case Waiting, Sending:
			if d.Attempts == 0 || d.State == Sending && d.Attempts == 1 {
				return renewal.OutcomeOpen // not tried yet
			}
			outcome = renewal.OutcomeQueued
		case Arrived, Superseded:
			if outcome == renewal.OutcomeFailed {
				outcome = renewal.OutcomeDelivered
			}
		}
	}
	return outcome
}

// DecodeDelivery reads a stored delivery. It takes nothing that it does not understand in full, because the record is
// written back. Codes: invalid.
func DecodeDelivery(data []byte) (Delivery, error) {
	var d Delivery
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	err := in.Decode(&d)
	switch {
	case err != nil:
		return Delivery{}, fault.New(fault.Invalid, "The record of a delivery cannot be read.").Because(err)
	case d.Schema != DeliverySchema:
		return Delivery{}, fault.New(fault.Invalid, "The record of a delivery has the shape %d; this program knows %d.", d.Schema, DeliverySchema).
			WithHint("A newer Gatehouse may have written it.")
	case d.ID == "" || d.Channel == "" || len(d.Notices) == 0:
		return Delivery{}, fault.New(fault.Invalid, "The record of a delivery says nothing.")
	}
	return d, nil
}

func utc(t time.Time) time.Time { return t.Round(0).UTC() }
