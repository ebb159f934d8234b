package store

import (
	"context"

	"go.etcd.io/bbolt"
)

// OpenWith opens a store that knows further migrations, as a later program would.
func OpenWith(ctx context.Context, folder string, opts Options, further ...Migration) (*Store, error) {
	return open(ctx, folder, opts, append(Migrations(), further...))
}

// OpenCopyWith opens a copy; copied is called whenever the file was read and is about to be judged.
func OpenCopyWith(ctx context.Context, folder string, opts Options, copied func()) (*Store, error) {
	return openCopy(ctx, folder, opts, Migrations(), copied)
}

// NewMigration makes a migration without registering it.
func NewMigration(number int, what string, run func(*bbolt.Tx) error) Migration {
	return Migration{Number: number, What: what, run: run}
}

// DB gives tests the database below the store.
func (s *Store) DB() *bbolt.DB { return s.db }

// Unseal checks a value and returns what it holds.
func Unseal(place string, key, value []byte) ([]byte, error) { return unseal(place, key, value) }

// Expand undoes the compression of a value.
func Expand(packed []byte) ([]byte, error) { return expand("", packed) }

// Put writes a value with its checksum.
func Put(b *bbolt.Bucket, place string, key, payload []byte) error {
	return put(b, place, key, payload)
}

// Squeeze compresses a value.
func Squeeze(data []byte) ([]byte, error) { return squeeze(data) }

// Translate is the translation of errors at the package's edge.
func Translate(path string, err error) error { return translate(path, err) }

// CheckFile checks the pages of a database file.
func CheckFile(path string) error { return checkFile(path) }

// RunMigration runs one migration.
func RunMigration(m Migration, tx *bbolt.Tx) error { return m.run(tx) }
