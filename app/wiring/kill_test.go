package wiring_test

import (
	"bufio"
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// kills is how many processes TestKilledWhileUpdating kills; docs/key-update.md tells how to run it with more.
var kills = flag.Int("kills", 40, "how many processes the test of killed updates kills")

// The process that is killed is this test binary with these set.
const (
	updaterFolder = "GATEHOUSE_TEST_UPDATER_FOLDER"
	updaterPoint  = "GATEHOUSE_TEST_UPDATER_POINT" // number of the point at which it kills itself; 0 for none
	updaterEpoch  = "GATEHOUSE_TEST_UPDATER_EPOCH" // of the clock, for a portal hosted elsewhere; see handOverUntilKilled
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(updaterFolder); folder != "" {
		os.Exit(complain(updateUntilKilled(folder, os.Getenv(updaterPoint), os.Getenv(updaterEpoch))))
	}
	os.Exit(m.Run())
}

// updateUntilKilled is the life of the process: it opens the program, goes on with what it finds, and updates the key
// of the only portal. It prints every point it passes.
func updateUntilKilled(folder, pointText, epochText string) error {
	at, err := strconv.Atoi(pointText)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if epochText != "" {
		return handOverUntilKilled(ctx, folder, &points{killAt: at}, epochText)
	}
	w, err := openUpdater(ctx, folder, &points{killAt: at}, nil)
	if err != nil {
		return err
	}
	if err := w.work(ctx); err != nil {
		return err
	}
	if err := w.updateOnce(ctx); err != nil {
		return err
	}
	return w.close()
}

func complain(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// points are the places where a process can end for good.
type points struct {
	killAt int
	passed int
}

// pass prints the name of a point and ends the process there when it is the one.
func (p *points) pass(name string) {
	if p == nil {
		return
	}
	p.passed++
	fmt.Println(name)
	if p.passed == p.killAt {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill() // on Unix SIGKILL: no deferred call runs, no buffer is written
		}
		fmt.Fprintln(os.Stderr, "not killed:", err)
		select {} // the signal is on its way
	}
}

// The parts of the program through which an update has its effects, with a point before and after each.
type (
	pointedStore struct {
		admin.OperationStore
		points *points
	}
	pointedSecrets struct {
		admin.Secrets
		points *points
	}
	pointedRecord struct {
		admin.ApplicationRecord
		points *points
	}
)

func (s pointedStore) SaveOperation(ctx context.Context, op renewal.Operation, seen int, entries ...event.Activity) error {
	name := "save " + string(op.State)
	if stages := op.Current().Stages; len(stages) > 0 {
		name += " " + string(stages[len(stages)-1].Stage)
	}
	s.points.pass("before " + name)
	err := s.OperationStore.SaveOperation(ctx, op, seen, entries...)
	s.points.pass("after " + name)
	return err
}

func (s pointedSecrets) Put(ctx context.Context, name string, secret []byte) error {
	s.points.pass("before put private part")
	err := s.Secrets.Put(ctx, name, secret)
	s.points.pass("after put private part")
	return err
}

func (s pointedSecrets) Delete(ctx context.Context, name string) error {
	s.points.pass("before delete private part")
	err := s.Secrets.Delete(ctx, name)
	s.points.pass("after delete private part")
	return err
}

func (r pointedRecord) PublishKey(ctx context.Context, portalID uuid.UUID, key portal.KeyCredential) error {
	r.points.pass("before publish")
	err := r.ApplicationRecord.PublishKey(ctx, portalID, key)
	r.points.pass("after publish")
	return err
}

func (r pointedRecord) RetireKeys(ctx context.Context, portalID uuid.UUID, keyIDs []uuid.UUID) error {
	r.points.pass("before retire")
	err := r.ApplicationRecord.RetireKeys(ctx, portalID, keyIDs)
	r.points.pass("after retire")
	return err
}

// A process that updates a key is killed at every point where something was or is about to be written, and at random
// moments, also while it goes on with what the one before it left behind. Whatever is left behind, the next start makes
// an end of it: there is never a second active update, no success without proof, and no key on the application record
// whose private part is gone.
func TestKilledWhileUpdating(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes many keys")
	}
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	first := filepath.Join(t.TempDir(), "data")
	makePortal(t, first)
	started := time.Now()
	names, killed := runUpdater(t, first, 0, 0)
	usual := time.Since(started)
	if killed || len(names) < 30 {
		t.Fatalf("the first run was killed %v and passed %q", killed, names)
	}

	k := killings{found: map[renewal.State]int{}, ends: map[string]bool{}}
	k.check(t, first, true)
	// A key must be valid for longer than the one before, and certificates know seconds: a process mostly waits for the
	// next one. So several portals are updated side by side.
	const lanes = 4
	t.Run("Lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(strconv.Itoa(lane), func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(seed, uint64(lane)))
				folder := filepath.Join(t.TempDir(), "data")
				makePortal(t, folder)
				for i := lane; i < *kills; i += lanes {
					// Every point once in the first round, then again and in between.
					point, life := i+1, time.Duration(0)
					if i >= len(names) {
						if point = 1 + random.IntN(len(names)); random.IntN(2) == 0 {
							point, life = 0, time.Duration(random.Int64N(int64(usual)))
						}
					}
					passed, killed := runUpdater(t, folder, point, life)
					last := k.count(passed, killed)
					// Sometimes the next process is the one that has to go on.
					k.check(t, folder, i < len(names) || i+lanes >= *kills || random.IntN(2) == 0)
					if t.Failed() {
						t.Fatalf("this was run %d, which ended at %s", i+1, last)
					}
				}
			})
		}
	})
	t.Logf("%d processes were killed, at %d of %d points; the updates were found %v; %d retries",
		k.done, len(k.ends), len(names), k.found, k.retries)
	if k.done < *kills/2 {
		t.Errorf("only %d of %d were killed, too few to prove anything", k.done, *kills)
	}
}

// killings counts what became of the killed processes.
type killings struct {
	mu      sync.Mutex
	done    int
	found   map[renewal.State]int // in which state the newest update was found
	ends    map[string]bool       // the last points that were passed
	retries int
}

func (k *killings) count(passed []string, killed bool) (last string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if killed {
		k.done++
	}
	if len(passed) == 0 {
		return "the start"
	}
	last = passed[len(passed)-1]
	if killed {
		k.ends[last] = true
	}
	return last
}

func makePortal(t *testing.T, folder string) {
	t.Helper()
	w, err := openUpdater(t.Context(), folder, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.portals.Provision(t.Context(), admin.PortalForm{
		Name: "Care", URL: "https://care.contoso.example",
		Organization: portal.Organization{Name: "Contoso", TenantID: "72f988bf-0000-4000-8000-2d7cd011db47"},
	})
	if err := errors.Join(err, w.close()); err != nil {
		t.Fatal(err)
	}
}

// runUpdater lets a process update the key, and kills it at a point, or after a while, or not at all where both are
// zero. It returns the points that were passed.
func runUpdater(t *testing.T, folder string, point int, life time.Duration, env ...string) (passed []string, killed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), updaterFolder+"="+folder, fmt.Sprintf("%s=%d", updaterPoint, point))
	cmd.Env = append(cmd.Env, env...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if life > 0 {
		time.AfterFunc(life, func() { _ = cmd.Process.Kill() }) // when it ended by itself there is nothing to kill
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		passed = append(passed, lines.Text())
	}
	err = cmd.Wait()
	if complaints.Len() > 0 {
		t.Fatalf("the process failed: %s", complaints.String())
	}
	return passed, err != nil
}

// check looks at what a process left behind, and where settled is true also after a start has made an end of it.
func (k *killings) check(t *testing.T, folder string, settled bool) {
	t.Helper()
	w, err := openUpdater(t.Context(), folder, nil, nil)
	if err != nil {
		t.Fatalf("the program does not open: %v", err)
	}
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	before := w.invariants(t)
	if len(before) > 0 {
		k.mu.Lock()
		k.found[before[0].State]++
		k.mu.Unlock()
	}
	if !settled {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := w.work(ctx); err != nil {
		t.Fatal(err)
	}
	retries, err := w.settle(ctx)
	if err != nil {
		t.Fatalf("it does not come to an end: %v", err)
	}
	k.mu.Lock()
	k.retries += retries
	k.mu.Unlock()
	after := w.invariants(t)
	if len(after) == 0 {
		return // it was killed before it began
	}
	if after[0].State != renewal.StateSucceeded || after[0].OldKeyDue() {
		t.Errorf("the update ended as %s", after[0].State)
	}
	it := w.portal(t)
	if len(it.Application.Keys) != 1 {
		t.Errorf("%d keys are left on the application record", len(it.Application.Keys))
	}
	if names := secretNames(t, folder); len(names) != 1 || names[0] != it.Application.Keys[0].PrivateName {
		t.Errorf("the key store holds %v", names)
	}
}

// invariants checks what must hold at any moment and returns the updates, newest first.
func (w *updater) invariants(t *testing.T) []renewal.Operation {
	t.Helper()
	all := w.oneActive(t)
	for _, op := range all {
		if a := op.Current(); op.State == renewal.StateSucceeded &&
			(a.Candidate == nil || a.SignIn == nil || a.SignIn.Thumbprint != a.Candidate.Thumbprint || a.Candidate.KeyID == a.Baseline.KeyID) {
			t.Errorf("an update succeeded without proof: %+v", a)
		}
	}
	keys := w.portal(t).Application.Keys
	if len(keys) == 0 {
		t.Error("the application record has no key")
	}
	for _, key := range keys {
		if err := w.fits(t.Context(), key); err != nil {
			t.Errorf("the private part of key %s, of %d on the record: %v", key.Thumbprint, len(keys), err)
		}
	}
	return all
}

// oneActive makes sure that one update is active at most, and that the index agrees, and returns all of them.
func (w *updater) oneActive(t *testing.T) []renewal.Operation {
	t.Helper()
	all, err := w.db.Operations(t.Context(), uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	active := 0
	for _, op := range all {
		if op.State.Active() {
			active++
		}
	}
	if held, err := w.db.ActiveOperations(t.Context()); err != nil || len(held) != active || active > 1 {
		t.Errorf("%d updates are active, and %d hold the portal, %v", active, len(held), err)
	}
	return all
}

// fits makes sure that the key store has the private part of a key.
func (w *updater) fits(ctx context.Context, key portal.KeyCredential) error {
	secret, err := w.vault.Get(ctx, key.PrivateName)
	if err != nil {
		return err
	}
	private, err := x509.ParsePKCS8PrivateKey(secret)
	if err != nil {
		return err
	}
	public, err := x509.ParseCertificate(key.DER)
	if err != nil {
		return err
	}
	if !private.(*rsa.PrivateKey).PublicKey.Equal(public.PublicKey) {
		return errors.New("it belongs to another key")
	}
	return nil
}

func (w *updater) portal(t *testing.T) portal.Portal {
	t.Helper()
	all, err := w.portals.List(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("portals are %v, %v", all, err)
	}
	return all[0]
}

// secretNames reads the list of what lies in the key store.
func secretNames(t *testing.T, folder string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "vault.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Secrets map[string]any `json:"secrets"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(list.Secrets))
}

// settle goes on with what it finds, as a person would who presses what the window offers, until the newest update has
// succeeded. It returns how often an update had to be retried.
func (w *updater) settle(ctx context.Context) (retries int, err error) {
	for {
		all, err := w.db.Operations(ctx, uuid.Nil)
		if err != nil || len(all) == 0 {
			return retries, err
		}
		op := all[0]
		if op, err = w.rest(ctx, op.ID); err != nil {
			return retries, fmt.Errorf("%s, attempt %d: %w", op.State, len(op.Attempts), err)
		}
		switch {
		case op.State == renewal.StateSucceeded:
			return retries, nil
		case w.renewals.NeedsYes(op):
			_, err = w.renewals.Confirm(ctx, op.ID)
		case op.State == renewal.StateUnknown:
			_, err = w.renewals.GiveUp(ctx, op.ID)
		case op.State == renewal.StateFailed, op.State == renewal.StateNeedsSupport:
			if retries++; retries > 3 {
				return retries, fmt.Errorf("attempt %d failed: %+v", len(op.Attempts), op.Current().Problem)
			}
			_, err = w.renewals.Retry(ctx, op.ID)
		default:
			return retries, fmt.Errorf("an update is %s", op.State)
		}
		if err != nil && !fault.Is(err, fault.Conflict) { // after a conflict it has moved on
			return retries, err
		}
	}
}

// rest waits until an update stands still or has ended. One that waits for its next look is looked at now.
func (w *updater) rest(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	op, err := w.db.Operation(ctx, id)
	if err == nil && op.State.Active() && op.State != renewal.StateConfirmed && op.State != renewal.StateSubmitting {
		err = w.renewals.Look(ctx, id)
	}
	if err != nil && !fault.Is(err, fault.Conflict) {
		return op, err
	}
	return w.renewals.Wait(ctx, id, func(op renewal.Operation) bool {
		return w.renewals.NeedsYes(op) || op.State == renewal.StateUnknown || !op.State.Active() && !op.OldKeyDue()
	})
}

// updateOnce does what gatectl keys update does, whatever is found.
func (w *updater) updateOnce(ctx context.Context) error {
	if _, err := w.settle(ctx); err != nil {
		return err
	}
	all, err := w.portals.List(ctx)
	if err != nil {
		return err
	}
	if _, err := w.renewals.Start(ctx, all[0].ID); err != nil {
		return err
	}
	_, err = w.settle(ctx)
	return err
}
