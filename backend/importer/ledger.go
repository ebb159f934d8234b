package importer

import (
	"cmp"
	"slices"

	"gatehouse/backend/site"
)

// ledger keeps what became of every record of one site, by the files in which the records were found.
type ledger struct {
	found []foundIn // a file may come several times
	apart map[string][]site.RecordException
}

// foundIn says how many records stand in a file.
type foundIn struct {
	file    string
	records int
}

// newLedger returns a ledger with room for about so many files.
func newLedger(files int) ledger {
	return ledger{found: make([]foundIn, 0, files), apart: map[string][]site.RecordException{}}
}

// find counts records that stand in a file.
func (l *ledger) find(file string, n int) {
	if last := len(l.found) - 1; last >= 0 && l.found[last].file == file {
		l.found[last].records += n // the records of a file mostly come one after the other
		return
	}
	l.found = append(l.found, foundIn{file, n})
}

// mostExceptions of one sort are kept apart for one file; a file that is all wrong needs no thousand lines.
const mostExceptions = 50

// except notes that a record that was found is not simply used. Of unreadable ones, which nothing else limits, the
// last one may stand for many.
func (l *ledger) except(file string, e site.RecordException) {
	if all := l.apart[file]; e.Use == site.RecordUnreadable && len(all) >= mostExceptions {
		last := &all[len(all)-1]
		if last.Use == site.RecordUnreadable {
			*last = site.RecordException{
				Use: site.RecordUnreadable, Kind: last.Kind, Line: last.Line, Reason: moreTrouble, Count: max(1, last.Count) + 1,
			}
			return
		}
	}
	l.apart[file] = append(l.apart[file], e)
}

// unreadable finds records that cannot be read.
func (l *ledger) unreadable(file string, entries []site.RecordException) {
	l.find(file, len(entries))
	for _, e := range entries {
		l.except(file, e)
	}
}

// aside finds n records of a kind that is not read.
func (l *ledger) aside(file, kind, reason string, line, n int) {
	l.find(file, n)
	e := site.RecordException{Use: site.RecordIgnored, Kind: kind, Line: line, Reason: reason}
	if n > 1 {
		e.Count = n
	}
	l.except(file, e)
}

// write enters what the ledger holds into the lines of its files, which are sorted by path.
func (l *ledger) write(files []site.File) {
	slices.SortFunc(l.found, func(x, y foundIn) int { return cmp.Compare(x.file, y.file) })
	rest := l.found
	for i := range files {
		f := &files[i]
		f.Records, f.Exceptions = 0, l.apart[f.Path]
		for len(rest) > 0 && rest[0].file <= f.Path {
			if rest[0].file == f.Path {
				f.Records += rest[0].records
			}
			rest = rest[1:]
		}
		slices.SortStableFunc(f.Exceptions, func(x, y site.RecordException) int {
			return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.ID, y.ID))
		})
	}
}

// lost names a record by its kind and id.
type lost struct {
	kind *kind
	id   site.ID
}

// closeLedger notes the records that have no effect and those that name what is not there.
func (a *assembly) closeLedger(missing map[lost][]site.MissingReference) {
	for _, k := range kinds {
		if k == a.derived {
			continue
		}
		for i := range k.count(a) {
			r := k.base(a, i)
			names := missing[lost{k, r.ID}]
			e := site.RecordException{Kind: k.label, ID: r.ID, Name: r.Name, Line: r.Source.Line, Missing: names}
			switch {
			case k.name == "website" && i > 0:
				e.Use, e.Reason = site.RecordDuplicate, "Another record of the site counts."
			case r.Inactive:
				e.Use = site.RecordInactive
			case len(names) > 0:
				e.Use = site.RecordDangling
			default:
				continue
			}
			a.ledger.except(r.Source.File, e)
		}
	}
}
