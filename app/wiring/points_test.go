package wiring_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// points are the places where a process can end for good.
type points struct {
	killAt int64
	passed atomic.Int64
}

// pass prints the name of a point and ends the process there when it is the one.
func (p *points) pass(name string) {
	if p == nil {
		return
	}
	passed := p.passed.Add(1)
	fmt.Println(name)
	if passed == p.killAt {
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
