package renewal

import (
	"container/heap"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Index says which portals need attention by now without looking at the others. A tick with nothing due costs one
// comparison, however many portals there are. The zero value is empty; it is not safe for concurrent use.
type Index struct{ queue queue }

// Set says when a portal needs attention next (Tracked.Attention); the zero time takes it out.
func (x *Index) Set(portalID uuid.UUID, at time.Time) {
	i, known := x.queue.at[portalID]
	switch {
	case at.IsZero() && known:
		heap.Remove(&x.queue, i)
	case at.IsZero():
	case known:
		x.queue.entries[i].at = at
		heap.Fix(&x.queue, i)
	default:
		heap.Push(&x.queue, entry{portalID, at})
	}
}

// Len counts the portals that will need attention.
func (x *Index) Len() int { return len(x.queue.entries) }

// Next is when the first portal needs attention, the zero time for never.
func (x *Index) Next() time.Time {
	if len(x.queue.entries) == 0 {
		return time.Time{}
	}
	return x.queue.entries[0].at
}

// Due returns the portals that need attention at now, sorted by id. They stay until Set says when they need it again.
func (x *Index) Due(now time.Time) []uuid.UUID {
	if next := x.Next(); next.IsZero() || next.After(now) {
		return nil
	}
	var due []uuid.UUID
	open := []int{0} // below an entry that is not due there is none
	for len(open) > 0 {
		i := open[len(open)-1]
		open = open[:len(open)-1]
		if i < len(x.queue.entries) && !x.queue.entries[i].at.After(now) {
			due = append(due, x.queue.entries[i].portalID)
			open = append(open, 2*i+1, 2*i+2)
		}
	}
	slices.SortFunc(due, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return due
}

type entry struct {
	portalID uuid.UUID
	at       time.Time
}

// queue implements heap.Interface and knows where each portal is.
type queue struct {
	entries []entry
	at      map[uuid.UUID]int
}

func (q *queue) Len() int           { return len(q.entries) }
func (q *queue) Less(i, j int) bool { return q.entries[i].at.Before(q.entries[j].at) }

func (q *queue) Swap(i, j int) {
	q.entries[i], q.entries[j] = q.entries[j], q.entries[i]
	q.at[q.entries[i].portalID], q.at[q.entries[j].portalID] = i, j
}

func (q *queue) Push(it any) {
	if q.at == nil {
		q.at = map[uuid.UUID]int{}
	}
	e := it.(entry)
	q.at[e.portalID] = len(q.entries)
	q.entries = append(q.entries, e)
}

func (q *queue) Pop() any {
	last := len(q.entries) - 1
	e := q.entries[last]
	delete(q.at, e.portalID)
	q.entries = q.entries[:last]
	return e
}
