package store

import (
	"bytes"
	"iter"

	"go.etcd.io/bbolt"
)

// backwards walks the keys with a prefix from the greatest to the least, beginning below end where one is given.
// Keys and values are valid until the transaction ends.
func backwards(b *bbolt.Bucket, prefix, end []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		c := b.Cursor()
		for key, value := before(c, prefix, end); key != nil && bytes.HasPrefix(key, prefix); key, value = c.Prev() {
			if !yield(key, value) {
				return
			}
		}
	}
}

// before puts the cursor on the greatest key below end or, without an end, below all that follows the prefix.
func before(c *bbolt.Cursor, prefix, end []byte) (key, value []byte) {
	if end == nil {
		end = following(prefix)
	}
	if end == nil {
		return c.Last()
	}
	if key, _ := c.Seek(end); key == nil {
		return c.Last()
	}
	return c.Prev()
}

// following is the least key that is greater than all keys with the prefix; nil when there is none.
func following(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			next := bytes.Clone(prefix[:i+1])
			next[i]++
			return next
		}
	}
	return nil
}
