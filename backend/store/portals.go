package store

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// Portals implements admin.PortalStore.
func (s *Store) Portals(ctx context.Context) ([]portal.Portal, error) {
	var all []portal.Portal
	err := s.view(ctx, "list portals", func(tx *bbolt.Tx) error {
		return top(tx, bucketPortals).ForEach(func(key, value []byte) error {
			p, err := decodePortal(key, value)
			all = append(all, p)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(all))
	for _, p := range all {
		names[p.ID] = strings.ToLower(p.Name)
	}
	slices.SortFunc(all, func(a, b portal.Portal) int {
		if c := strings.Compare(names[a.ID], names[b.ID]); c != 0 {
			return c
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	return all, nil
}

// Portal implements admin.PortalStore.
func (s *Store) Portal(ctx context.Context, id uuid.UUID) (portal.Portal, error) {
	var p portal.Portal
	err := s.view(ctx, "read portal", func(tx *bbolt.Tx) (err error) {
		p, err = loadPortal(tx, id)
		return err
	})
	if err != nil {
		return portal.Portal{}, err
	}
	return p, nil
}

// SavePortal implements admin.PortalStore.
func (s *Store) SavePortal(ctx context.Context, p portal.Portal, entry event.Activity) (portal.Portal, error) {
	var kept portal.Portal
	err := s.update(ctx, "save portal", func(tx *bbolt.Tx) (err error) {
		if kept, err = storePortal(tx, p); err != nil {
			return err
		}
		return appendActivity(tx, entry)
	})
	if err != nil {
		return portal.Portal{}, err
	}
	return kept, nil
}

// NoteLooks implements admin.PortalStore.
func (s *Store) NoteLooks(ctx context.Context, seen []admin.SeenCertificate) error {
	return s.update(ctx, "note looks at certificates", func(tx *bbolt.Tx) error {
		for _, one := range seen {
			p, err := loadPortal(tx, one.PortalID)
			if fault.Is(err, fault.NotFound) || err == nil && p.CertificatePath != one.Path {
				continue
			}
			if err != nil {
				return err
			}
			p.Look = one.Look
			if err := putJSON(top(tx, bucketPortals), bucketPortals, p.ID[:], p); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemovePortals implements admin.PortalStore.
func (s *Store) RemovePortals(ctx context.Context, portals []portal.Portal, entries []event.Activity) error {
	return s.update(ctx, "remove portals", func(tx *bbolt.Tx) error {
		orphans := map[content]bool{}
		for _, p := range portals {
			stored, err := loadPortal(tx, p.ID)
			if err != nil {
				return err
			}
			if stored.Version != p.Version {
				return changedMeanwhile(stored)
			}
			if holder, err := holderOf(tx, p.ID); err != nil {
				return err
			} else if holder != uuid.Nil {
				return activeAlready(stored.Name)
			}
			if err := top(tx, bucketPortals).Delete(p.ID[:]); err != nil {
				return err
			}
			if err := dropSnapshots(tx, p.ID, orphans); err != nil {
				return err
			}
		}
		if err := dropOrphans(tx, orphans); err != nil {
			return err
		}
		return appendActivity(tx, entries...)
	})
}

// storePortal writes a portal if its version is the one that is stored, and counts the version up.
func storePortal(tx *bbolt.Tx, p portal.Portal) (portal.Portal, error) {
	b := top(tx, bucketPortals)
	stored, err := loadPortal(tx, p.ID)
	switch {
	case fault.Is(err, fault.NotFound):
		if p.Version != 0 {
			return portal.Portal{}, err
		}
	case err != nil:
		return portal.Portal{}, err
	case p.Version == 0:
		return portal.Portal{}, fault.New(fault.Conflict, "There is a portal with the id %s already.", p.ID).
			WithHint("It is named %s.", stored.Name)
	case stored.Version != p.Version:
		return portal.Portal{}, changedMeanwhile(stored)
	}
	p.Version++
	return p, putJSON(b, bucketPortals, p.ID[:], p)
}

func loadPortal(tx *bbolt.Tx, id uuid.UUID) (portal.Portal, error) {
	value := top(tx, bucketPortals).Get(id[:])
	if value == nil {
		return portal.Portal{}, fault.New(fault.NotFound, "There is no portal with the id %s.", id).
			WithHint("It may have been removed meanwhile; look at the list of portals.")
	}
	return decodePortal(id[:], value)
}

func decodePortal(key, value []byte) (portal.Portal, error) {
	payload, err := unseal(bucketPortals, key, value)
	if err != nil {
		return portal.Portal{}, err
	}
	var p portal.Portal
	return p, decode(bucketPortals, payload, &p)
}

func changedMeanwhile(stored portal.Portal) error {
	return fault.New(fault.Conflict, "%s was changed meanwhile.", stored.Name).
		WithHint("Look at the portal as it is now and repeat your change.")
}
