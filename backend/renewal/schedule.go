package renewal

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
)

// ScheduleSchema is the version of the shape in which schedules are stored.
const ScheduleSchema = 1

// Schedule is what was said, and is still to be said, about the end of one key. A portal whose key is replaced gets
// another schedule; the one before is closed and kept with the key. Times are UTC.
type Schedule struct {
	Schema              int       `json:"schema"`
	ID                  uuid.UUID `json:"id"` // made from tenant, application, key and end
	PortalID            uuid.UUID `json:"portalId"`
	TenantID            string    `json:"tenantId"`
	ApplicationObjectID string    `json:"applicationObjectId"`
	KeyID               uuid.UUID `json:"keyId"`
	Thumbprint          string    `json:"thumbprint"`
	Start               time.Time `json:"start"`
	CreatedAt           time.Time `json:"createdAt"`
	End                 time.Time `json:"end"`

	// Through is the latest threshold that is settled or being delivered; everything before it is settled too, also
	// thresholds that a person adds later.
	Through time.Time `json:"through,omitzero"`
	Open    []Record  `json:"open"`    // being delivered, and the notice of a renewal that is not out yet
	Settled []Record  `json:"settled"` // in the order in which they were settled
	Closed  bool      `json:"closed,omitempty"`

	Early []Record `json:"early,omitempty"` // said by a clock that was ahead, and to be said again

	Snooze       *Snooze           `json:"snooze,omitempty"`
	Acknowledged []Acknowledgement `json:"acknowledged,omitempty"`
}

// Status is where a threshold of a schedule stands.
type Status string

const (
	StatusPending    Status = "pending"    // not due, or due and held back
	StatusReserved   Status = "reserved"   // about to go out; committed before it does
	StatusSent       Status = "sent"       // every channel has an outcome
	StatusSuperseded Status = "superseded" // a more urgent one went out instead
	StatusCancelled  Status = "cancelled"  // the key is not the current one any more
	StatusBaseline   Status = "baseline"   // past before the key came to be, so never said
)

// Record is what became of a threshold. Thresholds without a record are pending.
type Record struct {
	Threshold ThresholdID `json:"threshold"`
	Instant   time.Time   `json:"instant"` // when it was due
	Severity  Severity    `json:"severity"`
	Status    Status      `json:"status"`
	At        time.Time   `json:"at"`                // of the status
	Attempt   int         `json:"attempt,omitempty"` // of the delivery
	Reason    string      `json:"reason,omitempty"`  // of a cancellation
	Channels  []Delivered `json:"channels,omitempty"`
}

// NewSchedule returns the schedule for a portal's key. Nothing of it is settled.
func NewSchedule(of portal.Portal, key portal.KeyCredential, now time.Time) Schedule {
	s := Schedule{
		Schema: ScheduleSchema, PortalID: of.ID, TenantID: of.Organization.TenantID, ApplicationObjectID: of.Application.ObjectID,
		KeyID: key.KeyID, Thumbprint: key.Thumbprint, Start: utc(key.Start), End: utc(key.End), CreatedAt: utc(now),
		Open: []Record{}, Settled: []Record{},
	}
	s.ID = ScheduleID(of, key)
	return s
}

// schedules is the name space of schedule ids.
var schedules = uuid.MustParse("7d3a0c1e-52f4-4f0e-9a53-6b8f5f1f2d10")

// ScheduleID is the id of the schedule for a portal's key. The same key with another end has another schedule. Where
// the application is not known, the portal stands for it.
func ScheduleID(of portal.Portal, key portal.KeyCredential) uuid.UUID {
	application := of.Application.ObjectID
	if application == "" {
		application = "portal " + of.ID.String()
	}
	name := fmt.Sprintf("%q %q %s %s", of.Organization.TenantID, application, key.KeyID, utc(key.End).Format(time.RFC3339Nano))
	return uuid.NewSHA1(schedules, []byte(name))
}

// StatusOf says where a threshold stands.
func (s Schedule) StatusOf(t Threshold) Status {
	for _, records := range [][]Record{s.Open, s.Settled} {
		if i := slices.IndexFunc(records, func(r Record) bool { return r.Threshold == t.ID }); i >= 0 {
			return records[i].Status
		}
	}
	if !t.At(s.End).After(s.Through) {
		return StatusSuperseded
	}
	return StatusPending
}

// key is the key as the functions of this package take it.
func (s Schedule) key() portal.KeyCredential {
	return portal.KeyCredential{KeyID: s.KeyID, Thumbprint: s.Thumbprint, Start: s.Start, End: s.End}
}

// Sentence says in words how the key stands at now.
func (s Schedule) Sentence(now time.Time) string { return Sentence(s.key(), now) }

// reach notes that thresholds up to this instant are taken care of.
func (s *Schedule) reach(instant time.Time) {
	if instant.After(s.Through) {
		s.Through = instant
	}
}

// clone copies everything that a transition may write to.
func (s Schedule) clone() Schedule {
	s.Open, s.Settled, s.Early = cloneRecords(s.Open), cloneRecords(s.Settled), cloneRecords(s.Early)
	s.Acknowledged = slices.Clone(s.Acknowledged)
	return s
}

func cloneRecords(records []Record) []Record {
	records = slices.Clone(records)
	for i := range records {
		records[i].Channels = slices.Clone(records[i].Channels)
	}
	return records
}

// Encode renders a schedule as it is stored.
func (s Schedule) Encode() ([]byte, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode a schedule: %w", err)
	}
	return data, nil
}

// DecodeSchedule reads a stored schedule. Like DecodeOperation it takes nothing that it does not understand in full.
// Codes: invalid.
func DecodeSchedule(data []byte) (Schedule, error) {
	var s Schedule
	const what = "schedule"
	if err := decode(data, what, ScheduleSchema, &s); err != nil {
		return Schedule{}, err
	}
	if s.ID == uuid.Nil || s.PortalID == uuid.Nil || s.End.IsZero() {
		return Schedule{}, unreadable(what, fmt.Errorf("an id or the end is missing"))
	}
	return s, nil
}
