package store

import (
	"bytes"
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
		data := make([]byte, 0, len(record.Kind)+1+len(record.Data))
		data = append(append(append(data, record.Kind...), 0), record.Data...)
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

// unpack puts the site together again.
func (p packedSite) unpack(place string) (site.Site, error) {
	sources, err := expand(place, p.sources)
	if err != nil {
		return site.Site{}, err
	}
	packed := make([]site.Packed, len(p.contents))
	for i, data := range p.contents {
		kind, data, _ := bytes.Cut(data, []byte{0})
		packed[i] = site.Packed{Kind: string(kind), Data: data}
		if packed[i].Source, sources, err = nextSource(place, sources); err != nil {
			return site.Site{}, err
		}
	}
	content, err := site.Unpack(packed)
	if err != nil {
		return site.Site{}, damagef("%s cannot be put together: %v", place, err)
	}
	return content, nil
}

func nextSource(place string, sources []byte) (site.Source, []byte, error) {
	length, n := binary.Uvarint(sources)
	if n <= 0 || length > uint64(len(sources)-n) {
		return site.Source{}, nil, damagef("the sources of %s end too early", place)
	}
	file := string(sources[n : n+int(length)])
	sources = sources[n+int(length):]
	line, n := binary.Uvarint(sources)
	if n <= 0 {
		return site.Source{}, nil, damagef("the sources of %s end too early", place)
	}
	return site.Source{File: file, Line: int(line)}, sources[n:], nil
}

// storeRecords writes the records that no snapshot has yet, in the order of their keys, which the database likes best.
func storeRecords(tx *bbolt.Tx, p packedSite) error {
	b := top(tx, bucketRecords)
	order := make([]int, len(p.contents))
	for i := range order {
		order[i] = i
	}
	key := func(i int) []byte { return p.list[i*sha256.Size : (i+1)*sha256.Size] }
	slices.SortFunc(order, func(i, j int) int { return bytes.Compare(key(i), key(j)) })
	for _, i := range order {
		if b.Get(key(i)) != nil {
			continue
		}
		if err := b.Put(key(i), p.contents[i]); err != nil {
			return err
		}
	}
	return nil
}

// loadRecords copies the records of a list.
func loadRecords(tx *bbolt.Tx, list []byte) ([][]byte, error) {
	if len(list)%sha256.Size != 0 {
		return nil, damagef("a list of records has %d bytes", len(list))
	}
	b := top(tx, bucketRecords)
	contents := make([][]byte, 0, len(list)/sha256.Size)
	var copies []byte // many records share one piece of memory
	for key := range slices.Chunk(list, sha256.Size) {
		data := b.Get(key)
		if data == nil {
			return nil, damagef("the record %x is missing", key)
		}
		if sha256.Sum256(data) != content(key) {
			return nil, damagef("the record %x is not what it was", key)
		}
		if len(data) > cap(copies)-len(copies) {
			copies = make([]byte, 0, max(len(data), 1<<16))
		}
		start := len(copies)
		copies = append(copies, data...)
		contents = append(contents, copies[start:len(copies):len(copies)])
	}
	return contents, nil
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
