// Package snapshotfile writes one snapshot as a single file, and reads such a file again, on any machine.
//
// The shape of the file belongs here, and what keeps it from being half written or taken for granted. What a snapshot
// means does not: package admin decides what becomes of one that was read.
//
// A file consists of
//
//	gatehouse snapshot 2      and a line feed: what this is, and the version of its shape
//	<gzip>                    one JSON document, see the parts below
//	<SHA-256>                 32 bytes, over everything before
//
// Equal input gives equal bytes. The version counts up whenever a record or the document can say something that an
// earlier program would not keep, so that nothing is lost without a word.
package snapshotfile

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/site"
)

// Extension ends the names of snapshot files. A file is recognised by how it begins, not by its name.
const Extension = ".gatehouse"

const (
	magic    = "gatehouse snapshot " // followed by the version and a line feed
	version  = 2
	sumBytes = 32
)

// Limits keep a hostile file from using up the machine. They hold for writing too: no file is written that could not
// be read again. A zero is replaced by the value named.
type Limits struct {
	FileBytes int64 // of the file: 64 MiB
	JSONBytes int64 // of the document, expanded: 256 MiB
	Ratio     int64 // of document to file, beyond the first 32 MiB of the document: 200
	Entries   int   // files, problems and records, each: 500,000
}

func (l Limits) withDefaults() Limits {
	if l.FileBytes < 1 {
		l.FileBytes = 64 << 20
	}
	if l.JSONBytes < 1 {
		l.JSONBytes = 256 << 20
	}
	if l.Ratio < 1 {
		l.Ratio = 200
	}
	if l.Entries < 1 {
		l.Entries = 500_000
	}
	return l
}

// unratioed is how long a document may be whatever its ratio: small ones that repeat themselves do no harm.
const unratioed = 32 << 20

// The document is an object with a header and three lists, in this order and with an entry on each line. The lists are
// written and read one entry at a time.
const (
	partSnapshot = "snapshot"
	partFiles    = "files"
	partProblems = "problems"
	partRecords  = "records"
)

// header is site.Snapshot as it is written. What follows from the rest of the document is not: fingerprint and counts
// are made anew when the file is read.
type header struct {
	ID        uuid.UUID      `json:"id"` // of the snapshot where it was taken
	TakenAt   time.Time      `json:"takenAt"`
	Name      string         `json:"name"`
	Note      string         `json:"note"`
	Path      string         `json:"path"` // of the export, on the machine where it was read
	Root      string         `json:"root"`
	Format    site.Format    `json:"format"`
	DataModel site.DataModel `json:"dataModel"`
}

// record is site.Packed as it is written.
type record struct {
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
	File string          `json:"file,omitempty"`
	Line int             `json:"line,omitempty"`
}
