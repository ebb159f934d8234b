package importer

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"io"
	"io/fs"
)

// Taking files out of archives, which strangers packed.

// freely is how much any entry may unpack to, whatever the proportion.
const freely = 4 << 20

// unpack opens a file in an archive.
func (t *tree) unpack(p *packed) (io.ReadCloser, error) {
	if p.file.Flags&1 != 0 || p.file.Method == methodAES {
		return nil, errLocked
	}
	f, err := p.file.Open()
	if err != nil {
		return nil, err
	}
	return &unpacking{ReadCloser: f, tree: t, most: max(freely, int64(t.limits.Ratio)*int64(p.file.CompressedSize64))}, nil
}

// unpacking counts what comes out of an archive and stops where it is too much. What the archive says of sizes is
// not believed.
type unpacking struct {
	io.ReadCloser
	tree *tree
	out  int64
	most int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	u.out += int64(n)
	switch {
	case u.out > u.most:
		return 0, errBomb
	case u.tree.unpacked.Add(int64(n)) > u.tree.limits.UnpackedBytes:
		return 0, errAllowance
	}
	return n, err
}

// release closes what was kept open for reading from archives.
func (t *tree) release() {
	for _, a := range t.archives {
		a.close()
	}
}

// openTrouble says why a file or folder was not given.
func openTrouble(err error) unreadable {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case errors.Is(err, errTooBig):
		return unreadable{
			reason: "The file is larger than a file of records can be; it was not read.",
			hint:   "Check whether it belongs to the site at all.",
		}
	case errors.Is(err, errLocked):
		return unreadable{
			reason: "The file is protected by a password; it was not read.",
			hint:   "Unpack the archive with its password, then open the folder.",
		}
	case errors.Is(err, errMethod), errors.Is(err, zip.ErrAlgorithm):
		return unreadable{
			reason: "The file is compressed in a way that is not known here; it was not read.",
			hint:   "Unpack the archive with the program that made it, then open the folder.",
		}
	case errors.Is(err, errBomb):
		return unreadable{
			reason: "The file unpacks to so many times its size that it must be a trap; it was not read.",
			hint:   "Get the archive from somebody you trust.",
		}
	case errors.Is(err, errAllowance):
		return unreadable{
			reason: "The archives unpack to more than a site can be; from here on nothing was read.",
			hint:   "Open the archive of one site only.",
		}
	case errors.Is(err, errClimbs):
		return unreadable{
			reason: "The path of the file leads out of the archive; it was not read.",
			hint:   "Get the archive from somebody you trust.",
		}
	case errors.Is(err, errTwice):
		return unreadable{
			reason: "The archive holds two files of this path; the first one counts.",
			hint:   "Pack the archive anew.",
		}
	case corrupt, errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF):
		return unreadable{
			reason: "The file is damaged inside of the archive; it was not read.",
			hint:   "Download or copy the archive again.",
		}
	case errors.Is(err, fs.ErrPermission):
		return unreadable{
			reason: "You are not allowed to read this.",
			hint:   "Ask its owner for access, then read the site again.",
		}
	case errors.Is(err, fs.ErrNotExist):
		return unreadable{
			reason: "It was gone before it could be read.",
			hint:   "Wait until the download has finished, then read the site again.",
		}
	case errors.Is(err, fs.ErrInvalid):
		return unreadable{
			reason: "Its name is not valid text, so it cannot be opened.",
			hint:   "Rename it, then read the site again.",
		}
	}
	return unreadable{
		reason: "The system could not read this.",
		hint:   "Check the drive, then read the site again.",
	}
}
