package access_test

import (
	"encoding/json"
	"testing"

	"gatehouse/backend/access"
)

// The words are stored and transmitted, so they never change.
func TestVerdictText(t *testing.T) {
	type both struct {
		V access.Verdict
		R access.Reach
	}
	for text, want := range map[string]both{
		`{"V":"deny","R":"none"}`: {}, `{"V":"allow","R":"some"}`: {access.Allow, access.ReachSome},
		`{"V":"unknown","R":"all"}`: {access.Unknown, access.ReachAll}, `{"V":"deny","R":"unknown"}`: {access.Deny, access.ReachUnknown},
	} {
		data, err := json.Marshal(want)
		if err != nil || string(data) != text {
			t.Errorf("%s, want %s (%v)", data, text, err)
		}
		var got both
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: %v (%v)", text, got, err)
		}
	}
	for _, text := range []string{`{"V":"perhaps"}`, `{"R":"allow"}`} {
		if err := json.Unmarshal([]byte(text), &both{}); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}

// Bare decisions need no memory.
func TestDecisionsDoNotAllocate(t *testing.T) {
	e := compiled(t, shop(), access.Options{})
	v := prepared(t, e, access.Holding("Partners"))
	if names := e.Tables(); len(names) != 2 || names[0] != "line" {
		t.Errorf("tables %v", names)
	}
	order, _ := e.Table("order")
	allocations := testing.AllocsPerRun(100, func() {
		if v.PageRead(1) != access.Allow || v.PageChange(1) != access.Deny || v.TableReach(order, 0) != access.ReachAll ||
			v.TableRight("line", access.Read).Reach != access.ReachSome || v.WebsiteRight(access.ManageSiteMarkers) != access.Deny {
			t.Fatal("a decision changed")
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}
