package store

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"strings"
	"sync"

	"go.etcd.io/bbolt"

	"gatehouse/backend/site"
)

// loadRecords copies the records of a list.
func loadRecords(tx *bbolt.Tx, list []byte) ([]string, error) {
	if len(list)%sha256.Size != 0 {
		return nil, damagef("a list of records has %d bytes", len(list))
	}
	// In the order of the keys a record is often the next one in the database, and else not far away. To look up each by
	// itself takes more than twice as long.
	c := top(tx, bucketRecords).Cursor()
	contents := make([]string, len(list)/sha256.Size)
	var (
		found, data []byte
		copies      strings.Builder // many records share one piece of memory
	)
	for _, i := range byKey(list) {
		key := list[i*sha256.Size:][:sha256.Size]
		if found != nil && !bytes.Equal(found, key) {
			found, data = c.Next()
		}
		if !bytes.Equal(found, key) {
			found, data = c.Seek(key)
		}
		if !bytes.Equal(found, key) || data == nil {
			return nil, damagef("the record %x is missing", key)
		}
		if len(data) > copies.Cap()-copies.Len() {
			copies = strings.Builder{}
			copies.Grow(max(len(data), 1<<16))
		}
		start := copies.Len()
		copies.Write(data)
		contents[i] = copies.String()[start:]
	}
	return contents, nil
}

// unpackReading makes a reading of what a snapshot holds. It needs no database any more.
func unpackReading(header site.Snapshot, told []byte, p packedSite) (site.Reading, error) {
	var (
		place   = snapshotPlace(header.ID)
		account site.Account
		records = make([]site.Packed, len(p.contents))
		tasks   = []func() error{
			func() (err error) { account, err = unpackAccount(place, told); return err },
			func() error { return p.unpackSources(place, records) },
		}
	)
	share := len(records)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(records); from += share {
		tasks = append(tasks, func() error { return p.unpackContents(records, from, min(from+share, len(records))) })
	}
	if err := atOnce(tasks); err != nil {
		return site.Reading{}, err
	}
	content, err := site.Unpack(records)
	if err != nil {
		return site.Reading{}, damagef("%s cannot be put together: %v", place, err)
	}
	content.Format, content.DataModel, content.Root = header.Format, header.DataModel, header.Root
	return site.Reading{Site: content, Files: account.Files, Problems: account.Problems}, nil
}

// atOnce runs tasks at the same time and returns the error of the first one that has one.
func atOnce(tasks []func() error) error {
	var group sync.WaitGroup
	errs := make([]error, len(tasks))
	for i, task := range tasks {
		group.Go(func() { errs[i] = task() })
	}
	group.Wait()
	return cmp.Or(errs...)
}

func unpackAccount(place string, squeezed []byte) (site.Account, error) {
	told, err := expand(place, squeezed)
	if err != nil {
		return site.Account{}, err
	}
	account, err := site.UnpackAccount(told)
	if err != nil {
		return site.Account{}, damagef("the %s of %s cannot be read: %v", snapshotAccount, place, err)
	}
	return account, nil
}

// unpackContents compares some of the records with their keys and tells into what they say.
func (p packedSite) unpackContents(into []site.Packed, from, to int) error {
	var data []byte
	for i := from; i < to; i++ {
		data = append(data[:0], p.contents[i]...)
		if key := p.key(i); sha256.Sum256(data) != key {
			return damagef("the record %x is not what it was", key)
		}
		into[i].Kind, into[i].Data, _ = strings.Cut(p.contents[i], "\x00")
	}
	return nil
}

// unpackSources tells into where each record was read.
func (p packedSite) unpackSources(place string, into []site.Packed) error {
	rest, err := expand(place, p.sources) // all names share this piece of memory
	if err != nil {
		return err
	}
	for i := range into {
		length, size := uvarint(rest)
		if size <= 0 || length > uint64(len(rest)-size) {
			return damagef("the sources of %s end too early", place)
		}
		name := rest[size : size+int(length)]
		rest = rest[size+len(name):]
		line, size := uvarint(rest)
		if size <= 0 {
			return damagef("the sources of %s end too early", place)
		}
		rest = rest[size:]
		into[i].Source = site.Source{File: name, Line: int(line)}
	}
	return nil
}

// uvarint is binary.Uvarint for a text.
func uvarint(text string) (uint64, int) {
	return binary.Uvarint([]byte(text[:min(len(text), binary.MaxVarintLen64)]))
}
