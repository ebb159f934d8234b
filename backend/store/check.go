package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"io"
	"slices"

	"go.etcd.io/bbolt"
)

// The database maps its file into memory and trusts every page number and length it finds there: on a damaged file it
// would read outside of the map, follow a circle of pages until the stack is full, or write over pages in use. None
// of that can be caught. So the pages are checked before the database sees them, with the file read in the ordinary
// way. Values are not looked at; they carry checksums of their own. Keys and values follow each other without gaps, so
// a page that claims to have fewer of them than it has is noticed too.
//
// The format is that of bbolt, version 2: a file of pages, each with a header of 16 bytes; two pages with meta data,
// written in turn; pages with a list of free pages; branch pages and leaf pages of one tree per bucket. Numbers are in
// the order of the machine's bytes.

const (
	pageHeader    = 16 // id, flags, count, overflow
	elementSize   = 16 // of branch and leaf pages alike
	bucketHeader  = 16 // root page, sequence
	metaSize      = 56 // without the checksum that follows
	pageMagic     = 0xED0CDAED
	formatVersion = 2

	branchPage = 0x01
	leafPage   = 0x02
	freePage   = 0x10
	bucketFlag = 0x01

	longCount = 0xFFFF // the count of a list of free pages that does not fit into the header
	deepest   = 200    // levels of the tree, buckets included; ours has fewer than ten
)

var order = binary.NativeEndian

// metaPage is what a meta page says.
type metaPage struct {
	pageSize       int64
	root, freelist uint64
	pages          uint64 // number of pages in use; the first one behind them
	transaction    uint64
}

type pageChecker struct {
	file  io.ReaderAt
	meta  metaPage
	seen  []bool // by page
	first []byte // a page's worth of memory, used until keys are copied out of it
}

// checkPages checks the structure of a database file of the given size. Its errors are damage, or of the system.
func checkPages(file io.ReaderAt, size int64) error {
	meta, err := readNewestMeta(file, size)
	if err != nil {
		return err
	}
	if meta.pages < 4 || meta.pages > uint64(size/meta.pageSize) {
		return damagef("the file has %d bytes, too few for %d pages of %d bytes", size, meta.pages, meta.pageSize)
	}
	c := &pageChecker{file: file, meta: meta, seen: make([]bool, meta.pages), first: make([]byte, meta.pageSize)}
	c.seen[0], c.seen[1] = true, true
	if err := c.tree(meta.root, nil, nil, 0); err != nil {
		return err
	}
	return c.freeList()
}

// readNewestMeta finds the meta page the database will use: of those whose checksum is right the later one.
func readNewestMeta(file io.ReaderAt, size int64) (metaPage, error) {
	first, ok, err := readMetaAt(file, 0)
	if err != nil {
		return metaPage{}, err
	}
	if ok {
		if second, ok, err := readMetaAt(file, first.pageSize); err != nil {
			return metaPage{}, err
		} else if ok && second.transaction > first.transaction {
			return second, nil
		}
		return first, nil
	}
	// Without the first one the size of a page is not known.
	for at := int64(1024); at <= 1024<<14 && at < size; at *= 2 {
		second, ok, err := readMetaAt(file, at)
		if err != nil {
			return metaPage{}, err
		}
		if ok && second.pageSize == at {
			return second, nil
		}
	}
	return metaPage{}, damagef("it has no valid meta page")
}

func readMetaAt(file io.ReaderAt, at int64) (metaPage, bool, error) {
	var data [pageHeader + metaSize + 8]byte
	if n, err := file.ReadAt(data[:], at); errors.Is(err, io.EOF) && n < len(data) {
		return metaPage{}, false, nil
	} else if err != nil && n < len(data) {
		return metaPage{}, false, err
	}
	m := data[pageHeader:]
	sum := fnv.New64a()
	_, _ = sum.Write(m[:metaSize]) // a hash never fails
	page := metaPage{
		pageSize:    int64(order.Uint32(m[8:])),
		root:        order.Uint64(m[16:]),
		freelist:    order.Uint64(m[32:]),
		pages:       order.Uint64(m[40:]),
		transaction: order.Uint64(m[48:]),
	}
	ok := order.Uint32(m) == pageMagic && order.Uint32(m[4:]) == formatVersion &&
		order.Uint64(m[metaSize:]) == sum.Sum64() && page.pageSize >= 1024
	return page, ok, nil
}

// page is one page with those that follow it because it is large.
type page struct {
	id     uint64
	flags  uint16
	count  int
	length int64  // in bytes, with the following pages
	first  []byte // its first part
	exact  bool   // nothing may follow its last value
}

// open reads a page and marks it and those it takes up; a page that was seen before is damage.
func (c *pageChecker) open(id uint64) (page, error) {
	if id < 2 || id >= c.meta.pages {
		return page{}, damagef("page %d of %d is referred to", id, c.meta.pages)
	}
	if err := c.read(c.first, int64(id)*c.meta.pageSize); err != nil {
		return page{}, err
	}
	overflow := uint64(order.Uint32(c.first[12:]))
	if order.Uint64(c.first) != id {
		return page{}, damagef("page %d says that it is page %d", id, order.Uint64(c.first))
	}
	if overflow >= c.meta.pages-id {
		return page{}, damagef("page %d goes on for %d pages", id, overflow)
	}
	for i := id; i <= id+overflow; i++ {
		if c.seen[i] {
			return page{}, damagef("page %d is used twice", i)
		}
		c.seen[i] = true
	}
	return page{
		id: id, flags: order.Uint16(c.first[8:]), count: int(order.Uint16(c.first[10:])),
		length: int64(overflow+1) * c.meta.pageSize, first: c.first,
	}, nil
}

func (c *pageChecker) read(into []byte, at int64) error {
	if n, err := c.file.ReadAt(into, at); n < len(into) {
		if errors.Is(err, io.EOF) {
			return damagef("the file ends within a page")
		}
		return err
	}
	return nil
}

// part reads length bytes of a page from an offset on, and checks that they lie within it. The result is valid until
// the next page is opened.
func (c *pageChecker) part(p page, offset, length int64) ([]byte, error) {
	if offset < 0 || length < 0 || offset+length > p.length {
		return nil, damagef("page %d refers to what lies outside of it", p.id)
	}
	if offset+length <= int64(len(p.first)) {
		return p.first[offset : offset+length], nil
	}
	data := make([]byte, length)
	return data, c.read(data, int64(p.id)*c.meta.pageSize+offset)
}

// child is a page or bucket below a page, with the keys between which its keys lie.
type child struct {
	root       uint64
	from, till []byte
}

// tree checks a page and all below it. Keys must be at least from and less than till, where these are given.
func (c *pageChecker) tree(id uint64, from, till []byte, depth int) error {
	if depth > deepest {
		return damagef("the tree of pages is too deep")
	}
	p, err := c.open(id)
	if err != nil {
		return err
	}
	if p.count == 0 {
		// A bucket that is emptied becomes one without a page of its own, and the top is never empty.
		return damagef("page %d is empty", id)
	}
	var below []child
	switch p.flags {
	case branchPage:
		below, err = c.branch(p, from, till)
	case leafPage:
		below, err = c.leaf(p, from, till)
	default:
		return damagef("page %d is of the unknown kind %#x", id, p.flags)
	}
	if err != nil {
		return err
	}
	for _, b := range below {
		if err := c.tree(b.root, b.from, b.till, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// branch checks the elements of a branch page and returns the pages below.
func (c *pageChecker) branch(p page, from, till []byte) ([]child, error) {
	elements, err := c.part(p, pageHeader, int64(p.count)*elementSize)
	if err != nil {
		return nil, err
	}
	below := make([]child, p.count)
	last, next := from, pageHeader+int64(p.count)*elementSize
	for i := range p.count {
		element := elements[i*elementSize:]
		at, keySize := int64(pageHeader+i*elementSize)+int64(order.Uint32(element)), int64(order.Uint32(element[4:]))
		if at != next {
			return nil, damagef("page %d has a gap before its key %d", p.id, i)
		}
		next = at + keySize
		key, err := c.part(p, at, keySize)
		if err != nil {
			return nil, err
		}
		if err := checkOrder(p, i, key, last, till); err != nil {
			return nil, err
		}
		last = bytes.Clone(key)
		below[i] = child{root: order.Uint64(element[8:]), from: last, till: till}
		if i > 0 {
			below[i-1].till = last
		}
	}
	return below, nil
}

// leaf checks the elements of a leaf page and returns the buckets below.
func (c *pageChecker) leaf(p page, from, till []byte) ([]child, error) {
	elements, err := c.part(p, pageHeader, int64(p.count)*elementSize)
	if err != nil {
		return nil, err
	}
	var below []child
	last, next := from, pageHeader+int64(p.count)*elementSize
	for i := range p.count {
		element := elements[i*elementSize:]
		flags := order.Uint32(element)
		at := int64(pageHeader+i*elementSize) + int64(order.Uint32(element[4:]))
		keySize, valueSize := int64(order.Uint32(element[8:])), int64(order.Uint32(element[12:]))
		if at != next {
			return nil, damagef("page %d has a gap before its key %d", p.id, i)
		}
		if next = at + keySize + valueSize; next > p.length || flags&^bucketFlag != 0 {
			return nil, damagef("page %d refers to what lies outside of it", p.id)
		}
		key, err := c.part(p, at, keySize)
		if err != nil {
			return nil, err
		}
		if err := checkOrder(p, i, key, last, till); err != nil {
			return nil, err
		}
		last = key
		if flags != bucketFlag {
			continue
		}
		value, err := c.part(p, at+keySize, valueSize)
		if err != nil {
			return nil, err
		}
		root, err := c.bucket(p, value)
		if err != nil {
			return nil, err
		}
		if root != 0 {
			below = append(below, child{root: root})
		}
	}
	if p.exact && next != p.length {
		return nil, damagef("page %d holds a bucket with less in it than there is", p.id)
	}
	return below, nil
}

// bucket checks the header of a bucket and returns its root page, or 0 when the bucket is small and lies, as a page of
// its own, right behind its header.
func (c *pageChecker) bucket(p page, value []byte) (uint64, error) {
	if len(value) < bucketHeader {
		return 0, damagef("page %d holds a bucket that is too short", p.id)
	}
	if root := order.Uint64(value); root != 0 {
		return root, nil
	}
	inline := value[bucketHeader:]
	if len(inline) < pageHeader || order.Uint16(inline[8:]) != leafPage {
		return 0, damagef("page %d holds a bucket without a page", p.id)
	}
	small := page{id: p.id, count: int(order.Uint16(inline[10:])), length: int64(len(inline)), first: inline, exact: true}
	below, err := c.leaf(small, nil, nil)
	if err == nil && len(below) > 0 {
		err = damagef("page %d holds a small bucket with buckets in it", p.id)
	}
	return 0, err
}

// unchecked are the buckets whose values are not looked at when the file is opened: those of snapshots and records are
// large, and are reached through others. A bad update of a key must not keep the inventory from being opened;
// RepairOperations looks at all of them and puts the bad ones aside. So do the reminders with theirs.
var unchecked = []string{
	bucketSnapshots, bucketRecords, bucketOperations, bucketActiveOperations, bucketQuarantine,
	bucketDeliveries, bucketInbox, bucketSchedules,
}

// checkValues checks the checksums of values. A key that changed would otherwise pass for a value that was never there.
func checkValues(tx *bbolt.Tx) error {
	for _, name := range buckets {
		b := top(tx, name)
		if b == nil {
			return damagef("the bucket %s is missing", name)
		}
		if slices.Contains(unchecked, name) {
			continue
		}
		err := b.ForEach(func(key, value []byte) error {
			_, err := unseal(name, key, value)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkOrder makes sure that keys rise, without repetition, within the bounds that the page above sets.
func checkOrder(p page, i int, key, last, till []byte) error {
	c := bytes.Compare(last, key)
	if i > 0 && c >= 0 || c > 0 {
		return damagef("the keys of page %d are not in order", p.id)
	}
	if till != nil && bytes.Compare(key, till) >= 0 {
		return damagef("page %d has a key that belongs to another page", p.id)
	}
	return nil
}

// freeList checks that the pages called free are pages and not in use.
func (c *pageChecker) freeList() error {
	p, err := c.open(c.meta.freelist)
	if err != nil {
		return err
	}
	if p.flags != freePage {
		return damagef("page %d should be the list of free pages", p.id)
	}
	count, at := int64(p.count), int64(pageHeader)
	if count == longCount {
		long, err := c.part(p, at, 8)
		if err != nil {
			return err
		}
		if order.Uint64(long) > c.meta.pages {
			return damagef("there are more free pages than pages")
		}
		count, at = int64(order.Uint64(long)), at+8
	}
	list, err := c.part(p, at, count*8)
	if err != nil {
		return err
	}
	for i := range count {
		id := order.Uint64(list[i*8:])
		if id < 2 || id >= c.meta.pages || c.seen[id] {
			return damagef("page %d is called free and is not", id)
		}
		c.seen[id] = true
	}
	return nil
}
