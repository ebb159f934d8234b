package vault

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"gatehouse/backend/fault"
)

const (
	lockFile  = "vault.lock"
	lockLimit = 40 * time.Second // longer than one call to the system's key store may take
	lockRetry = 5 * time.Millisecond
)

// lock lets one writer or several readers at the files, in this process and in others. The system drops the lock of
// a process that dies. Readers take part because Windows refuses to replace a file that is being read.
type lock struct{ path string }

func newLock(dir string) *lock { return &lock{filepath.Join(dir, lockFile)} }

func (l *lock) exclusive(ctx context.Context, work func() error) error {
	return l.hold(ctx, (*flock.Flock).TryLockContext, work)
}

func (l *lock) shared(ctx context.Context, work func() error) error {
	return l.hold(ctx, (*flock.Flock).TryRLockContext, work)
}

func (l *lock) hold(ctx context.Context, take func(*flock.Flock, context.Context, time.Duration) (bool, error), work func() error) error {
	limited, cancel := context.WithTimeout(ctx, lockLimit)
	defer cancel()
	// A handle of its own for each holder makes the lock hold between goroutines as well.
	file := flock.New(l.path, flock.SetPermissions(0o600))
	if _, err := take(file, limited, lockRetry); err != nil {
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("wait for %s: %w", lockFile, ctx.Err())
		case limited.Err() != nil:
			return fault.New(fault.Conflict, "Another Gatehouse keeps the vault busy.").
				WithHint("Look for its window, perhaps with a question in front of it, and try again.").At(l.path, 0).Because(err)
		}
		return fileFault(l.path, fmt.Sprintf("The vault's folder %s cannot be used.", filepath.Dir(l.path)), err)
	}
	err := work()
	// Closing the handle is what unlocks; there is nothing a caller could do about a failure.
	_ = file.Close()
	return err
}
