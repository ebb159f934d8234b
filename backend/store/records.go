package store

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/site"
)

// content is the SHA-256 of a stored record and its key: equal records are stored once.
type content [sha256.Size]byte

// packedSite is a site as it is stored. A snapshot has its list and sources as one value each, because reading
// thousands of small values takes longer than reading two large ones.
type packedSite struct {
	list     []byte   // the content of each record, one after the other
	sources  []byte   // squeezed: length of the file name, file name, line, for each record
	contents [][]byte // kind, zero byte, JSON, for each record
}

// packSite takes a site apart.
func packSite(s *site.Site) (packedSite, error) {
	packed, err := s.Pack()
	if err != nil {
		return packedSite{}, err
	}
	var p packedSite
	var sources []byte
	for _, record := range packed {
		data := slices.Concat([]byte(record.Kind), []byte{0}, record.Data)
		sum := sha256.Sum256(data)
		p.contents = append(p.contents, data)
		p.list = append(p.list, sum[:]...)
		sources = binary.AppendUvarint(sources, uint64(len(record.Source.File)))
		sources = append(sources, record.Source.File...)
		sources = binary.AppendUvarint(sources, uint64(max(record.Source.Line, 0)))
	}
	p.sources, err = squeeze(sources)
	return p, err
}

// key is where the database has a record.
func (p packedSite) key(i int) content { return content(p.list[i*sha256.Size:]) }

// storeRecords writes the records that no snapshot has yet, in the order of their keys, which the database likes best.
func storeRecords(tx *bbolt.Tx, p packedSite) error {
	b := top(tx, bucketRecords)
	for _, i := range byKey(p.list) {
		key := p.key(int(i))
		if b.Get(key[:]) != nil {
			continue
		}
		if err := b.Put(key[:], p.contents[i]); err != nil {
			return err
		}
	}
	return nil
}

// byKey returns the places in a list of records in the order of the keys.
func byKey(list []byte) []int32 {
	type entry struct {
		head uint64 // of the key, which nearly always decides
		at   int32
	}
	key := func(at int32) []byte { return list[int(at)*sha256.Size:][:sha256.Size] }
	entries := make([]entry, len(list)/sha256.Size)
	for i := range entries {
		entries[i] = entry{binary.BigEndian.Uint64(key(int32(i))), int32(i)}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		if x.head != y.head {
			return cmp.Compare(x.head, y.head)
		}
		return bytes.Compare(key(x.at), key(y.at))
	})
	order := make([]int32, len(entries))
	for i, e := range entries {
		order[i] = e.at
	}
	return order
}

// eachRecordOf calls found for every record of a snapshot.
func eachRecordOf(tx *bbolt.Tx, id uuid.UUID, found func(content)) error {
	b := top(tx, bucketSnapshots).Bucket(id[:])
	if b == nil {
		return damagef("the snapshot %s is missing", id)
	}
	list, err := get(b, snapshotPlace(id), []byte(snapshotRecords))
	if err != nil {
		return err
	}
	if len(list)%sha256.Size != 0 {
		return damagef("a list of records has %d bytes", len(list))
	}
	for key := range slices.Chunk(list, sha256.Size) {
		found(content(key))
	}
	return nil
}

// dropOrphans deletes the records among candidates that no remaining snapshot holds. Counting references in each
// record instead would rewrite all of them for every snapshot, and a count could be wrong.
func dropOrphans(tx *bbolt.Tx, candidates map[content]bool) error {
	if len(candidates) == 0 {
		return nil
	}
	err := top(tx, bucketSnapshots).ForEachBucket(func(key []byte) error {
		id, err := idAtEnd(key)
		if err != nil {
			return err
		}
		return eachRecordOf(tx, id, func(c content) { delete(candidates, c) })
	})
	if err != nil {
		return err
	}
	b := top(tx, bucketRecords)
	for c := range candidates {
		if err := b.Delete(c[:]); err != nil {
			return err
		}
	}
	return nil
}
