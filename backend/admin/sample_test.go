package admin_test

import (
	"context"
	"fmt"
	"testing"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
	"gatehouse/backend/site"
)

func (d *desk) sample(unpack error) *admin.Sample {
	return &admin.Sample{Portals: d.portals, Snapshots: d.snapshots, Unpack: func(context.Context) (string, error) {
		return "/data/sample", unpack
	}}
}

func TestSample(t *testing.T) {
	d := newDesk(t)
	d.readings = []site.Reading{reading(".", websiteA, "Sample")}
	own := d.provision(t, "My own")
	sample := d.sample(nil)

	d.unchanged(t, fault.NotFound, "not loaded", func() error { return sample.Remove(t.Context()) })
	if err := sample.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := d.portals.List(t.Context())
	if err != nil || len(all) != 6 {
		t.Fatalf("there are %d portals, %v", len(all), err)
	}
	conditions := map[renewal.Health]int{}
	sites := 0
	for _, p := range all {
		if p.ID == own.ID {
			continue
		}
		key, ok := p.Application.CurrentKey(d.now)
		if !p.Sample || !ok {
			t.Errorf("sample portal is %+v", p)
		}
		d.wantKeyPair(t, key)
		conditions[renewal.HealthOf(key, d.now)]++
		found, err := d.snapshots.List(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		sites += len(found)
	}
	if got, want := fmt.Sprint(conditions), "map[critical:1 due:1 expired:1 healthy:1 soon:1]"; got != want {
		t.Errorf("the keys' conditions are %s, want %s", got, want)
	}
	if sites != 1 {
		t.Errorf("the sample has %d sites", sites)
	}
	d.unchanged(t, fault.Conflict, "loaded already", func() error { return sample.Load(t.Context()) })

	if err := sample.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err = d.portals.List(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != own.ID {
		t.Errorf("left are %+v, %v", all, err)
	}
	if names := d.secrets.Names(); len(names) != 1 {
		t.Errorf("the key store has %v", names)
	}
	removed := 0
	for _, e := range d.log(t) {
		if e.Action == event.SampleRemoved {
			removed++
		}
	}
	if removed != 5 {
		t.Errorf("the log has %d removals", removed)
	}
}

func TestSampleNotUnpacked(t *testing.T) {
	d := newDesk(t)
	sample := d.sample(fault.New(fault.Denied, "The data folder cannot be written to."))
	d.unchanged(t, fault.Denied, "cannot be written", func() error { return sample.Load(t.Context()) })
}
