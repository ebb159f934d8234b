package store

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"
	"sort"
	"sync"

	"go.etcd.io/bbolt"

	"gatehouse/backend/site"
)

// openReading puts the reading of a snapshot together from its bucket and the records. All of it happens while the
// transaction lasts, some thousandths of a second for a large site, so that nothing has to be copied to be read.
func openReading(tx *bbolt.Tx, b *bbolt.Bucket, header site.Snapshot) (site.Reading, error) {
	place := snapshotPlace(header.ID)
	account, err := needed(b, place, snapshotAccount)
	if err != nil {
		return site.Reading{}, err
	}
	sources, err := needed(b, place, snapshotSources)
	if err != nil {
		return site.Reading{}, err
	}
	list, err := needed(b, place, snapshotRecords)
	if err != nil {
		return site.Reading{}, err
	}
	var (
		beside    companions
		besideErr error
		group     sync.WaitGroup
	)
	defer group.Wait() // the transaction must not end before, not even by a panic
	group.Go(func() {
		besideErr = guard(func() (err error) {
			beside, err = unpackCompanions(place, account, sources, len(list)/sha256.Size)
			return err
		})
	})
	records, err := findRecords(tx, list)
	group.Wait()
	if err := cmp.Or(err, besideErr); err != nil {
		return site.Reading{}, err
	}
	// Whether the records are what they were is found out meanwhile.
	var checkErr error
	group.Go(func() {
		checkErr = guard(func() error { return checkRecords(list, records) })
	})
	content, err := site.Unpack(packedRecords(records, beside.sources))
	group.Wait()
	switch {
	case checkErr != nil:
		return site.Reading{}, checkErr
	case err != nil:
		return site.Reading{}, damagef("%s cannot be put together: %v", place, err)
	}
	content.Format, content.DataModel, content.Root = header.Format, header.DataModel, header.Root
	return site.Reading{Site: content, Files: beside.account.Files, Problems: beside.account.Problems}, nil
}

// findRecords returns the records of a list as they lie in the database. They are valid until the transaction ends.
func findRecords(tx *bbolt.Tx, list []byte) ([][]byte, error) {
	if len(list)%sha256.Size != 0 {
		return nil, damagef("a list of records has %d bytes", len(list))
	}
	// In the order of the keys a record is often the next one in the database, and else not far away. To look up each by
	// itself takes more than twice as long.
	c := top(tx, bucketRecords).Cursor()
	records := make([][]byte, len(list)/sha256.Size)
	var found, record []byte
	for _, i := range byKey(list) {
		key := list[int(i)*sha256.Size:][:sha256.Size]
		if found != nil && !bytes.Equal(found, key) {
			found, record = c.Next()
		}
		if !bytes.Equal(found, key) {
			found, record = c.Seek(key)
		}
		if !bytes.Equal(found, key) || record == nil {
			return nil, damagef("the record %x is missing", key)
		}
		records[i] = record
	}
	return records, nil
}

// checkRecords compares each record of a list with its key.
func checkRecords(list []byte, records [][]byte) error {
	for i, record := range records {
		if key := list[i*sha256.Size:][:sha256.Size]; sha256.Sum256(record) != content(key) {
			return damagef("the record %x is not what it was", key)
		}
	}
	return nil
}

// packedRecords walks over records with where they were read.
func packedRecords(records [][]byte, sources []site.Source) iter.Seq[site.Packed] {
	return func(yield func(site.Packed) bool) {
		var kind string // made once for all records of a kind, which lie together
		for i, record := range records {
			name, data, _ := bytes.Cut(record, []byte{0})
			if string(name) != kind {
				kind = string(name)
			}
			if !yield(site.Packed{Kind: kind, Data: data, Source: sources[i]}) {
				return
			}
		}
	}
}

// companions is what a snapshot holds beside its records.
type companions struct {
	account site.Account
	sources []site.Source // one for each record
}

// unpackCompanions reads the account and the sources of n records.
func unpackCompanions(place string, account, sources []byte, n int) (companions, error) {
	var c companions
	told, err := expand(place, account)
	if err != nil {
		return c, err
	}
	if c.account, err = site.UnpackAccount(told); err != nil {
		return c, damagef("the %s of %s cannot be read: %v", snapshotAccount, place, err)
	}
	if c.sources, err = unpackSources(sources, n, c.account.Files); err != nil {
		return c, damagef("the %s of %s cannot be read: %v", snapshotSources, place, err)
	}
	return c, nil
}

// longestName is far beyond any path, in bytes.
const longestName = 1 << 20

// unpackSources reads the sources of n records. It takes their names from the files of the account, which has them too.
func unpackSources(squeezed []byte, n int, files []site.File) ([]site.Source, error) {
	in := bufio.NewReader(flate.NewReader(bytes.NewReader(squeezed)))
	sources := make([]site.Source, n)
	var name []byte
	at := 0 // the file of the record before; the next record is often of the same file or of the next one
	for i := range sources {
		length, err := binary.ReadUvarint(in)
		if err == nil && length > longestName {
			err = fmt.Errorf("a name of %d bytes", length)
		}
		if err != nil {
			return nil, err
		}
		name = slices.Grow(name[:0], int(length))[:length]
		if _, err := io.ReadFull(in, name); err != nil {
			return nil, err
		}
		line, err := binary.ReadUvarint(in)
		if err != nil {
			return nil, err
		}
		sources[i].Line = int(line)
		is := func(at int) bool { return at < len(files) && files[at].Path == string(name) }
		if !is(at) {
			if at++; !is(at) {
				at = sort.Search(len(files), func(i int) bool { return files[i].Path >= string(name) })
			}
		}
		if is(at) {
			sources[i].File = files[at].Path
		} else {
			sources[i].File = string(name)
		}
	}
	return sources, nil
}
