package store_test

import (
	"fmt"
	"reflect"
	"testing"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
)

func TestActivity(t *testing.T) {
	t.Run("KeepsEveryField", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		var want event.Activity
		testkit.Fill(&want)
		if _, err := s.SavePortal(t.Context(), aPortal(1), want); err != nil {
			t.Fatal(err)
		}
		want.Sequence = 1
		if log := activity(t, s, admin.ActivityQuery{}); len(log) != 1 || !reflect.DeepEqual(log[0], want) {
			t.Errorf("log is %+v, want %+v", log, want)
		}
	})

	s := openStore(t, t.TempDir())
	first, second := savePortal(t, s, aPortal(1)), savePortal(t, s, aPortal(2)) // 1, 2
	for range 3 {
		first = savePortal(t, s, first) // 3, 4, 5
	}
	entries := []event.Activity{anEntry(first, "Removed one."), {At: noon, Summary: "Removed all."}, anEntry(second, "Removed two.")}
	if err := s.RemovePortals(t.Context(), []portal.Portal{first, second}, entries); err != nil { // 6, 7, 8
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		query admin.ActivityQuery
		want  string
	}{
		"All":                 {admin.ActivityQuery{Limit: 100}, "[8 7 6 5 4 3 2 1]"},
		"Limit":               {admin.ActivityQuery{Limit: 3}, "[8 7 6]"},
		"NoLimit":             {admin.ActivityQuery{}, "[]"},
		"Before":              {admin.ActivityQuery{Limit: 2, Before: 6}, "[5 4]"},
		"BeforeTheFirst":      {admin.ActivityQuery{Limit: 2, Before: 1}, "[]"},
		"BeforeTheEnd":        {admin.ActivityQuery{Limit: 2, Before: 1000}, "[8 7]"},
		"OfAPortal":           {admin.ActivityQuery{Limit: 100, PortalID: first.ID}, "[6 5 4 3 1]"},
		"OfTheLastPortal":     {admin.ActivityQuery{Limit: 100, PortalID: second.ID}, "[8 2]"},
		"OfAPortalBefore":     {admin.ActivityQuery{Limit: 100, PortalID: first.ID, Before: 5}, "[4 3 1]"},
		"OfAPortalFirst":      {admin.ActivityQuery{Limit: 100, PortalID: second.ID, Before: 2}, "[]"},
		"OfAnUnknownPortal":   {admin.ActivityQuery{Limit: 100, PortalID: numbered(3)}, "[]"},
		"OfAPortalTheGreater": {admin.ActivityQuery{Limit: 100, PortalID: [16]byte{0xff, 0xff}}, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			log, err := s.Activity(t.Context(), test.query)
			if err != nil {
				t.Fatal(err)
			}
			sequences := []uint64{}
			for _, e := range log {
				sequences = append(sequences, e.Sequence)
			}
			if fmt.Sprint(sequences) != test.want {
				t.Errorf("entries are %v, want %s", sequences, test.want)
			}
		})
	}
}

func TestPreferences(t *testing.T) {
	t.Run("NoneYet", func(t *testing.T) {
		if p, ok, err := openStore(t, t.TempDir()).Preferences(t.Context()); ok || err != nil {
			t.Errorf("preferences are %+v, %v, %v", p, ok, err)
		}
	})
	t.Run("KeepsEveryField", func(t *testing.T) {
		folder := t.TempDir()
		s := openStore(t, folder)
		fillStore(t, s)
		closeStore(t, s)
		s = openStore(t, folder)
		if p, ok, err := s.Preferences(t.Context()); p != thePreferences() || !ok || err != nil {
			t.Errorf("preferences are %+v, %v, %v", p, ok, err)
		}
		if log := activity(t, s, admin.ActivityQuery{Limit: 1}); log[0].Action != event.SettingsChanged {
			t.Errorf("the newest entry is %+v", log[0])
		}
	})
}
