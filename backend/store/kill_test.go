package store_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

// Tests that need a process of their own run this test binary again with one of these set.
const (
	writerFolder = "GATEHOUSE_TEST_WRITER_FOLDER" // write until killed
	writerSeed   = "GATEHOUSE_TEST_WRITER_SEED"
	limitFolder  = "GATEHOUSE_TEST_LIMIT_FOLDER" // write until the disk is full
)

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(writerFolder) != "":
		os.Exit(write(os.Getenv(writerFolder), os.Getenv(writerSeed)))
	case os.Getenv(limitFolder) != "":
		os.Exit(writeUntilFull(os.Getenv(limitFolder)))
	}
	os.Exit(m.Run())
}

// change is one change as the writer announces it before and confirms it after. It says all that the store must
// hold afterwards.
type change struct {
	Portal    *portal.Portal     // saved, with its version before the change
	Snapshot  *site.Snapshot     // added to Portal, with a site of Records records
	Records   int                //
	Choices   *admin.Preferences // saved
	Removed   *portal.Portal     // removed
	Confirmed bool               // the change announced last is on the disk
}

// write makes changes at random until it is killed. It prints each before it is made and after it was acknowledged.
func write(folder, seedText string) int {
	seed, err := strconv.ParseUint(seedText, 10, 64)
	if err != nil {
		return complain(err)
	}
	random := rand.New(rand.NewPCG(seed, 2))
	ctx := context.Background()
	s, err := store.Open(ctx, folder, store.Options{Timeout: 5 * time.Second, Program: "test"})
	if err != nil {
		return complain(err)
	}
	out := json.NewEncoder(os.Stdout) // not buffered: each line is one write to the pipe
	for {
		c, err := nextChange(ctx, s, random)
		if err == nil {
			err = out.Encode(c)
		}
		if err == nil {
			err = apply(ctx, s, c)
		}
		if err == nil {
			err = out.Encode(change{Confirmed: true})
		}
		if err != nil {
			return complain(err)
		}
	}
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func nextChange(ctx context.Context, s *store.Store, random *rand.Rand) (change, error) {
	all, err := s.Portals(ctx)
	if err != nil {
		return change{}, err
	}
	if len(all) == 0 || len(all) < 30 && random.IntN(4) == 0 {
		p := portal.Portal{ID: uuid.New(), Name: fmt.Sprintf("Portal %d", random.Uint32()), CreatedAt: noon, ChangedAt: noon}
		return change{Portal: &p}, nil
	}
	p := all[random.IntN(len(all))]
	switch random.IntN(6) {
	case 0:
		theme := admin.Preferences{ActingUser: fmt.Sprintf("user %d", random.Uint32())}
		return change{Choices: &theme}, nil
	case 1:
		return change{Removed: &p}, nil
	case 2, 3:
		snapshot := site.Snapshot{ID: uuid.New(), PortalID: p.ID, TakenAt: noon.Add(time.Duration(random.Uint32()))}
		return change{Portal: &p, Snapshot: &snapshot, Records: 1 + random.IntN(400)}, nil
	default:
		p.Name = fmt.Sprintf("Portal %d", random.Uint32())
		return change{Portal: &p}, nil
	}
}

func apply(ctx context.Context, s *store.Store, c change) error {
	switch {
	case c.Snapshot != nil:
		_, err := s.AddSnapshot(ctx, *c.Portal, *c.Snapshot, testkit.LargeReading(c.Records), c.entry())
		return err
	case c.Portal != nil:
		_, err := s.SavePortal(ctx, *c.Portal, c.entry())
		return err
	case c.Choices != nil:
		return s.SavePreferences(ctx, *c.Choices, c.entry())
	default:
		return s.RemovePortals(ctx, []portal.Portal{*c.Removed}, []event.Activity{c.entry()})
	}
}

// entry is the log entry of a change. Its summary says which it was.
func (c change) entry() event.Activity {
	e := event.Activity{At: noon, Actor: "writer"}
	switch {
	case c.Snapshot != nil:
		e.PortalID, e.Summary = c.Portal.ID, "snapshot "+c.Snapshot.ID.String()
	case c.Portal != nil:
		e.PortalID, e.Summary = c.Portal.ID, fmt.Sprintf("version %d of %s", c.Portal.Version+1, c.Portal.Name)
	case c.Choices != nil:
		e.Summary = "chose " + c.Choices.ActingUser
	default:
		e.PortalID, e.Summary = c.Removed.ID, "removed"
	}
	return e
}

// model is what the store must hold.
type model struct {
	portals   map[uuid.UUID]portal.Portal
	snapshots map[uuid.UUID]map[uuid.UUID]int // number of records, by portal and snapshot
	choices   admin.Preferences
	log       []string
}

func (m *model) apply(c change) {
	m.log = append(m.log, c.entry().Summary)
	if c.Choices != nil {
		m.choices = *c.Choices
	}
	if c.Removed != nil {
		delete(m.portals, c.Removed.ID)
		delete(m.snapshots, c.Removed.ID)
	}
	if c.Portal != nil {
		p := *c.Portal
		p.Version++
		m.portals[p.ID] = p
	}
	if c.Snapshot != nil {
		if m.snapshots[c.Portal.ID] == nil {
			m.snapshots[c.Portal.ID] = map[uuid.UUID]int{}
		}
		m.snapshots[c.Portal.ID][c.Snapshot.ID] = c.Records
	}
}

// A process that writes is killed 200 times, each time at another moment, some while the database is being made. After
// each the store opens and holds every change that was acknowledged, and of the one that was not all or nothing.
func TestKilledWhileWriting(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 3))
	const kills, perFolder = 200, 10
	var acknowledged, halfDone int
	for run := 0; run < kills; run += perFolder {
		folder := filepath.Join(t.TempDir(), "data")
		m := model{portals: map[uuid.UUID]portal.Portal{}, snapshots: map[uuid.UUID]map[uuid.UUID]int{}}
		for i := range perFolder {
			life := time.Duration(random.IntN(50)) * time.Millisecond
			changes, pending := kill(t, folder, random.Uint64(), life, i == 0)
			for _, c := range changes {
				m.apply(c)
			}
			acknowledged += len(changes)
			if m.check(t, folder, pending) {
				halfDone++
			}
			if t.Failed() {
				t.Fatalf("this was kill %d, after %v", run+i, life)
			}
		}
	}
	t.Logf("%d changes were acknowledged, %d more were on the disk", acknowledged, halfDone)
	if acknowledged < kills {
		t.Errorf("only %d changes were made, too few to prove anything", acknowledged)
	}
}

// kill lets a process write for a while and kills it. It returns the acknowledged changes, and the one that was
// announced last when that was not acknowledged. The time begins with the process when the making of the database is
// to be hit too, else with the first change.
func kill(t *testing.T, folder string, seed uint64, life time.Duration, fromStart bool) (done []change, pending *change) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), writerFolder+"="+folder, fmt.Sprintf("%s=%d", writerSeed, seed))
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	die := func() { _ = cmd.Process.Kill() } // on Unix SIGKILL; when it ended by itself, the complaint is reported below
	if fromStart {
		time.AfterFunc(life, die)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c change
		if json.Unmarshal(lines.Bytes(), &c) != nil {
			break // the last line, cut off
		}
		if !fromStart && pending == nil && done == nil {
			time.AfterFunc(life, die)
		}
		if c.Confirmed {
			done, pending = append(done, *pending), nil
		} else {
			pending = &c
		}
	}
	_ = cmd.Wait() // it was killed
	if complaints.Len() > 0 {
		t.Fatalf("the writer failed: %s", complaints.String())
	}
	return done, pending
}

// check compares the store with the model. When the pending change is in the store, it is taken into the model.
func (m *model) check(t *testing.T, folder string, pending *change) (tookPending bool) {
	t.Helper()
	s, err := store.Open(t.Context(), folder, store.Options{Timeout: 5 * time.Second})
	if err != nil {
		t.Fatalf("the store does not open: %v", err)
	}
	defer closeStore(t, s)
	log := wholeLog(t, s)
	if pending != nil && len(log) == len(m.log)+1 {
		m.apply(*pending)
		tookPending = true
	}
	if !reflect.DeepEqual(log, m.log) {
		t.Errorf("the log has %d entries, want %d: %q, want %q", len(log), len(m.log), log, m.log)
	}
	m.compare(t, s)
	return tookPending
}

// compare compares all but the log.
func (m *model) compare(t *testing.T, s *store.Store) {
	t.Helper()
	portals, err := s.Portals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[uuid.UUID]portal.Portal{}
	for _, p := range portals {
		got[p.ID] = p
		snapshots, err := s.Snapshots(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(snapshots) != len(m.snapshots[p.ID]) {
			t.Errorf("%s has %d snapshots, want %d", p.Name, len(snapshots), len(m.snapshots[p.ID]))
		}
		for _, snapshot := range snapshots {
			_, r, err := s.Snapshot(t.Context(), snapshot.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Files) != m.snapshots[p.ID][snapshot.ID] {
				t.Errorf("a snapshot has %d records, want %d", len(r.Files), m.snapshots[p.ID][snapshot.ID])
			}
		}
	}
	if !reflect.DeepEqual(got, m.portals) {
		t.Errorf("portals are %v, want %v", got, m.portals)
	}
	if choices, _, err := s.Preferences(t.Context()); err != nil || choices != m.choices {
		t.Errorf("preferences are %+v, %v, want %+v", choices, err, m.choices)
	}
}

// wholeLog returns the summaries of the log, oldest first, and checks that its numbers have no gaps.
func wholeLog(t *testing.T, s *store.Store) []string {
	t.Helper()
	var newestFirst []event.Activity
	for before := uint64(0); ; before = newestFirst[len(newestFirst)-1].Sequence {
		page := activity(t, s, admin.ActivityQuery{Before: before})
		if len(page) == 0 {
			break
		}
		newestFirst = append(newestFirst, page...)
	}
	var summaries []string
	for i := range newestFirst {
		entry := newestFirst[len(newestFirst)-1-i]
		if entry.Sequence != uint64(i+1) {
			t.Fatalf("entry %d of the log has the number %d", i+1, entry.Sequence)
		}
		summaries = append(summaries, entry.Summary)
	}
	return summaries
}
