package admin

import (
	"context"
	"fmt"
	"time"

	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// Sample loads and removes the sample organization: five portals whose keys stand at different points of the
// reminder schedule, the first of them with a site to learn from.
type Sample struct {
	Portals   *Portals
	Snapshots *Snapshots
	// Unpack writes the sample site below the data folder and returns its path. Codes: denied, unreachable.
	Unpack func(ctx context.Context) (path string, err error)
}

// samplePortals lists the portals and how much of their keys' life is left when the sample is loaded.
var samplePortals = []struct {
	name, host, organization string
	left                     time.Duration
}{
	{"Northwind Customer Care", "care.northwind.example", "Northwind Traders", 412 * 24 * time.Hour},
	{"Northwind Suppliers", "suppliers.northwind.example", "Northwind Traders", 74 * 24 * time.Hour},
	{"Northwind Careers", "careers.northwind.example", "Northwind Traders", 19 * 24 * time.Hour},
	{"Northwind Field Service", "field.northwind.example", "Northwind Services", 61 * time.Hour},
	{"Northwind Events 2024", "events.northwind.example", "Northwind Services", -4 * 24 * time.Hour},
}

// Load creates the sample. Codes: conflict, denied, invalid, unreachable.
func (s *Sample) Load(ctx context.Context) error {
	loaded, err := s.portals(ctx)
	if err != nil {
		return err
	}
	if len(loaded) > 0 {
		return fault.New(fault.Conflict, "The sample organization is loaded already.")
	}
	// Before any portal is made: where the site cannot be written, nothing is to be left over.
	path, err := s.Unpack(ctx)
	if err != nil {
		return err
	}
	var first portal.Portal
	for i, sample := range samplePortals {
		made, err := s.provision(ctx, sample.name, sample.host, sample.organization, sample.left)
		if err != nil {
			return err
		}
		if i == 0 {
			first = made
		}
	}
	_, err = s.Snapshots.Import(ctx, path, []ImportRequest{{Root: ".", PortalID: first.ID}}, nil)
	return err
}

// provision makes a local portal whose key was made two years before its end, so that the given time is left.
func (s *Sample) provision(ctx context.Context, name, host, organization string, left time.Duration) (portal.Portal, error) {
	form := PortalForm{Name: name, URL: "https://" + host, Organization: portal.Organization{Name: organization}}
	made, actor, err := s.Portals.begin(ctx, form, portal.Local)
	if err != nil {
		return portal.Portal{}, err
	}
	pair, err := certificate.New(made.CreatedAt.Add(left).AddDate(-2, 0, 0), made.ID)
	if err != nil {
		return portal.Portal{}, fmt.Errorf("make authentication key: %w", err)
	}
	made.Sample = true
	made, private := withApplication(made, pair, actor)
	entry := s.Portals.entry(made, actor, event.SampleLoaded, fmt.Sprintf("Added the sample portal %s.", made.Name))
	return s.Portals.keepWithSecret(ctx, made, pair.Private, private, entry)
}

// Remove deletes all portals of the sample, whatever was done to them. Codes: conflict, not_found, unreachable.
func (s *Sample) Remove(ctx context.Context) error {
	portals, err := s.portals(ctx)
	if err != nil {
		return err
	}
	if len(portals) == 0 {
		return fault.New(fault.NotFound, "The sample organization is not loaded.")
	}
	preferences, err := s.Portals.Settings.Get(ctx)
	if err != nil {
		return err
	}
	entries := make([]event.Activity, len(portals))
	for i, it := range portals {
		entries[i] = s.Portals.entry(it, preferences.ActingUser, event.SampleRemoved, fmt.Sprintf("Removed the sample portal %s.", it.Name))
	}
	return s.Portals.remove(ctx, portals, entries)
}

func (s *Sample) portals(ctx context.Context) ([]portal.Portal, error) {
	all, err := s.Portals.List(ctx)
	if err != nil {
		return nil, err
	}
	var sample []portal.Portal
	for _, it := range all {
		if it.Sample {
			sample = append(sample, it)
		}
	}
	return sample, nil
}
