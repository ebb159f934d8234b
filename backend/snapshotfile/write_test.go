package snapshotfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
	"gatehouse/backend/snapshotfile"
)

func TestWrite(t *testing.T) {
	s, r := aSnapshot()
	t.Run("EqualInputEqualBytes", func(t *testing.T) {
		again, same := aSnapshot()
		if !bytes.Equal(write(t, s, r), write(t, again, same)) {
			t.Error("the same snapshot was written in two ways")
		}
	})
	t.Run("Compressed", func(t *testing.T) {
		large := testkit.LargeReading(2000)
		file := write(t, headerOf(large), large)
		if document := unseal(t, file); len(file)*5 > len(document) {
			t.Errorf("%d bytes became %d", len(document), len(file))
		}
	})
	t.Run("SaysWhatItIs", func(t *testing.T) {
		if !bytes.HasPrefix(write(t, s, r), []byte("gatehouse snapshot 2\n")) {
			t.Error("the first line is another one")
		}
	})
	t.Run("ErrInvalidTooLarge", func(t *testing.T) {
		for name, limits := range map[string]snapshotfile.Limits{
			"File": {FileBytes: 100}, "JSON": {JSONBytes: 100}, "Entries": {Entries: 1},
		} {
			t.Run(name, func(t *testing.T) {
				err := limits.Write(&bytes.Buffer{}, s, r)
				if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Of(err).Message, "too large") {
					t.Errorf("error is %v", err)
				}
			})
		}
	})
	t.Run("ErrInvalidNotToBeReadAgain", func(t *testing.T) {
		// Much that is the same compresses beyond the ratio; a reader would take it for a bomb.
		var same site.Reading
		same.Site.Format = site.CLIFolder
		for range 300_000 {
			same.Problems = append(same.Problems, site.Problem{Severity: site.Note, Message: strings.Repeat("The same. ", 12)})
		}
		limits := snapshotfile.Limits{Ratio: 2}
		if err := limits.Write(&bytes.Buffer{}, headerOf(same), same); !fault.Is(err, fault.Invalid) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("ErrOfTheWriter", func(t *testing.T) {
		full := errors.New("no room")
		for room := range 40 {
			if err := snapshotfile.Write(&failing{room: room * 100, err: full}, s, r); !errors.Is(err, full) {
				if room*100 < len(write(t, s, r)) {
					t.Errorf("with room for %d bytes the error is %v", room*100, err)
				}
			}
		}
	})
}

// failing takes some bytes and fails then.
type failing struct {
	room int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, fmt.Errorf("write: %w", f.err)
	}
	return len(p), nil
}
