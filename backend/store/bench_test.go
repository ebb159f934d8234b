package store_test

import (
	"testing"
	"time"

	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

// A stored snapshot of 5,000 records is read with its site.
func BenchmarkOpenSnapshot(b *testing.B) {
	s, snapshot := withLargeSnapshot(b, b.TempDir())
	for b.Loop() {
		_, r, err := s.Snapshot(b.Context(), snapshot.ID)
		if err != nil || len(r.Files) != 5000 {
			b.Fatal(len(r.Files), err)
		}
	}
}

// A store is opened that holds one large site and ten thousand log entries: a part of the program's cold start.
func BenchmarkOpenStore(b *testing.B) {
	folder := b.TempDir()
	s, snapshot := withLargeSnapshot(b, folder)
	p, err := s.Portal(b.Context(), snapshot.PortalID)
	if err != nil {
		b.Fatal(err)
	}
	s.DB().NoSync = true
	for range 10000 {
		p = savePortal(b, s, p)
	}
	s.DB().NoSync = false
	savePortal(b, s, p)
	closeStore(b, s)
	for b.Loop() {
		s, err := store.Open(b.Context(), folder, testOptions)
		if err != nil {
			b.Fatal(err)
		}
		closeStore(b, s)
	}
}

// A site of 5,000 records is stored for the first time, and again with one record changed.
func BenchmarkAddSnapshot(b *testing.B) {
	for name, further := range map[string]bool{"First": false, "Further": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s, err := store.Open(b.Context(), b.TempDir(), testOptions)
				if err != nil {
					b.Fatal(err)
				}
				r := testkit.LargeReading(5000)
				p := savePortal(b, s, aPortal(1))
				if further {
					p = addSnapshot(b, s, p, aSnapshot(11, p, noon), r)
					r.Site.WebRoles[0].Name = "Changed"
				}
				b.StartTimer()
				addSnapshot(b, s, p, aSnapshot(12, p, noon.Add(time.Hour)), r)
				b.StopTimer()
				closeStore(b, s)
				b.StartTimer()
			}
		})
	}
}

func withLargeSnapshot(b *testing.B, folder string) (*store.Store, site.Snapshot) {
	b.Helper()
	s, err := store.Open(b.Context(), folder, testOptions)
	if err != nil {
		b.Fatal(err)
	}
	p := savePortal(b, s, aPortal(1))
	snapshot := aSnapshot(11, p, noon)
	addSnapshot(b, s, p, snapshot, testkit.LargeReading(5000))
	return s, snapshot
}
