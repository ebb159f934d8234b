package admin

import (
	"context"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// OperationStore keeps the updates of authentication keys.
type OperationStore interface {
	// Operations lists updates, newest first, of one portal or of all where portalID is zero. Records that cannot be
	// read are left out; RepairOperations has put them aside. Codes: unreachable.
	Operations(ctx context.Context, portalID uuid.UUID) ([]renewal.Operation, error)
	// Operation reads one. Codes: not_found, unreachable.
	Operation(ctx context.Context, id uuid.UUID) (renewal.Operation, error)
	// ActiveOperation reads the update that holds a portal; held is false where there is none. Codes: unreachable.
	ActiveOperation(ctx context.Context, portalID uuid.UUID) (op renewal.Operation, held bool, err error)
	// ActiveOperations lists the updates that hold a portal, newest first. Codes: unreachable.
	ActiveOperations(ctx context.Context) ([]renewal.Operation, error)
	// SaveOperation writes an update and the log entries, and takes or releases its portal as its state says, all in
	// one transaction. seen is the version that is stored, 0 for a new one.
	// Codes: conflict (another version is stored, or another update holds the portal), not_found (the portal is gone),
	// unreachable.
	SaveOperation(ctx context.Context, op renewal.Operation, seen int, entries ...event.Activity) error
	// RepairOperations puts records aside that cannot be read, releases their portals, and makes the index of who
	// holds which portal agree with the records. It runs when the program starts, before anything else does.
	// Codes: unreachable.
	RepairOperations(ctx context.Context) ([]Repair, error)
	// AddActivity writes a log entry by itself. Codes: unreachable.
	AddActivity(ctx context.Context, entry event.Activity) error
}

// Repair is what RepairOperations did about one record.
type Repair struct {
	Operation uuid.UUID
	Portal    uuid.UUID // zero where that cannot be told
	Aside     bool      // the record could not be read and lies in quarantine; else the index was wrong
	Problem   string    // one sentence
}

// KeyDriver carries out updates for one kind of portal. Renewals calls it only after the state that announces the call
// was committed, and commits every fact before the driver goes on.
type KeyDriver interface {
	// Driver names the kind.
	Driver() renewal.Driver
	// Keys reads the keys on the portal's application record as they are now. An error beside keys says why a new one
	// could not be noticed; without keys, why nothing could be read. Codes: not_found, invalid, denied, unreachable.
	Keys(ctx context.Context, portalID uuid.UUID) ([]portal.KeyCredential, error)
	// Submit begins the update that op announces, once. It hands each fact to report and goes no step further when
	// that returns an error, which it returns. Among the facts is one of renewal.Accepted, AlreadyRunning, Deferred,
	// Refused and Unanswered; what a driver carries out itself after being accepted is reported too.
	Submit(ctx context.Context, op renewal.Operation, report func(renewal.Fact) error) error
	// Look finds out how an update stands: the facts, in the order in which they are to be taken. What cannot be read
	// makes no fact. Codes: denied, signed_out, unreachable.
	Look(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error)
	// RetireOldKey takes the credentials of the baseline off the application record, and their private parts out of
	// the key store. It may be called again after a crash. Codes: unreachable.
	RetireOldKey(ctx context.Context, op renewal.Operation) error
	// SiteAnswers asks the portal's site. A redirect to sign-in is an answer, and a site that cannot be asked from here
	// counts as one that answers.
	SiteAnswers(ctx context.Context, op renewal.Operation) bool
	// Page is the address where a person carries out the update; empty where Gatehouse does it.
	Page(op renewal.Operation) string
}

// SeenCertificate is how a portal's watched certificate was found.
type SeenCertificate struct {
	PortalID uuid.UUID
	Path     string // that was looked at
	Look     portal.CertificateLook
}

// ApplicationRecord changes the keys on the application record of a portal, and what is known of them. Portals
// implements it.
type ApplicationRecord interface {
	// PublishKey adds the public part of a key, with a log entry. A key that is there already is no error.
	// Codes: not_found, unreachable.
	PublishKey(ctx context.Context, portalID uuid.UUID, key portal.KeyCredential) error
	// RetireKeys takes keys off, with a log entry. Keys that are not there are no error. The last key stays.
	// Codes: conflict, not_found, unreachable.
	RetireKeys(ctx context.Context, portalID uuid.UUID, keyIDs []uuid.UUID) error
	// NoteLooks keeps what looking at watched certificates came to. Codes: unreachable.
	NoteLooks(ctx context.Context, seen []SeenCertificate) error
}
