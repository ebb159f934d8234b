package snapshotfile

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Is reports whether a file begins as a snapshot file does. What cannot be read, and what is no ordinary file, is none.
func Is(path string) bool {
	// Opening something else, a pipe for one, could wait for ever.
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, len(magic))
	_, err = io.ReadFull(f, begin)
	return err == nil && string(begin) == magic
}

// Open reads a snapshot file. The reading's Kept is what the file says of the snapshot.
// Codes: invalid, not_found, denied, canceled, unreachable.
func Open(ctx context.Context, path string) (site.Reading, error) {
	f, err := os.Open(path)
	if err != nil {
		return site.Reading{}, openFault(path, err)
	}
	defer f.Close()
	limits := Limits{}.withDefaults()
	data, err := io.ReadAll(io.LimitReader(f, limits.FileBytes+1))
	if err != nil {
		return site.Reading{}, openFault(path, err)
	}
	return limits.Read(ctx, path, data)
}

// Read reads the content of a snapshot file; name stands for the file in messages. Codes: invalid, canceled.
func Read(ctx context.Context, name string, data []byte) (site.Reading, error) {
	return Limits{}.Read(ctx, name, data)
}

// Read is the function of this name under other limits.
func (l Limits) Read(ctx context.Context, name string, data []byte) (site.Reading, error) {
	l = l.withDefaults()
	if err := ctx.Err(); err != nil {
		return site.Reading{}, err
	}
	const longestVersion = 11 // digits of a 32 bit number, and the line feed
	begin := data[:min(len(data), len(magic)+longestVersion)]
	if !bytes.HasPrefix(begin, []byte(magic)) {
		return site.Reading{}, fault.New(fault.Invalid, "%q is not a snapshot file.", name).
			WithHint("Snapshot files are made by exporting a snapshot; their names end in %s.", Extension).At(name, 0)
	}
	if int64(len(data)) > l.FileBytes {
		return site.Reading{}, beyond(name)
	}
	number, _, ended := bytes.Cut(begin[len(magic):], []byte("\n"))
	if !ended {
		return site.Reading{}, damaged(name, len(data) == len(begin))
	}
	switch v, err := strconv.ParseUint(string(number), 10, 32); {
	case err != nil || v == 0:
		return site.Reading{}, damaged(name, false)
	case v > version:
		return site.Reading{}, newer(name)
	}
	start := len(magic) + len(number) + 1
	end := len(data) - sumBytes
	if end < start {
		return site.Reading{}, damaged(name, true)
	}
	if sum := sha256.Sum256(data[:end]); !bytes.Equal(sum[:], data[end:]) {
		return site.Reading{}, damaged(name, l.isCutShort(data[start:]))
	}
	return l.readDocument(ctx, name, data[start:end], l.mostFor(int64(len(data))))
}

// isCutShort tells a file whose end is missing from one that was changed, for the message only.
func (l Limits) isCutShort(rest []byte) bool {
	r := bytes.NewReader(rest)
	squeezed, err := gzip.NewReader(r)
	if err != nil {
		return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	}
	squeezed.Multistream(false)
	n, err := io.Copy(io.Discard, io.LimitReader(squeezed, l.JSONBytes))
	if err != nil {
		return errors.Is(err, io.ErrUnexpectedEOF)
	}
	return n < l.JSONBytes && r.Len() < sumBytes
}

func damaged(name string, cutShort bool) error {
	what := "is damaged: its content is not what was written"
	if cutShort {
		what = "is cut short: its end is missing"
	}
	return fault.New(fault.Invalid, "The snapshot file %q %s.", name, what).
		WithHint("Copy it again from where it was exported, or export the snapshot again.").At(name, 0)
}

func newer(name string) error {
	return fault.New(fault.Invalid, "The snapshot file %q was written by a newer Gatehouse.", name).
		WithHint("Install the newer Gatehouse here; this one reads version %d of the file.", version).At(name, 0)
}

func beyond(name string) error {
	return fault.New(fault.Invalid, "The snapshot file %q is larger than a snapshot can be.", name).
		WithHint("Export the snapshot again where it was taken.").At(name, 0)
}

// openFault translates what the system says about the file.
func openFault(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "There is no file %q.", path).
			WithHint("Check the spelling; a path without a leading slash or drive starts at the current folder.").
			At(path, 0).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Denied, "You are not allowed to read %q.", path).
			WithHint("Ask its owner for access, or copy the file to a place of your own.").At(path, 0).Because(err)
	}
	return fault.New(fault.Unreachable, "%q could not be read.", path).
		WithHint("Check that the drive is connected and try again.").At(path, 0).Because(err)
}
