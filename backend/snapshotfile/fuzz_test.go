package snapshotfile_test

import (
	"strings"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/snapshotfile"
)

// limits keep a run of the fuzzer quick.
var limits = snapshotfile.Limits{FileBytes: 1 << 20, JSONBytes: 4 << 20, Entries: 2000}

// FuzzRead promises that no file makes the reader panic, that an error names the file, and that what was read can be
// written and read again. Each input is taken as a whole file, as one with a right checksum, and as a document.
func FuzzRead(f *testing.F) {
	// Small seeds: the fuzzer spends its time on what is new about them rather than on their length.
	small := smallReading()
	file := write(f, headerOf(small), small)
	f.Add(file)
	f.Add(file[:len(file)-32])
	f.Add([]byte(unseal(f, file)))
	f.Add([]byte(`{"snapshot":` + header + `,"files":[{"path":"a","use":"used"}],"problems":[],"records":[{"kind":"website","data":{}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, file := range [][]byte{data, withSum(data), seal(t, string(data))} {
			read, err := limits.Read(t.Context(), "a.gatehouse", file)
			if err != nil {
				if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Message, "a.gatehouse") || f.Hint == "" {
					t.Fatalf("error is %#v", f)
				}
				continue
			}
			again, err := snapshotfile.Read(t.Context(), "a.gatehouse", write(t, *read.Kept, read))
			if err != nil {
				t.Fatalf("written again it cannot be read: %v", err)
			}
			if again.Kept.Fingerprint != read.Kept.Fingerprint || len(again.Files) != len(read.Files) || len(again.Problems) != len(read.Problems) {
				t.Fatalf("written again it says something else")
			}
		}
	})
}
