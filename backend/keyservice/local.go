package keyservice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// Point is a place between two steps of an update, where a test can make things go wrong.
type Point string

// The points, in the order in which an update comes past them.
const (
	BeforeMake    Point = "before-make"    // nothing was done
	AfterMake     Point = "after-make"     // the pair exists in memory, and the update says so
	AfterKeep     Point = "after-keep"     // the private part is in the key store; the update does not say so
	BeforePublish Point = "before-publish" // the update says so
	AfterPublish  Point = "after-publish"  // the public part is on the record; the update does not say so
	BeforeRestart Point = "before-restart" // the update says so
	AfterRestart  Point = "after-restart"  // the service runs with the new key; the update does not say so
	AfterSignIn   Point = "after-sign-in"  // the portal has signed in with it; the update does not say so
	BeforeRetire  Point = "before-retire"  // the update has succeeded, both keys are on the record
	BeforeForget  Point = "before-forget"  // the old key is off the record, its private part is in the key store
	AfterForget   Point = "after-forget"   // it is not; the update does not say so
)

// Points lists all points in their order.
func Points() []Point {
	return []Point{
		BeforeMake, AfterMake, AfterKeep, BeforePublish, AfterPublish, BeforeRestart, AfterRestart, AfterSignIn,
		BeforeRetire, BeforeForget, AfterForget,
	}
}

// Local updates the keys of local portals. It implements admin.KeyDriver.
type Local struct {
	host    *Host
	records Records
	record  admin.ApplicationRecord
	secrets Secrets
	now     Clock
	at      func(context.Context, Point) error

	mu      sync.Mutex
	working map[uuid.UUID]bool // updates whose Submit is under way
}

var _ admin.KeyDriver = (*Local)(nil)

// NewLocal returns the driver for the portals of a host. at is called at every point and makes the step fail by
// returning an error; nil lets everything go well, as the program does.
func NewLocal(host *Host, record admin.ApplicationRecord, at func(context.Context, Point) error) *Local {
	if at == nil {
		at = func(context.Context, Point) error { return nil }
	}
	return &Local{
		host: host, records: host.records, record: record, secrets: host.secrets, now: host.now, at: at,
		working: map[uuid.UUID]bool{},
	}
}

// Driver implements admin.KeyDriver.
func (d *Local) Driver() renewal.Driver { return renewal.DriverLocal }

// Page implements admin.KeyDriver: nobody has to go anywhere.
func (d *Local) Page(renewal.Operation) string { return "" }

// Keys implements admin.KeyDriver.
func (d *Local) Keys(ctx context.Context, portalID uuid.UUID) ([]portal.KeyCredential, error) {
	it, err := d.records.Portal(ctx, portalID)
	return it.Application.Keys, err
}

// Submit implements admin.KeyDriver.
func (d *Local) Submit(ctx context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
	d.work(op.ID, true)
	defer d.work(op.ID, false)
	key, err := d.makeAndKeep(ctx, op, report)
	if err != nil {
		return refusedBy(err, report)
	}
	published, err := d.publish(ctx, op, key)
	switch {
	case err == nil:
	case published:
		return err // whether it is on the record is not known: a look tells
	default:
		return refusedBy(errors.Join(err, d.secrets.Delete(context.WithoutCancel(ctx), key.PrivateName)), report)
	}
	if err := report(renewal.Accepted{}); err != nil {
		return err
	}
	if err := d.at(ctx, BeforeRestart); err != nil {
		return reportedFailure(err, report)
	}
	return d.restart(ctx, op, report)
}

// refusedByUs is a failure before anything was published: the update certainly did nothing.
type refusedByUs struct{ error }

func (r refusedByUs) Unwrap() error { return r.error }

// refusedBy says of a failure that nothing was done. An error of report itself is passed on.
func refusedBy(err error, report func(renewal.Fact) error) error {
	if _, certain := errors.AsType[refusedByUs](err); !certain {
		return err
	}
	return report(renewal.Refused{Problem: problemOf(err)})
}

// makeAndKeep makes the new pair and puts its private part into the key store, which the update announces first: what a
// crash leaves there is found again by its name.
func (d *Local) makeAndKeep(ctx context.Context, op renewal.Operation, report func(renewal.Fact) error) (portal.KeyCredential, error) {
	if err := d.at(ctx, BeforeMake); err != nil {
		return portal.KeyCredential{}, refusedByUs{err}
	}
	pair, err := d.make(ctx, op)
	if err != nil {
		return portal.KeyCredential{}, refusedByUs{err}
	}
	key := pair.Certificate.Credential(uuid.New(), portal.Generated, d.now.now())
	key.PrivateName = admin.PrivateName(op.PortalID, key.KeyID)
	made := renewal.MadeKey{KeyID: key.KeyID, Thumbprint: key.Thumbprint, PrivateName: key.PrivateName}
	if err := report(renewal.StageReached{Stage: renewal.StageKeyMade, Made: made}); err != nil {
		return key, err
	}
	if err := d.at(ctx, AfterMake); err != nil {
		return key, refusedByUs{err}
	}
	keep := func() error {
		if err := d.secrets.Put(ctx, key.PrivateName, pair.Private); err != nil {
			return refusedByUs{fmt.Errorf("keep private part of new key: %w", err)}
		}
		if err := d.at(ctx, AfterKeep); err != nil {
			return refusedByUs{err}
		}
		if err := report(renewal.StageReached{Stage: renewal.StagePrivateKept}); err != nil {
			return err
		}
		if err := d.at(ctx, BeforePublish); err != nil {
			return refusedByUs{err}
		}
		return nil
	}
	if err := keep(); err != nil {
		// Nobody will ever use it. Where it cannot be taken back now it is found by its name later.
		_ = d.secrets.Delete(context.WithoutCancel(ctx), key.PrivateName)
		return key, err
	}
	return key, nil
}

// make makes a pair that is valid for longer than the current key. Certificates know seconds, so a key that is replaced
// in the second in which it was made has to wait for the next one.
func (d *Local) make(ctx context.Context, op renewal.Operation) (certificate.Pair, error) {
	end := op.Current().Baseline.End
	for {
		pair, err := certificate.New(d.now.now(), op.PortalID)
		if err != nil {
			return pair, fmt.Errorf("make authentication key: %w", err)
		}
		if pair.Certificate.End.After(end) {
			return pair, nil
		}
		if end.Sub(pair.Certificate.End) > time.Second {
			return pair, fault.New(fault.Conflict, "The current key of %s ends later than two years from now, so a new one would not be valid for longer.", op.PortalName).
				WithHint("Look whether the clock of this machine is right.")
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return pair, ctx.Err()
		}
	}
}

// publish puts the public part on the application record. uncertain is true where it may be there although there is an
// error.
func (d *Local) publish(ctx context.Context, op renewal.Operation, key portal.KeyCredential) (uncertain bool, err error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err := d.record.PublishKey(ctx, op.PortalID, key); err != nil {
		keys, readErr := d.Keys(context.WithoutCancel(ctx), op.PortalID)
		if readErr != nil {
			return true, errors.Join(err, readErr)
		}
		if !has(keys, key.KeyID) {
			return false, refusedByUs{fmt.Errorf("publish new key: %w", err)}
		}
	}
	return true, d.at(ctx, AfterPublish)
}

func has(keys []portal.KeyCredential, id uuid.UUID) bool {
	return slices.ContainsFunc(keys, func(k portal.KeyCredential) bool { return k.KeyID == id })
}

// restart restarts the portal's service once and reports what it signs in with.
func (d *Local) restart(ctx context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
	connection, err := d.host.Restart(ctx, op.PortalID)
	if err == nil {
		err = d.at(ctx, AfterRestart)
	}
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return reportedFailure(err, report)
	}
	if err := report(renewal.StageReached{Stage: renewal.StageRestarted}); err != nil {
		return err
	}
	if connection.State != SignedIn {
		if connection.State == Silent {
			return nil // it tries again, and the next look asks it
		}
		return reportedFailure(connection.Problem, report)
	}
	if passed := connection.PassedOver; passed != nil {
		return reportedFailure(passed.Problem, report) // the portal goes on with an older key
	}
	keys, err := d.Keys(ctx, op.PortalID)
	if err != nil {
		return err // the next look reads them
	}
	// First that the new key is on the record, then that it works: that is the proof.
	if err := report(renewal.KeysRead{Keys: keys}); err != nil {
		return err
	}
	if err := d.at(ctx, AfterSignIn); err != nil {
		return reportedFailure(err, report)
	}
	return report(renewal.SignedIn{Thumbprint: connection.Thumbprint})
}

// reportedFailure says that the update failed after the public part was published. Both keys stay where they are; which
// of them the portal signs in with is for its service to find out, see keyring.
func reportedFailure(err error, report func(renewal.Fact) error) error {
	return report(renewal.ServiceReported{Report: renewal.ReportFailed, Problem: problemOf(err)})
}

// Look implements admin.KeyDriver. The service of a portal that does not use its newest key, because the program
// stopped before it was restarted, is restarted now. One that tried that key and had to pass it over is the end of the
// attempt.
func (d *Local) Look(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error) {
	keys, err := d.Keys(ctx, op.PortalID)
	if err != nil {
		return nil, err
	}
	a := op.Current()
	facts := []renewal.Fact{renewal.KeysRead{Keys: keys}}
	if op.State == renewal.StateUnknown && !d.works(op.ID) && (a.Made == nil || !has(keys, a.Made.KeyID)) {
		if _, newer := renewal.Successor(a.Baseline, keys, d.now.now()); !newer {
			// Nobody else writes to the record, so nothing was published, and nobody is going to.
			return append(facts, renewal.ServiceReported{Report: renewal.ReportFailed, Problem: renewal.Problem{
				Class: renewal.ClassUnknownOutcome, Message: "The program stopped before the new key was published. Nothing was changed.",
			}}), nil
		}
	}
	current, _ := keyInUse(portal.Application{Keys: keys}, d.now.now())
	connection := d.host.Connection(op.PortalID)
	tried := connection.Thumbprint == current.Thumbprint ||
		connection.PassedOver != nil && connection.PassedOver.Thumbprint == current.Thumbprint
	if op.State.Active() && !d.works(op.ID) && (connection.State != SignedIn || !tried) {
		if connection, err = d.host.Restart(ctx, op.PortalID); err != nil {
			return facts, err
		}
		restarted := slices.ContainsFunc(a.Stages, func(m renewal.StageMark) bool { return m.Stage == renewal.StageRestarted })
		if !restarted && (op.State == renewal.StateRunning || op.State == renewal.StateVerifying) {
			facts = append(facts, renewal.StageReached{Stage: renewal.StageRestarted})
		}
	}
	switch passed := connection.PassedOver; {
	case connection.State != SignedIn:
	case op.State.Active() && !d.works(op.ID) && passed != nil && a.Made != nil && passed.Thumbprint == a.Made.Thumbprint:
		// That the new key is there says nothing any more, so it is not told first.
		return []renewal.Fact{renewal.ServiceReported{Report: renewal.ReportFailed, Problem: problemOf(passed.Problem)}}, nil
	default:
		facts = append(facts, renewal.SignedIn{Thumbprint: connection.Thumbprint})
	}
	return facts, nil
}

// RetireOldKey implements admin.KeyDriver. The keys of the baseline go off the record first: a private part without its
// public part is only left over, the other way round the portal would have a key that it cannot use.
func (d *Local) RetireOldKey(ctx context.Context, op renewal.Operation) error {
	a := op.Current()
	keys, err := d.Keys(ctx, op.PortalID)
	if err != nil {
		return err
	}
	if a.Candidate == nil || !has(keys, a.Candidate.KeyID) {
		return fault.New(fault.Conflict, "The new key of %s is not on its application record.", op.PortalName).
			WithHint("The old key stays. Update the key again.")
	}
	if err := d.at(ctx, BeforeRetire); err != nil {
		return err
	}
	if err := d.record.RetireKeys(ctx, op.PortalID, a.Baseline.KeyIDs); err != nil {
		return fmt.Errorf("retire old key: %w", err)
	}
	if err := d.at(ctx, BeforeForget); err != nil {
		return err
	}
	for _, id := range a.Baseline.KeyIDs {
		if err := d.secrets.Delete(ctx, admin.PrivateName(op.PortalID, id)); err != nil {
			return fmt.Errorf("forget private part of old key: %w", err)
		}
	}
	return d.at(ctx, AfterForget)
}

// SiteAnswers implements admin.KeyDriver: a local portal is at work when it is signed in. One whose service does not run
// here, as in a command or after it was retired, is not silent: nobody asks it.
func (d *Local) SiteAnswers(_ context.Context, op renewal.Operation) bool {
	state := d.host.Connection(op.PortalID).State
	return state == SignedIn || state == Stopped
}

func (d *Local) work(id uuid.UUID, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if on {
		d.working[id] = true
	} else {
		delete(d.working, id)
	}
}

func (d *Local) works(id uuid.UUID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.working[id]
}

var classes = map[fault.Code]renewal.Class{
	fault.Denied: renewal.ClassPermission, fault.SignedOut: renewal.ClassSignedOut, fault.NotFound: renewal.ClassGone,
	fault.Conflict: renewal.ClassChanged, fault.Invalid: renewal.ClassInvalid,
}

// problemOf is what an update remembers of an error. What is not meant for people stays out of it.
func problemOf(err error) renewal.Problem {
	f := fault.Of(err)
	class, ok := classes[f.Code]
	if !ok {
		class = renewal.ClassService
	}
	return renewal.Problem{Class: class, Message: f.Message, Hint: f.Hint}
}
