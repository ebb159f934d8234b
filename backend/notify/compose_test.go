package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

func TestCompose(t *testing.T) {
	cet := time.FixedZone("CET", 3600)
	reminder := notify.OfFiring(firing(1, "Care", end, "b5d", renewal.SeverityHigh), end.Add(-119*time.Hour))
	stale := reminder
	stale.AsOf = end.Add(-9 * day)
	renewed := notify.OfFiring(firing(1, "Care", end, renewal.Renewed, renewal.SeverityInfo), end.Add(-700*day))
	short := notify.OfFiring(firing(1, "Care", end, renewal.Renewed, renewal.SeverityWarning), end.Add(-45*day-time.Hour))
	operation := func(state renewal.State, silent bool) notify.Notice {
		n, _ := notify.OfOperation(renewal.Operation{
			State: state, PortalName: "Care", SiteSilent: silent, Attempts: []renewal.Attempt{{
				Problem:  &renewal.Problem{Class: renewal.ClassService, Message: "The key could not be stored."},
				Baseline: renewal.Baseline{End: end},
			}},
		}, end)
		return n
	}
	for name, test := range map[string]struct {
		notice      notify.Notice
		now         time.Time
		zone        *time.Location
		title, body string
	}{
		"Reminder": {
			reminder, end.Add(-119 * time.Hour), nil, "Care: the authentication key expires in 4 days 23 hours.",
			"It ends on 10 March 2027 12:00 (UTC). Without a valid key the portal cannot sign in to its organization and is down for its visitors.\n" +
				"Update the key; the portal restarts once.",
		},
		"LateReminderDoesNotLie": {
			reminder, end.Add(40 * day), cet, "Care: the authentication key expired 40 days ago.",
			"It ended on 10 March 2027 13:00 (UTC+1). The portal cannot sign in to its organization and is down for its visitors until the key is updated.\n" +
				"Update the key now; the portal restarts once.",
		},
		"AtTheEnd":     {reminder, end, nil, "Care: the authentication key expired just now.", "It ended on 10 March 2027 12:00 (UTC). The portal cannot"},
		"BeforeTheEnd": {reminder, end.Add(-1), nil, "Care: the authentication key expires in less than a minute.", "It ends on 10 March 2027 12:00 (UTC). Without"},
		"OddZone":      {reminder, end, time.FixedZone("", -(9*3600 + 1800)), "Care: the authentication key expired just now.", "02:30 (UTC-9:30)"},
		"Stale":        {stale, end, nil, "Care: the authentication key expired just now.", "As of 1 March 2027 12:00 (UTC); the key could not be read since."},
		"Renewed":      {renewed, end.Add(-699 * day), nil, "Care: the authentication key was renewed.", "The new key is valid until 10 March 2027 12:00 (UTC). Its thumbprint is 3B6E."},
		"ShortLived":   {short, end.Add(-44 * day), nil, "Care: the authentication key was renewed, but for 45 days only.", "valid until"},
		"ShortLivedByHours": {
			notify.OfFiring(firing(1, "Care", end, renewal.Renewed, renewal.SeverityWarning), end.Add(-10*time.Hour)), end.Add(time.Hour), nil,
			"Care: the authentication key was renewed, but for 10 hours only.", "The new key was valid until 10 March 2027 12:00 (UTC).",
		},
		"UpdateFailed": {
			operation(renewal.StateFailed, false), end.Add(-day), nil, "Care: the update of the authentication key failed.",
			"The key could not be stored. Retry; the old key works until it expires.\nThe old key is valid until 10 March 2027 12:00 (UTC).",
		},
		"UpdateFailedLongAgo": {
			operation(renewal.StateFailed, false), end.Add(day), nil, "Care: the update of the authentication key failed.", "The old key was valid until 10 March 2027 12:00 (UTC).",
		},
		"Abandoned":  {operation(renewal.StateAbandoned, false), end.Add(-day), nil, "Care: the authentication key was not updated.", "no new key was seen"},
		"SiteSilent": {operation(renewal.StateSucceeded, true), end, nil, "Care: the key was updated, but the site does not answer.", "Its page says how it stands"},
	} {
		t.Run(name, func(t *testing.T) {
			m := notify.Compose([]notify.Notice{test.notice}, test.now, test.zone)
			if m.Title != test.title || !strings.Contains(m.Body, test.body) || m.ID != test.notice.ID || m.Severity != test.notice.Severity {
				t.Errorf("it says %q, %q", m.Title, m.Body)
			}
		})
	}
	t.Run("NamesStayOnOneLine", func(t *testing.T) {
		n := reminder
		n.PortalName = "Care\r\nBcc: all@contoso.example\x00 \u202eevil\u2028 end\t"
		if m := notify.Compose([]notify.Notice{n}, end, nil); m.Title != "Care Bcc: all@contoso.example evil end: the authentication key expired just now." {
			t.Errorf("title is %q", m.Title)
		}
	})
	t.Run("Nothing", func(t *testing.T) {
		if m := notify.Compose(nil, end, nil); m.Title != "" || m.Notices != nil {
			t.Errorf("it says %q", m.Title)
		}
	})
}

func TestComposeDigest(t *testing.T) {
	notices := func(n int) []notify.Notice {
		var all []notify.Notice
		for i := range n {
			all = append(all, notify.OfFiring(firing(byte(i+1), fmt.Sprintf("Portal %02d", i+1), end.Add(time.Duration(i)*time.Hour), "b12h", renewal.SeverityCritical), end))
		}
		return all
	}
	t.Run("Nearest", func(t *testing.T) {
		m := notify.Compose(notices(7), end.Add(-5*time.Hour), nil)
		if m.Title != "7 keys need attention, the nearest expires in 5 hours." {
			t.Errorf("title is %q", m.Title)
		}
		if lines := strings.Split(m.Body, "\n"); len(lines) != 7 || lines[0] != "Portal 01: the authentication key expires in 5 hours." {
			t.Errorf("body is %q", m.Body)
		}
	})
	t.Run("ExpiredMeanwhile", func(t *testing.T) {
		if m := notify.Compose(notices(4), end.Add(2*day), nil); m.Title != "4 keys need attention, the nearest expired 2 days ago." {
			t.Errorf("title is %q", m.Title)
		}
	})
	t.Run("Long", func(t *testing.T) {
		for count, want := range map[int]string{12: "Portal 12: the authentication key expires in 16 hours.", 13: "Portal 13: the authentication key expires in 17 hours.", 14: "And 2 more."} {
			m := notify.Compose(notices(count), end.Add(-5*time.Hour), nil)
			if lines := strings.Split(m.Body, "\n"); lines[len(lines)-1] != want {
				t.Errorf("%d: the last line is %q", count, lines[len(lines)-1])
			}
		}
	})
	t.Run("Mixed", func(t *testing.T) {
		all := notices(2)
		all = append(all, notify.OfFiring(firing(9, "Shop", end.Add(700*day), renewal.Renewed, renewal.SeverityInfo), end))
		failed, _ := notify.OfOperation(renewal.Operation{State: renewal.StateFailed, PortalName: "Desk", Attempts: []renewal.Attempt{{}}}, end)
		m := notify.Compose(append(all, failed), end.Add(-5*time.Hour), nil)
		if m.Title != "2 keys need attention, the nearest expires in 5 hours; 1 key was renewed; 1 update failed." || m.Severity != renewal.SeverityCritical {
			t.Errorf("title is %q, severity %s", m.Title, m.Severity)
		}
		if only := notify.Compose(all[2:], end, nil); only.Title != "Shop: the authentication key was renewed." {
			t.Errorf("title is %q", only.Title)
		}
	})
	t.Run("SameNoticesSameID", func(t *testing.T) {
		all := notices(5)
		one := notify.Compose(all, end, nil)
		all[0], all[4] = all[4], all[0]
		if two := notify.Compose(all, end.Add(time.Hour), nil); two.ID != one.ID {
			t.Errorf("ids are %s and %s", one.ID, two.ID)
		}
		if three := notify.Compose(all[:4], end, nil); three.ID == one.ID {
			t.Error("other notices have the same id")
		}
	})
}
