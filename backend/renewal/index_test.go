package renewal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// The index agrees with a plain map, whatever is set and taken out.
func TestIndex(t *testing.T) {
	seed := uint64(7)
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var index renewal.Index
	plain := map[uuid.UUID]time.Time{}
	for range 5000 {
		id := uuid.UUID{byte(random.IntN(200))}
		at := time.Time{}
		if random.IntN(3) > 0 {
			at = end.Add(time.Duration(random.IntN(50)) * time.Hour)
		}
		index.Set(id, at)
		if plain[id] = at; at.IsZero() {
			delete(plain, id)
		}
		now := end.Add(time.Duration(random.IntN(60)-5) * time.Hour)
		var next time.Time
		due := []uuid.UUID{}
		for id, at := range plain {
			if next.IsZero() || at.Before(next) {
				next = at
			}
			if !at.After(now) {
				due = append(due, id)
			}
		}
		slices.SortFunc(due, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
		if !index.Next().Equal(next) || index.Len() != len(plain) || !slices.Equal(index.Due(now), due) {
			t.Fatalf("next %v, want %v; %d of %d; due %v, want %v", index.Next(), next, index.Len(), len(plain), index.Due(now), due)
		}
	}
}

// fleet is many portals with two-year keys that end all over the time. Their reminders are up to date.
func fleet(b *testing.B, size int, now time.Time) []renewal.Tracked {
	b.Helper()
	random := rand.New(rand.NewPCG(20270310, 0))
	tracked := make([]renewal.Tracked, size)
	for i := range tracked {
		var id uuid.UUID
		id[0], id[1], id[2] = byte(i>>16), byte(i>>8), byte(i)
		key := portal.KeyCredential{KeyID: id, End: now.Add(time.Duration(1 + random.Int64N(int64(730*day))))}
		tracked[i].Schedule = renewal.NewSchedule(portal.Portal{ID: id}, key, now)
	}
	settings := renewal.Settings{}
	found := renewal.Evaluate(tracked, settings, now, renewal.Mark{})
	for _, f := range found.Firing {
		s, err := f.Schedule.Settle(f.Threshold, "", "", now)
		if err != nil {
			b.Fatal(err)
		}
		i := int(s.PortalID[0])<<16 | int(s.PortalID[1])<<8 | int(s.PortalID[2])
		tracked[i].Schedule = s
	}
	return tracked
}

// BenchmarkNextDue compares an evaluation of 100,000 keys with nothing due, which says when something is, with one
// pass over the ends of the same keys. It fails where it takes more than three times as long. The best of several
// rounds counts, because other work on the machine only ever makes a round slower.
func BenchmarkNextDue(b *testing.B) {
	now := end
	tracked := fleet(b, 100_000, now)
	if found := renewal.Evaluate(tracked, renewal.Settings{}, now, renewal.Mark{}); len(found.Firing) > 0 || found.Next.IsZero() {
		b.Fatalf("%d are due, next %v", len(found.Firing), found.Next)
	}
	pass, evaluation := time.Hour, time.Hour
	var first, next time.Time
	for b.Loop() {
		began := time.Now()
		first = tracked[0].Schedule.End
		for i := range tracked {
			if tracked[i].Schedule.End.Before(first) {
				first = tracked[i].Schedule.End
			}
		}
		pass = min(pass, time.Since(began))
		began = time.Now()
		next = renewal.Evaluate(tracked, renewal.Settings{}, now, renewal.Mark{}).Next
		evaluation = min(evaluation, time.Since(began))
	}
	if first.IsZero() || next.IsZero() {
		b.Fatal("there is nothing to come")
	}
	ratio := float64(evaluation) / float64(pass)
	b.ReportMetric(float64(pass.Microseconds()), "pass-µs")
	b.ReportMetric(float64(evaluation.Microseconds()), "next-due-µs")
	b.ReportMetric(ratio, "ratio")
	if b.N > 20 && ratio > 3 {
		b.Errorf("it takes %.1f times as long as one pass over the ends", ratio)
	}
}

// BenchmarkTick shows that a tick with nothing due costs the same for ten portals and for 100,000.
func BenchmarkTick(b *testing.B) {
	for _, size := range []int{10, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			var index renewal.Index
			for _, t := range fleet(b, size, end) {
				index.Set(t.Schedule.PortalID, t.Attention(renewal.Settings{}, end))
			}
			for b.Loop() {
				if len(index.Due(end)) > 0 {
					b.Fatal("something is due")
				}
			}
		})
	}
}
