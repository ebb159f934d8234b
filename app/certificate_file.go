package app

import (
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
)

// largestCertificate is far more than any certificate file needs and keeps a wrongly chosen file out of memory.
const largestCertificate = 1 << 20

// certificateFile reads the file a form names, the one that counts where it names a folder, or takes the content a page
// holds. Codes: invalid, not_found, denied, unreachable.
func certificateFile(form CertificateForm) (admin.CertificateFile, error) {
	if form.Path == "" {
		content, err := base64.StdEncoding.DecodeString(form.Content)
		if err != nil || form.Name == "" {
			return admin.CertificateFile{}, fault.New(fault.Invalid, "No certificate was given.").
				WithHint("Choose a certificate file (PEM, CER, DER or PFX).")
		}
		return admin.CertificateFile{Name: form.Name, Content: content, Password: form.Password}, nil
	}
	path := form.Path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if form.Password != "" {
			return admin.CertificateFile{}, fault.New(fault.Invalid, "A folder is watched without a password.").
				WithHint("Choose the PFX itself, or take the password away.")
		}
		if path, err = keyservice.NewestFile(path); err != nil {
			return admin.CertificateFile{}, err
		}
	}
	content, err := readAtMost(path, largestCertificate)
	if err != nil {
		return admin.CertificateFile{}, err
	}
	file := admin.CertificateFile{Name: filepath.Base(path), Content: content, Password: form.Password}
	if filepath.IsAbs(form.Path) && form.Password == "" {
		file.Path = form.Path
	}
	return file, nil
}

func readAtMost(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if int64(len(content)) > most {
		return nil, fault.New(fault.Invalid, "%s is larger than 1 MiB and cannot be a certificate.", path).
			WithHint("Choose a PEM, CER, DER or PFX file.")
	}
	return content, nil
}

func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "There is no file %s.", path).WithHint("Check the path.").Because(err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Denied, "You may not read %s.", path).
			WithHint("Ask for the right to read the file, or copy it to a place of your own.").Because(err)
	default:
		return fault.New(fault.Unreachable, "%s cannot be read.", path).Because(err)
	}
}
