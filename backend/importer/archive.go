package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"gatehouse/backend/site"
)

// archive is a zip file whose entries belong to the tree as if it were a folder.
type archive struct {
	path  string // "." where the archive is what was opened
	depth int    // 1 for an archive that lies in no other
	bytes io.ReaderAt
	size  int64
	close func()
}

// packed is a file in an archive.
type packed struct {
	in   *archive
	file *zip.File
}

const archiveReason = "An archive; a site in it is read by itself."

// isArchive goes by the name: what else is a zip (documents, libraries) holds no site.
func isArchive(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

// openArchives adds what lies in archives to the entries, to the depth allowed. An archive that cannot be opened
// does not keep the rest from being read.
func (t *tree) openArchives(ctx context.Context) error {
	for i := 0; i < len(t.entries); i++ { // grows while it runs
		e := t.entries[i]
		if !isArchive(e.path) || !e.usable() {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		t.entries[i].odd = &oddity{ignored: archiveReason}
		if e.odd != nil {
			t.entries[i].odd.packed = e.odd.packed
		}
		a, err := t.archive(e)
		if err == nil {
			err = t.enter(a)
		}
		if err != nil {
			clause, hint := archiveTrouble(err)
			t.unopened = append(t.unopened, site.Problem{
				Severity: site.Warning, File: e.path, Message: sentence(clause) + ".", Hint: hint,
			})
		}
	}
	return nil
}

// archive prepares an archive for reading. One inside of another is held in memory, because it cannot be read from
// the middle otherwise.
func (t *tree) archive(e entry) (*archive, error) {
	a := &archive{path: e.path, depth: 1, close: func() {}}
	if e.odd == nil || e.odd.packed == nil {
		f := &lazyFile{fsys: t.fsys, name: e.path}
		size, err := f.size()
		a.bytes, a.size, a.close = f, size, f.release
		return a, err
	}
	a.depth = e.odd.packed.in.depth + 1
	if a.depth > t.limits.ArchiveDepth {
		return nil, errTooDeep
	}
	f, err := t.open(e)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var data bytes.Buffer
	if _, err := data.ReadFrom(io.LimitReader(f, t.limits.NestedBytes+1)); err != nil {
		return nil, err
	}
	if int64(data.Len()) > t.limits.NestedBytes {
		return nil, errTooBig
	}
	a.bytes, a.size = bytes.NewReader(data.Bytes()), int64(data.Len())
	return a, nil
}

// What an archive or a file in one can be refused for.
var (
	errTooDeep   = errors.New("archives too deep inside each other")
	errTooMany   = errors.New("archive with too many entries")
	errNoZip     = errors.New("no zip archive")
	errLocked    = errors.New("encrypted entry")
	errMethod    = errors.New("unknown compression")
	errBomb      = errors.New("entry unpacks out of proportion")
	errAllowance = errors.New("archives unpack to more than the limit")
	errClimbs    = errors.New("path leads out of the archive")
	errTwice     = errors.New("second entry of this path")
)

// enter lists an archive. Its list of contents is read with a limit, so that a list without end is not believed.
func (t *tree) enter(a *archive) error {
	defer a.close()
	list := &frugal{ReaderAt: a.bytes, left: int64(t.limits.Entries)*200 + 1<<20}
	z, err := zip.NewReader(list, a.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		var start [4]byte
		n, _ := a.bytes.ReadAt(start[:], 0)
		if list.left < 0 {
			return errTooMany
		}
		if errors.Is(err, zip.ErrFormat) && !bytes.HasPrefix(start[:n], []byte("PK")) {
			return errNoZip
		}
		return err
	}
	if t.entered += len(z.File); t.entered > t.limits.Entries {
		return errTooMany
	}
	list.free = true
	t.meter.find(len(z.File))
	t.archives = append(t.archives, a)
	locked := 0
	taken := make(map[string]bool, len(z.File))
	for _, f := range z.File {
		name, err := safeName(f.Name)
		switch {
		case strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`):
			if err == nil {
				continue
			}
		case err != nil:
		case f.Flags&1 != 0 || f.Method == methodAES:
			locked++
			err = errLocked
		case f.Method != zip.Store && f.Method != zip.Deflate:
			err = errMethod
		case taken[name]:
			err = errTwice
		}
		for n, plain := 2, name; taken[name]; n++ {
			name = fmt.Sprintf("%s (%d)", plain, n)
		}
		taken[name] = true
		odd := &oddity{err: err, packed: &packed{a, f}}
		if f.Mode()&fs.ModeSymlink != 0 {
			odd.err, odd.ignored = nil, linkReason
		}
		t.entries = append(t.entries, entry{beside(a.path, name), odd})
	}
	switch {
	case locked > 0 && locked == len(z.File):
		return errLocked
	case locked > 0:
		t.locked = append(t.locked, a.path)
	}
	return nil
}

// methodAES is the compression that archives with strong encryption name.
const methodAES = 99

// safeName makes a path of an entry's name: with slashes, without detours. A name that leads out of the archive gets
// a harmless path and an error.
func safeName(name string) (string, error) {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "\uFFFD")
	var err error
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' && isKeyCharacter(name[0]) {
		err = errClimbs
	}
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "", ".":
			continue
		case "..":
			err = errClimbs
			part = "__"
		}
		if strings.ContainsRune(part, 0) {
			err = errClimbs
			part = strings.ReplaceAll(part, "\x00", "_")
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "_", errClimbs
	}
	return strings.Join(parts, "/"), err
}

// archiveTrouble says why an archive was not opened: a clause and a hint.
func archiveTrouble(err error) (clause, hint string) {
	switch {
	case errors.Is(err, errLocked):
		return "the archive is protected by a password; nothing in it can be read",
			"Unpack it with its password, then open the folder."
	case errors.Is(err, errTooDeep):
		return "the archive lies too deep inside of other archives; it was not opened",
			"Unpack the archives around it, then open the folder."
	case errors.Is(err, errTooMany):
		return "the archive lists more files than a site has; it was not opened",
			"Unpack the part that holds the site, then open that folder."
	case errors.Is(err, errNoZip):
		return "the file has the name of a zip archive, but is none", "Check what it is."
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		return "the archive is damaged or cut short; it could not be opened", "Download or copy it again."
	}
	why := openTrouble(err)
	return lowerFirst(strings.TrimSuffix(why.reason, ".")), why.hint
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return strings.ToLower(string(r)) + s[size:]
}

// frugal gives up after so many bytes, until it is free.
type frugal struct {
	io.ReaderAt
	left int64
	free bool
}

func (f *frugal) ReadAt(p []byte, at int64) (int, error) {
	if f.free {
		return f.ReaderAt.ReadAt(p, at)
	}
	if f.left -= int64(len(p)); f.left < 0 {
		return 0, errTooMany
	}
	return f.ReaderAt.ReadAt(p, at)
}

// lazyFile is a file that is open only while it is needed: there can be a thousand archives in a folder.
type lazyFile struct {
	fsys fs.FS
	name string
	mu   sync.Mutex
	file fs.File
	at   io.ReaderAt
}

// reader opens the file where it is not open.
func (l *lazyFile) reader() (io.ReaderAt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at != nil {
		return l.at, nil
	}
	f, err := l.fsys.Open(l.name)
	if err != nil {
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		f.Close()
		return nil, errors.New("file without random access")
	}
	l.file, l.at = f, at
	return at, nil
}

func (l *lazyFile) ReadAt(p []byte, off int64) (int, error) {
	at, err := l.reader()
	if err != nil {
		return 0, err
	}
	return at.ReadAt(p, off)
}

func (l *lazyFile) size() (int64, error) {
	if _, err := l.reader(); err != nil {
		return 0, err
	}
	info, err := l.file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (l *lazyFile) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Close()
		l.file, l.at = nil, nil
	}
}
