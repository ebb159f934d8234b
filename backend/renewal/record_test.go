package renewal_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

func TestEncode(t *testing.T) {
	for _, state := range states {
		driver := managed
		if state == renewal.StateHandedOff || state == renewal.StateAbandoned {
			driver = assisted
		}
		op := in(t, state, driver).op
		back, err := renewal.DecodeOperation([]byte(encode(t, op)))
		if err != nil {
			t.Errorf("%s: %v", state, err)
		} else if !reflect.DeepEqual(back, op) {
			t.Errorf("%s: read back as\n%+v, want\n%+v", state, back, op)
		}
	}
	t.Run("LocalWithEverything", func(t *testing.T) {
		s := in(t, renewal.StateSubmitting, local)
		s.now = s.now.In(time.FixedZone("elsewhere", 7200)) // stored times are UTC whatever the caller passes
		s.play(step{1, renewal.StageReached{Stage: renewal.StageKeyMade, Made: renewal.MadeKey{PrivateName: "p"}}}, step{1, renewal.Accepted{}},
			step{1, renewal.SignedIn{Thumbprint: "NEW"}}, step{1, renewal.KeysRead{Keys: bothKeys}}, step{1, renewal.Ticked{}})
		back, err := renewal.DecodeOperation([]byte(encode(t, s.op)))
		if err != nil || !reflect.DeepEqual(back, s.op) {
			t.Errorf("read back as\n%+v, want\n%+v (%v)", back, s.op, err)
		}
		if text := encode(t, s.op); strings.Contains(text, "+02:00") {
			t.Errorf("a time is not UTC: %s", text)
		}
	})
}

func TestDecodeOperation(t *testing.T) {
	good := encode(t, in(t, renewal.StateSucceeded, managed).op)
	change := func(change func(map[string]any)) string {
		var fields map[string]any
		if err := json.Unmarshal([]byte(good), &fields); err != nil {
			t.Fatal(err)
		}
		change(fields)
		data, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for name, data := range map[string]string{
		"Empty":             "",
		"CutShort":          good[:len(good)-1],
		"NoJSON":            "state: running",
		"MoreThanOne":       good + "{}",
		"UnknownSchema":     change(func(f map[string]any) { f["schema"] = 2 }),
		"NoSchema":          change(func(f map[string]any) { delete(f, "schema") }),
		"UnknownField":      change(func(f map[string]any) { f["colour"] = "red" }),
		"UnknownState":      change(func(f map[string]any) { f["state"] = "dreaming" }),
		"UnknownDriver":     change(func(f map[string]any) { f["driver"] = "golf" }),
		"NoPortal":          change(func(f map[string]any) { delete(f, "portalId") }),
		"NegativeVersion":   change(func(f map[string]any) { f["version"] = -1 }),
		"NoAttempt":         change(func(f map[string]any) { f["attempts"] = []any{} }),
		"SuccessWithoutKey": change(func(f map[string]any) { delete(f["attempts"].([]any)[0].(map[string]any), "candidate") }),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := renewal.DecodeOperation([]byte(data)); !fault.Is(err, fault.Invalid) {
				t.Errorf("error is %v", err)
			}
		})
	}
	if _, err := renewal.DecodeOperation([]byte(change(func(map[string]any) {}))); err != nil {
		t.Errorf("the unchanged one is refused too: %v", err)
	}
}

func TestKeptUntil(t *testing.T) {
	s := in(t, renewal.StateSucceeded, managed)
	if got := s.op.KeptUntil(); !got.Equal(s.now.Add(3 * 365 * day)) {
		t.Errorf("kept until %v", got)
	}
	if got := in(t, renewal.StateFailed, managed).op.KeptUntil(); !got.IsZero() {
		t.Errorf("a failed one is kept until %v", got)
	}
}

func FuzzDecodeOperation(f *testing.F) {
	f.Add([]byte(`{"schema":1}`))
	f.Add([]byte(`{"schema":1,"id":"07000000-0000-0000-0000-000000000000","portalId":"09000000-0000-0000-0000-000000000000",` +
		`"driver":"local","state":"failed","attempts":[{"by":"a"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		op, err := renewal.DecodeOperation(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("error is %v", err)
			}
			return
		}
		if _, err := renewal.DecodeOperation([]byte(encode(t, op))); err != nil {
			t.Errorf("cannot be read back: %v", err)
		}
		renewal.Recover(op, start)
		for _, fact := range facts(start) {
			_, _, _ = renewal.Next(op, op.On(fact), start) // no panic
		}
	})
}
