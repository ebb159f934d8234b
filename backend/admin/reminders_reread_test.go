package admin_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/portal"
)

const carePath = "/keys/care.pem"

// watches makes the portal one whose certificate is watched and went like that so far.
func (k *keeper) watches(p portal.Portal, look portal.CertificateLook) portal.Portal {
	p.Origin, p.CertificatePath, p.Application.Keys[0].AddedAt, p.Look = portal.Watched, carePath, ends.Add(-400*day), look
	return k.save(p)
}

// noted keeps a look and lets everybody hear of it.
func (k *keeper) noted(ctx context.Context, id uuid.UUID, look portal.CertificateLook) error {
	err := k.db.NoteLooks(ctx, []admin.SeenCertificate{{PortalID: id, Path: carePath, Look: look}})
	k.bus.Publish(event.Event{Topic: event.OnPortals, Subject: id.String()})
	return err
}

// wantAsOf wants one notice on the desktop, which says as of when the key is known; "" wants it not to say so.
func (k *keeper) wantAsOf(date string) {
	k.t.Helper()
	got := k.desktop.Got()
	if len(got) != 1 {
		k.t.Fatalf("the desktop got %q", titles(k.desktop))
	}
	if body := got[0].Message.Body; date == "" && strings.Contains(body, "As of") || !strings.Contains(body, date) {
		k.t.Errorf("it says %q, want as of %q", body, date)
	}
}

func TestRemindersReread(t *testing.T) {
	seven := ends.Add(-7 * day)
	failing := portal.CertificateLook{ReadAt: ends.Add(-40 * day), FailedAt: ends.Add(-39 * day), Problem: "The watched certificate is not there any more."}

	t.Run("ReadWithinADay", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		k.watches(k.add("Care", ends), portal.CertificateLook{ReadAt: seven.Add(-day)})
		k.reminders.Reread = func(context.Context, []uuid.UUID) []error { t.Error("it was read again"); return nil }
		k.at(seven)
		k.wantAsOf("")
	})
	t.Run("NotReadForADayIsReadFirst", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.watches(k.add("Care", ends), portal.CertificateLook{ReadAt: seven.Add(-day - 1)})
		var asked []uuid.UUID
		k.reminders.Reread = func(ctx context.Context, ids []uuid.UUID) []error {
			asked = append(asked, ids...)
			must(t, k.noted(ctx, p.ID, portal.CertificateLook{ReadAt: seven}))
			return nil
		}
		k.at(seven)
		k.wantDesktop()
		if !slices.Equal(asked, []uuid.UUID{p.ID}) {
			t.Fatalf("read again were %v", asked)
		}
		k.at(seven)
		k.wantAsOf("")
	})
	t.Run("AnotherKeyFoundSilencesIt", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.watches(k.add("Care", ends), portal.CertificateLook{ReadAt: ends.Add(-9 * day)})
		k.reminders.Reread = func(context.Context, []uuid.UUID) []error {
			k.renew(p, ends.Add(-8*day), ends.Add(700*day))
			return nil
		}
		k.at(ends.Add(-9 * day)) // b15d
		k.at(seven)
		k.at(seven)
		if slices.Contains(k.inbox(), "Care b7d") {
			t.Errorf("the inbox has %q", k.inbox())
		}
	})
	t.Run("UnreadableGoesOutAsOfTheLastGoodLook", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		k.watches(k.add("Care", ends), failing)
		tries := 0
		k.reminders.Reread = func(context.Context, []uuid.UUID) []error { tries++; return nil }
		k.at(seven)
		k.wantDesktop()
		k.at(seven)
		k.wantAsOf("As of 29 January 2027 12:00 (UTC)")
		k.at(seven.Add(day)) // it is tried again for the next one
		k.at(seven.Add(day))
		if len(k.desktop.Got()) != 2 || tries != 2 {
			t.Errorf("the desktop got %q after %d tries", titles(k.desktop), tries)
		}
	})
	t.Run("BeforeTheLastWeekNobodyWaits", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		k.watches(k.add("Care", ends), failing)
		k.reminders.Reread = func(context.Context, []uuid.UUID) []error { t.Error("it was read again"); return nil }
		k.at(ends.Add(-15 * day))
		k.wantAsOf("As of 29 January 2027")
	})
	t.Run("NobodyLooks", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		k.watches(k.add("Care", ends), failing)
		k.at(seven)
		k.wantAsOf("As of 29 January 2027")
	})
	t.Run("AShareThatHangsHoldsNobodyUp", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k := newKeeper(t, seven)
			k.started = time.Now()
			k.watches(k.add("Care", ends), failing)
			let := make(chan struct{})
			k.reminders.Reread = func(context.Context, []uuid.UUID) []error { <-let; return nil }
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- k.reminders.Run(ctx) }()
			time.Sleep(29 * time.Second)
			k.wantDesktop()
			time.Sleep(30 * time.Second)
			k.wantAsOf("As of 29 January 2027")
			cancel()
			must(t, <-done)
			close(let)
		})
	})
	t.Run("Preview", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.watches(k.add("Care", ends), portal.CertificateLook{ReadAt: ends.Add(-21 * day)})
		asOf := func() bool {
			found, err := k.reminders.DueAt(t.Context(), seven)
			must(t, err)
			if len(found.Notices) == 0 {
				t.Fatal("nothing is due")
			}
			return strings.Contains(found.Notices[0].Text, "As of")
		}
		if asOf() {
			t.Error("a certificate that can be read will be read by then")
		}
		must(t, k.noted(t.Context(), p.ID, failing))
		if !asOf() {
			t.Error("one that cannot be read will not")
		}
	})
}
