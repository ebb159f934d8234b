package cli

import (
	"fmt"
	"io"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/importer"
)

const (
	quietFor = 500 * time.Millisecond // what takes less needs no words
	tellEach = 2 * time.Second        // in a pipeline's log, lines are for good
)

// progress tells on standard error how far a long reading is, in plain lines.
func progress(w io.Writer, now func() time.Time) func(admin.Progress) {
	next := now().Add(quietFor)
	return func(p admin.Progress) {
		if at := now(); at.Before(next) {
			return
		} else {
			next = at.Add(tellEach)
		}
		switch p.Stage {
		case string(importer.Finding):
			fmt.Fprintf(w, "gatectl: looking for sites, %d files so far\n", p.Done)
			return
		case admin.Keeping:
			fmt.Fprintf(w, "gatectl: kept %d of %d sites\n", p.Done, p.Total)
			return
		}
		if p.Records > 0 {
			fmt.Fprintf(w, "gatectl: read %d of %d files, %d records of large files\n", p.Done, p.Total, p.Records)
			return
		}
		fmt.Fprintf(w, "gatectl: read %d of %d files\n", p.Done, p.Total)
	}
}
