package store

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"

	"go.etcd.io/bbolt"
)

// checksumSize is the length of the CRC-32C with which every value begins.
const checksumSize = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers the bucket and the key too: a value that turns up in another place is as wrong as a changed one.
func checksum(place string, key, payload []byte) uint32 {
	sum := crc32.Update(0, castagnoli, []byte(place))
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, payload)
}

// put writes a value. place names the bucket.
func put(b *bbolt.Bucket, place string, key, payload []byte) error {
	value := binary.BigEndian.AppendUint32(make([]byte, 0, checksumSize+len(payload)), checksum(place, key, payload))
	if err := b.Put(key, append(value, payload...)); err != nil {
		return fmt.Errorf("write to %s: %w", place, err)
	}
	return nil
}

// putJSON writes a value as JSON.
func putJSON(b *bbolt.Bucket, place string, key []byte, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode for %s: %w", place, err)
	}
	return put(b, place, key, data)
}

// get reads a value, nil where there is none. The bytes are valid until the transaction ends.
func get(b *bbolt.Bucket, place string, key []byte) ([]byte, error) {
	value := b.Get(key)
	if value == nil {
		if b.Bucket(key) != nil {
			return nil, damagef("there is a bucket in %s where a value should be", place)
		}
		return nil, nil
	}
	return unseal(place, key, value)
}

// unseal checks a value and returns what it holds.
func unseal(place string, key, value []byte) ([]byte, error) {
	if len(value) < checksumSize {
		return nil, damagef("a value in %s is too short", place)
	}
	payload := value[checksumSize:]
	if binary.BigEndian.Uint32(value) != checksum(place, key, payload) {
		return nil, damagef("the checksum of a value in %s does not match", place)
	}
	return payload, nil
}

// decode reads JSON that unseal has checked.
func decode(place string, payload []byte, into any) error {
	if err := json.Unmarshal(payload, into); err != nil {
		return damagef("a value in %s cannot be decoded: %v", place, err)
	}
	return nil
}

// squeeze compresses lists of paths and the like, which repeat themselves.
func squeeze(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return packed.Bytes(), nil
}

// expand undoes squeeze. It is used on checked values only, so the size of the outcome is ours.
func expand(place string, packed []byte) ([]byte, error) {
	data := bytes.NewBuffer(make([]byte, 0, 16*len(packed))) // what lists of paths come to
	if _, err := data.ReadFrom(flate.NewReader(bytes.NewReader(packed))); err != nil {
		return nil, damagef("a value in %s cannot be expanded: %v", place, err)
	}
	return data.Bytes(), nil
}

// needed is get, where a missing value is damage.
func needed(b *bbolt.Bucket, place, key string) ([]byte, error) {
	payload, err := get(b, place, []byte(key))
	if err == nil && payload == nil {
		err = damagef("%s of %s is missing", key, place)
	}
	return payload, err
}

// readMeta reads a text of the meta bucket.
func readMeta(tx *bbolt.Tx, key string) (string, error) {
	b := top(tx, bucketMeta)
	if b == nil {
		return "", damagef("the bucket %s is missing", bucketMeta)
	}
	text, err := needed(b, bucketMeta, key)
	return string(text), err
}

func writeMeta(tx *bbolt.Tx, key, text string) error {
	return put(top(tx, bucketMeta), bucketMeta, []byte(key), []byte(text))
}
