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
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// kills is how many processes TestKilledWhileUpdating kills; make test-kills runs it with more.
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
		return handOverUntilKilled(ctx, folder, &points{killAt: int64(at)}, epochText)
	}
	w, err := openUpdater(ctx, folder, &points{killAt: int64(at)}, nil)
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
	t.Logf("%d processes were killed, at %d points (an update that nothing disturbs passes %d); the updates were found %v; %d retries",
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
