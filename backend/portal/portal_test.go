package portal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
)

var now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// key is a key with dates in minutes from now.
func key(id byte, start, end int) portal.KeyCredential {
	return portal.KeyCredential{
		KeyID: uuid.UUID{id}, Start: now.Add(time.Duration(start) * time.Minute), End: now.Add(time.Duration(end) * time.Minute),
	}
}

func TestCurrentKey(t *testing.T) {
	for name, test := range map[string]struct {
		keys []portal.KeyCredential
		want byte // 0 for none
	}{
		"None":                {nil, 0},
		"One":                 {[]portal.KeyCredential{key(1, -10, 10)}, 1},
		"ExpiredOneStays":     {[]portal.KeyCredential{key(1, -10, -5)}, 1},
		"LatestStart":         {[]portal.KeyCredential{key(1, -10, 99), key(2, -5, 10), key(3, -20, 99)}, 2},
		"LatestStartExpired":  {[]portal.KeyCredential{key(1, -10, 99), key(2, -5, -1)}, 2},
		"ThenLatestEnd":       {[]portal.KeyCredential{key(1, -5, 10), key(2, -5, 20), key(3, -5, 15)}, 2},
		"ThenGreatestID":      {[]portal.KeyCredential{key(1, -5, 10), key(3, -5, 10), key(2, -5, 10)}, 3},
		"NotYetStarted":       {[]portal.KeyCredential{key(1, -10, 10), key(2, 6, 99)}, 1},
		"WithinLeeway":        {[]portal.KeyCredential{key(1, -10, 10), key(2, 5, 99)}, 2},
		"OnlyFutureOnes":      {[]portal.KeyCredential{key(1, 60, 99), key(2, 30, 99), key(3, 90, 99)}, 2},
		"OnlyOneInTheFuture":  {[]portal.KeyCredential{key(1, 60, 99)}, 1},
		"FutureAndLongBehind": {[]portal.KeyCredential{key(1, 60, 99), key(2, -900, -800)}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			app := portal.Application{Keys: test.keys}
			got, ok := app.CurrentKey(now)
			if ok != (test.want != 0) || got.KeyID != (uuid.UUID{test.want}) {
				t.Errorf("key is %v, %v, want %d", got.KeyID, ok, test.want)
			}
		})
	}
	t.Run("LeavesKeysInPlace", func(t *testing.T) {
		app := portal.Application{Keys: []portal.KeyCredential{key(1, 60, 99), key(2, -5, 10), key(3, -9, 10)}}
		app.CurrentKey(now)
		for i, k := range app.Keys {
			if k.KeyID != (uuid.UUID{byte(i + 1)}) {
				t.Errorf("key %d is now %v", i, k.KeyID)
			}
		}
	})
}

func TestNextKeyChange(t *testing.T) {
	for name, test := range map[string]struct {
		keys []portal.KeyCredential
		want int // minutes from now, 0 for never
	}{
		"None":           {nil, 0},
		"AllStarted":     {[]portal.KeyCredential{key(1, -10, 10), key(2, 5, 99)}, 0},
		"OneToCome":      {[]portal.KeyCredential{key(1, -10, 10), key(2, 60, 99)}, 55},
		"FirstOfTwo":     {[]portal.KeyCredential{key(1, -10, 10), key(2, 60, 99), key(3, 30, 99)}, 25},
		"OnlyFutureOnes": {[]portal.KeyCredential{key(1, 60, 99), key(2, 30, 99)}, 55},
	} {
		t.Run(name, func(t *testing.T) {
			app := portal.Application{Keys: test.keys}
			next := app.NextKeyChange(now)
			if test.want == 0 {
				if !next.IsZero() {
					t.Errorf("it changes at %v", next)
				}
				return
			}
			if want := now.Add(time.Duration(test.want) * time.Minute); !next.Equal(want) {
				t.Fatalf("it changes at %v, want %v", next, want)
			}
			before, _ := app.CurrentKey(next.Add(-time.Nanosecond))
			if after, _ := app.CurrentKey(next); after.KeyID == before.KeyID {
				t.Errorf("the key is %v before and after", after.KeyID)
			}
		})
	}
}

func TestOwnedBy(t *testing.T) {
	app := portal.Application{Owners: []string{"Ada@Contoso.example", "grace@contoso.example"}}
	for user, want := range map[string]bool{
		"ada@contoso.example": true, "GRACE@CONTOSO.EXAMPLE": true, "alan@contoso.example": false, "": false, "ada": false,
	} {
		if app.OwnedBy(user) != want {
			t.Errorf("%q is an owner: %v", user, !want)
		}
	}
}

func TestKnown(t *testing.T) {
	if (portal.Application{Owners: []string{"a"}}).Known() || !(portal.Application{ID: "1"}).Known() {
		t.Error("an application is known by its id")
	}
}

func TestApplicationURI(t *testing.T) {
	id := uuid.MustParse("11111111-2222-4333-8444-555555555555")
	for address, want := range map[string]string{
		"https://care.contoso.example":   "https://care.contoso.example/" + id.String(),
		"https://care.contoso.example//": "https://care.contoso.example/" + id.String(),
		"":                               "https://portal.invalid/" + id.String(),
	} {
		if got := portal.ApplicationURI(address, id); got != want || !strings.Contains(got, id.String()) {
			t.Errorf("for %q it is %q, want %q", address, got, want)
		}
	}
}
