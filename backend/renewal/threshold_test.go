package renewal_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

func TestDefaultThresholds(t *testing.T) {
	var got []string
	for _, th := range renewal.DefaultThresholds(true).All() {
		got = append(got, fmt.Sprintf("%s %s %s", th.ID, end.Sub(th.At(end)), th.Severity))
	}
	want := []string{
		"b90d 2160h0m0s info", "b60d 1440h0m0s info", "b30d 720h0m0s warning", "b15d 360h0m0s warning", "b7d 168h0m0s high",
		"b6d 144h0m0s high", "b5d 120h0m0s high", "b4d 96h0m0s high", "b3d 72h0m0s high", "b2d 48h0m0s high", "b1d 24h0m0s critical",
		"b12h 12h0m0s critical", "b6h 6h0m0s critical", "b3h 3h0m0s critical", "x0 0s critical", "a1d -24h0m0s critical",
		"a2d -48h0m0s critical", "a3d -72h0m0s critical", "a4d -96h0m0s critical", "a5d -120h0m0s critical", "a6d -144h0m0s critical",
		"a7d -168h0m0s critical",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("thresholds are\n%s", strings.Join(got, "\n"))
	}
	if n := len(renewal.DefaultThresholds(false).All()); n != len(want)-1 {
		t.Errorf("%d without the end", n)
	}
	names := make([]string, 0, len(want))
	for _, line := range want {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	set, err := renewal.NewThresholds(names...)
	if err != nil || fmt.Sprint(set) != fmt.Sprint(renewal.DefaultThresholds(true)) {
		t.Errorf("from their names they are %v (%v)", set, err)
	}
}

func TestParseThreshold(t *testing.T) {
	for name, want := range map[string]renewal.Threshold{
		"b30d": {ID: "b30d", Offset: -30 * day, Severity: renewal.SeverityWarning}, "b48h": {ID: "b2d", Offset: -2 * day, Severity: renewal.SeverityHigh},
		"b25h": {ID: "b25h", Offset: -25 * time.Hour, Severity: renewal.SeverityHigh}, "b24h": {ID: "b1d", Offset: -day, Severity: renewal.SeverityCritical},
		"x0": {ID: "x0", Severity: renewal.SeverityCritical}, "a90d": {ID: "a90d", Offset: 90 * day, Severity: renewal.SeverityCritical},
		"b31d": {ID: "b31d", Offset: -31 * day, Severity: renewal.SeverityInfo}, "b1100d": {ID: "b1100d", Offset: -1100 * day, Severity: renewal.SeverityInfo},
	} {
		if got, err := renewal.ParseThreshold(name); err != nil || got != want {
			t.Errorf("%s is %+v (%v), want %+v", name, got, err, want)
		}
	}
	for _, name := range []string{"", "30d", "b30", "b0d", "b030d", "x1", "b-3d", "b1101d", "a91d", "b3m", "B3d", "b3d ", "b999999999999d", "renewed"} {
		if _, err := renewal.ParseThreshold(name); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNewThresholds(t *testing.T) {
	many := make([]string, 61)
	for i := range many {
		many[i] = fmt.Sprintf("b%dd", i+1)
	}
	for name, names := range map[string][]string{
		"Empty": nil, "OnlyAfter": {"x0", "a1d"}, "Twice": {"b1d", "b24h"}, "TooMany": many, "Wrong": {"b1d", "soon"},
	} {
		if _, err := renewal.NewThresholds(names...); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := renewal.NewThresholds(many[:60]...); err != nil {
		t.Errorf("sixty are refused: %v", err)
	}
}

func TestSettings(t *testing.T) {
	set := func(names ...string) renewal.Thresholds {
		made, err := renewal.NewThresholds(names...)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	settings := renewal.Settings{
		Thresholds: set("b50d"), Groups: map[string]renewal.Thresholds{"Shops": set("b40d", "x0"), "Empty": {}},
		Portals: map[uuid.UUID]renewal.Thresholds{{1}: set("b3d")}, Quiet: renewal.Quiet{From: 22*60 + 5, Until: 7 * 60}, Channels: []string{"desktop"},
	}
	data, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"Shops":["b40d","x0"]`) || !strings.Contains(string(data), `"quiet":{"from":"22:05","until":"07:00"}`) {
		t.Errorf("as JSON they are %s", data)
	}
	var back renewal.Settings
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		portal uuid.UUID
		group  string
		want   renewal.ThresholdID
	}{
		"Portal": {uuid.UUID{1}, "Shops", "b3d"}, "Group": {uuid.UUID{2}, "Shops", "b40d"}, "General": {uuid.UUID{2}, "", "b50d"},
		"EmptyGroup": {uuid.UUID{2}, "Empty", "b50d"},
	} {
		for _, s := range []renewal.Settings{settings, back} {
			if got := s.For(test.portal, test.group).All()[0].ID; got != test.want {
				t.Errorf("%s: the first is %s, want %s", name, got, test.want)
			}
		}
	}
	if got := (renewal.Settings{}).For(uuid.Nil, "").All(); len(got) != 22 {
		t.Errorf("without wishes there are %d", len(got))
	}
	for _, wrong := range []string{`{"thresholds":["soon"]}`, `{"thresholds":"b3d"}`, `{"quiet":{"from":"25:00","until":"1:00"}}`} {
		if err := json.Unmarshal([]byte(wrong), &back); err == nil {
			t.Errorf("%s was read", wrong)
		}
	}
}

// Other thresholds do not repeat what was said already, and do not swallow what is still to be said.
func TestThresholdsChange(t *testing.T) {
	d := newDesk(t, 1).settle(end.Add(-15 * day))
	more, err := renewal.NewThresholds("b45d", "b20d", "b10d", "b1h")
	if err != nil {
		t.Fatal(err)
	}
	d.settings.Portals = map[uuid.UUID]renewal.Thresholds{{1}: more}
	d.want(d.deliver(end.Add(-14 * day)))
	if d.status("b20d") != renewal.StatusSuperseded || d.status("b10d") != renewal.StatusPending {
		t.Errorf("b20d is %s, b10d %s", d.status("b20d"), d.status("b10d"))
	}
	d.want(d.deliver(end.Add(-10*day)), "b10d")
	d.settings.Portals = nil
	d.want(d.deliver(end.Add(-7*day)), "b7d")
}
