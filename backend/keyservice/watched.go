package keyservice

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
)

const (
	largestCertificate = 1 << 20 // bytes; far more than any certificate file has
	mostWatched        = 1000    // files of a watched folder
)

// candidate is a file that may hold a certificate.
type candidate struct {
	path string
	size int64
	at   time.Time
}

var endings = []string{".pem", ".crt", ".cer", ".der", ".pfx", ".p12"}

// certificateFiles lists the file at a path, or the files of the folder there that are called like certificates, by
// name. Codes: invalid, not_found, denied, unreachable.
func certificateFiles(path string) ([]candidate, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	switch {
	case info.Mode().IsRegular():
		return []candidate{{path, info.Size(), info.ModTime()}}, nil
	case !info.IsDir():
		// Opening a pipe would wait for somebody to write into it.
		return nil, fault.New(fault.Invalid, "The watched certificate %s is neither a file nor a folder.", path).
			WithHint("Import the certificate from a file.").At(path, 0)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	var files []candidate
	for _, e := range entries {
		if !slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))) || len(files) == mostWatched {
			continue
		}
		if info, err := os.Stat(filepath.Join(path, e.Name())); err == nil && info.Mode().IsRegular() {
			files = append(files, candidate{filepath.Join(path, e.Name()), info.Size(), info.ModTime()})
		}
	}
	return files, nil
}

// NewestFile finds the file that holds the certificate that starts last at a path: the path itself where that is a
// file, else one of the folder there. Codes: invalid, not_found, denied, unreachable.
func NewestFile(path string) (string, error) {
	file, _, err := newest(path)
	return file, err
}

// newest finds the certificate that starts last among those at a path, and the file that holds it. Files of a folder
// that hold none are passed over, unless there is nothing else.
func newest(path string) (file string, best certificate.Certificate, err error) {
	files, err := certificateFiles(path)
	if err != nil {
		return "", best, err
	}
	var trouble error
	for _, f := range files {
		found, err := readCertificate(f)
		if err != nil {
			trouble = errors.Join(trouble, err)
			continue
		}
		if file == "" || found.Start.After(best.Start) {
			file, best = f.path, found
		}
	}
	switch {
	case file != "":
		return file, best, nil
	case trouble != nil:
		return "", best, trouble
	}
	return "", best, fault.New(fault.NotFound, "There is no certificate in the watched folder %s.", path).
		WithHint("Put the certificate of the new key there, as %s.", strings.Join(endings, ", "))
}

func readCertificate(f candidate) (certificate.Certificate, error) {
	if f.size > largestCertificate {
		return certificate.Certificate{}, fault.New(fault.Invalid, "%s is larger than 1 MiB and cannot be a certificate.", f.path).At(f.path, 0)
	}
	file, err := os.Open(f.path)
	if err != nil {
		return certificate.Certificate{}, unreadable(f.path, err)
	}
	defer file.Close() //nolint:errcheck // it is only read
	content, err := io.ReadAll(io.LimitReader(file, largestCertificate))
	if err != nil {
		return certificate.Certificate{}, unreadable(f.path, err)
	}
	reading, err := certificate.Read(filepath.Base(f.path), content, "")
	return reading.Certificate, err
}

func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "The watched certificate %s is not there any more.", path).
			WithHint("Put it back, or import the certificate from where it is now.").At(path, 0).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Denied, "You may not read the watched certificate %s.", path).
			WithHint("Ask for the right to read it.").At(path, 0).Because(err)
	}
	return fault.New(fault.Unreachable, "The watched certificate %s cannot be read.", path).At(path, 0).Because(err)
}
