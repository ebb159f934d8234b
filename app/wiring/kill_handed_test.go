package wiring_test

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// The proof of an update that a person carries out takes two readings twenty seconds apart. So that a test can kill it
// often, the processes have a clock that runs faster.
const faster = 60

// fastClock runs from epoch on, the same in every process.
func fastClock(epoch time.Time) func() time.Time {
	return func() time.Time { return epoch.Add(time.Since(epoch) * faster) }
}

// handOverUntilKilled is updateUntilKilled for a portal that is hosted elsewhere. epochText is when the clock began, in
// nanoseconds.
func handOverUntilKilled(ctx context.Context, folder string, p *points, epochText string) error {
	epoch, err := strconv.ParseInt(epochText, 10, 64)
	if err != nil {
		return err
	}
	w, err := openUpdater(ctx, folder, p, fastClock(time.Unix(0, epoch)))
	if err != nil {
		return err
	}
	if err := w.work(ctx); err != nil {
		return err
	}
	if err := w.settleHandedOver(ctx, folder); err != nil {
		return err
	}
	all, err := w.portals.List(ctx)
	if err != nil {
		return err
	}
	if _, err := w.renewals.Start(ctx, all[0].ID); err != nil {
		return err
	}
	return errors.Join(w.settleHandedOver(ctx, folder), w.close())
}

// settleHandedOver is the person who carries an update out and watches it: says that it was started, puts the
// certificate of the new key in its place, and looks until the update has succeeded.
func (w *updater) settleHandedOver(ctx context.Context, folder string) error {
	for ctx.Err() == nil {
		all, err := w.db.Operations(ctx, uuid.Nil)
		if err != nil || len(all) == 0 || all[0].State == renewal.StateSucceeded {
			return err
		}
		op := all[0]
		switch {
		case w.renewals.NeedsYes(op):
			_, err = w.renewals.Confirm(ctx, op.ID)
		case op.State == renewal.StateConfirmed:
			_, err = w.renewals.Wait(ctx, op.ID, func(op renewal.Operation) bool { return op.State != renewal.StateConfirmed })
		case op.State == renewal.StateHandedOff:
			_, err = w.renewals.ReportStarted(ctx, op.ID)
		case op.State.Active():
			if op.Current().Candidate == nil {
				err = newCertificate(folder, w.renewals.Now(), op.PortalID)
			}
			time.Sleep(25 * time.Second / faster)
			if err == nil {
				err = w.renewals.Look(ctx, op.ID)
			}
		default:
			return fmt.Errorf("an update is %s: %+v", op.State, op.Current().Problem)
		}
		if err != nil && !fault.Is(err, fault.Conflict) { // after a conflict it has moved on
			return err
		}
	}
	return ctx.Err()
}

func certificatePath(folder string) string { return filepath.Join(folder, "care.pem") }

// newCertificate puts the certificate of a new key where it is watched, all of it at once.
func newCertificate(folder string, now time.Time, portalID uuid.UUID) error {
	pair, err := certificate.New(now, portalID)
	if err != nil {
		return err
	}
	path := certificatePath(folder)
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate.DER})
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// Like TestKilledWhileUpdating, for a portal that is hosted elsewhere: no success without two readings far enough
// apart, and nothing is ever taken off its record.
func TestKilledWhileHandedOver(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes many keys")
	}
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 6))
	epoch := time.Now()
	folder, env := filepath.Join(t.TempDir(), "data"), fmt.Sprintf("%s=%d", updaterEpoch, epoch.UnixNano())
	watchPortal(t, folder, fastClock(epoch))
	names, killed := runUpdater(t, folder, 0, 0, env)
	if killed || len(names) < 10 {
		t.Fatalf("the first run was killed %v and passed %q", killed, names)
	}
	k := killings{found: map[renewal.State]int{}, ends: map[string]bool{}}
	for i := range max(len(names), *kills/4) {
		point := i + 1
		if i >= len(names) {
			point = 1 + random.IntN(len(names))
		}
		passed, killed := runUpdater(t, folder, point, 0, env)
		last := k.count(passed, killed)
		k.checkHandedOver(t, folder, fastClock(epoch), i%2 == 0)
		if t.Failed() {
			t.Fatalf("this was run %d, which ended at %s", i+1, last)
		}
	}
	t.Logf("%d processes were killed, at %d of %d points; the updates were found %v", k.done, len(k.ends), len(names), k.found)
	if k.done < len(names)/2 {
		t.Errorf("only %d were killed, too few to prove anything", k.done)
	}
}

func watchPortal(t *testing.T, folder string, now func() time.Time) {
	t.Helper()
	w, err := openUpdater(t.Context(), folder, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	if err := newCertificate(folder, now().AddDate(-1, 0, 0), uuid.New()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(certificatePath(folder))
	if err != nil {
		t.Fatal(err)
	}
	form := admin.PortalForm{Name: "Care", Organization: portal.Organization{Name: "Contoso"}}
	file := admin.CertificateFile{Name: "care.pem", Path: certificatePath(folder), Content: content}
	if _, err := w.portals.Watch(t.Context(), form, file); err != nil {
		t.Fatal(err)
	}
}

func (k *killings) checkHandedOver(t *testing.T, folder string, now func() time.Time, settled bool) {
	t.Helper()
	w, err := openUpdater(t.Context(), folder, nil, now)
	if err != nil {
		t.Fatalf("the program does not open: %v", err)
	}
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	if all := w.invariantsHandedOver(t); len(all) > 0 {
		k.found[all[0].State]++
	}
	if !settled {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := errors.Join(w.work(ctx), w.settleHandedOver(ctx, folder)); err != nil {
		t.Fatalf("it does not come to an end: %v", err)
	}
	w.invariantsHandedOver(t)
}

func (w *updater) invariantsHandedOver(t *testing.T) []renewal.Operation {
	t.Helper()
	all := w.oneActive(t)
	keys := w.portal(t).Application.Keys
	on := func(id uuid.UUID) bool {
		return slices.ContainsFunc(keys, func(k portal.KeyCredential) bool { return k.KeyID == id })
	}
	for _, op := range all {
		a := op.Current()
		if i := slices.IndexFunc(a.Baseline.KeyIDs, func(id uuid.UUID) bool { return !on(id) }); i >= 0 {
			t.Errorf("the key %s was taken off the record", a.Baseline.KeyIDs[i])
		}
		if op.State != renewal.StateSucceeded {
			continue
		}
		if c := a.Candidate; c == nil || !on(c.KeyID) || c.Sightings < 2 || c.LastSeen.Sub(c.FirstSeen) < 20*time.Second ||
			slices.Contains(a.Baseline.KeyIDs, c.KeyID) {
			t.Errorf("an update succeeded without proof: %+v", a)
		}
	}
	return all
}
