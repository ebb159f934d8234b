package renewal_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/renewal"
)

func TestScheduleIdentity(t *testing.T) {
	of, key := care(1), keyUntil(1, end)
	id := renewal.ScheduleID(of, key)
	if again := renewal.ScheduleID(of, keyUntil(1, end.In(time.FixedZone("elsewhere", 3600)))); again != id {
		t.Error("the same key in another zone has another schedule")
	}
	other, unknown, unknown2 := of, of, of
	other.Application.ObjectID = "object-2"
	unknown.Application.ObjectID, unknown2.Application.ObjectID, unknown2.ID = "", "", uuid.UUID{2}
	tenant := of
	tenant.Organization.TenantID = "tenant-2"
	ids := []uuid.UUID{
		id, renewal.ScheduleID(of, keyUntil(2, end)), renewal.ScheduleID(of, keyUntil(1, end.Add(time.Second))), renewal.ScheduleID(other, key),
		renewal.ScheduleID(unknown, key), renewal.ScheduleID(unknown2, key), renewal.ScheduleID(tenant, key),
	}
	for i, a := range ids {
		if slices.Contains(ids[i+1:], a) {
			t.Errorf("id %d is there twice", i)
		}
	}
	renamed := of
	renamed.Name = "Another name"
	if renewal.ScheduleID(renamed, key) != id {
		t.Error("a new name makes a new schedule")
	}
}

func TestScheduleRecord(t *testing.T) {
	d := newDesk(t, 1).settle(instant("2027-02-23T12:00:00Z"))
	d.evaluate(instant("2027-03-03T12:00:00Z"))
	now := instant("2027-03-03T12:00:00Z")
	s, err := d.tracked[0].Schedule.SnoozeUntil(time.Time{}, "ada", now)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = s.Acknowledge(renewal.DefaultThresholds(true), "ada", now); err != nil {
		t.Fatal(err)
	}
	data, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := renewal.DecodeSchedule(data)
	if err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("read back as\n%+v, want\n%+v (%v)", back, s, err)
	}
	for name, wrong := range map[string]string{
		"UnknownSchema": `{"schema":2}`, "NoJSON": `schedule`, "NoEnd": `{"schema":1}`,
		"UnknownField": string(data[:len(data)-1]) + `,"colour":"red"}`,
	} {
		if _, err := renewal.DecodeSchedule([]byte(wrong)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
