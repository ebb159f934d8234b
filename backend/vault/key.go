package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"filippo.io/age"

	"gatehouse/backend/fault"
)

// key reads the key beside the sealed file; false where there is none.
func (s *sealedFile) key() (identity *age.X25519Identity, exists bool, err error) {
	data, err := os.ReadFile(s.keyPath)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, fileFault(s.keyPath, fmt.Sprintf("The key file %s cannot be read.", s.keyPath), err)
	}
	s.tighten(s.keyPath, "key file")
	identity, err = age.ParseX25519Identity(string(bytes.TrimSpace(data)))
	if err != nil {
		// The cause may quote what the file holds, and that may be most of a key.
		return nil, true, fault.New(fault.Invalid, "The key file %s is damaged, cut short, or was not written by Gatehouse.", s.keyPath).
			WithHint("Restore the file from a backup. It was left as it is.").At(s.keyPath, 0)
	}
	return identity, true, nil
}

// keyOrNew reads the key, or makes one where nothing is sealed yet. The caller has loaded the sealed file under the
// exclusive lock, so a missing key here means that there is no file it could be the key of, and nobody else makes
// one at the same time.
func (s *sealedFile) keyOrNew() (*age.X25519Identity, error) {
	identity, exists, err := s.key()
	if err != nil || exists {
		return identity, err
	}
	if s.exists() {
		return nil, s.needsPassphrase() // only a file sealed by passphrase loads without a key
	}
	identity, err = age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	if err := writeFile(s.keyPath, []byte(identity.String()+"\n")); err != nil {
		return nil, err
	}
	return identity, nil
}

// tighten takes a file away from everybody but its owner and tells the person: whoever could read it until now may
// have done so. Windows has no such permissions; there the folder's own protect the file.
func (s *sealedFile) tighten(path, what string) {
	info, err := os.Stat(path)
	if runtime.GOOS == "windows" || err != nil || info.Mode().Perm()&0o077 == 0 {
		return
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Other users of this computer were able to read the %s %s", what, path)
	if err := os.Chmod(path, info.Mode().Perm()&0o700); err != nil {
		text.WriteString(" and still are, because its permissions cannot be changed.")
	} else {
		text.WriteString("; this has been corrected.")
	}
	s.warn(text.String())
}
