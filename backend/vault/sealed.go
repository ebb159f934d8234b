package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"filippo.io/age"

	"gatehouse/backend/fault"
)

const (
	sealedName    = "vault.age"
	keyName       = "vault.key"
	sealedVersion = 1
	maxWorkFactor = 22 // of a file that is read; more would take minutes
)

// sealedFile keeps all secrets in one encrypted file, which is read and written as a whole. The callers hold the
// vault's lock.
type sealedFile struct {
	path, keyPath string
	passphrase    func() (string, error) // nil: a key beside the file
	workFactor    int
	warn          func(sentence string)

	mu     sync.Mutex
	phrase string // once it has opened or written the file
}

type sealedContent struct {
	Version int               `json:"version"`
	Secrets map[string][]byte `json:"secrets"`
}

func newSealedFile(dir string, options Options, warn func(string)) *sealedFile {
	return &sealedFile{
		path:       filepath.Join(dir, sealedName),
		keyPath:    filepath.Join(dir, keyName),
		passphrase: options.Passphrase,
		workFactor: options.WorkFactor,
		warn:       warn,
	}
}

// check looks whether the file can be used, without asking for a passphrase.
func (s *sealedFile) check() error {
	data, err := s.read()
	if err != nil || data == nil {
		if err == nil && s.passphrase == nil {
			_, _, err = s.key() // one that is there must be a key; without secrets there need not be one
		}
		return err
	}
	if sealedByPassphrase(data) {
		if s.passphrase == nil {
			return s.needsPassphrase()
		}
		return nil
	}
	_, err = s.load()
	return err
}

func (s *sealedFile) exists() bool {
	_, err := os.Lstat(s.path)
	return !errors.Is(err, fs.ErrNotExist)
}

func (s *sealedFile) get(_ context.Context, name string) ([]byte, error) {
	secrets, err := s.load()
	if err != nil {
		return nil, err
	}
	secret, ok := secrets[name]
	if !ok {
		return nil, notFound(name)
	}
	return secret, nil
}

func (s *sealedFile) set(_ context.Context, name string, secret []byte) error {
	secrets, err := s.load()
	if err != nil {
		return err
	}
	secrets[name] = bytes.Clone(secret)
	return s.save(secrets)
}

func (s *sealedFile) delete(_ context.Context, name string) error {
	secrets, err := s.load()
	if err != nil {
		return err
	}
	if _, ok := secrets[name]; !ok {
		return nil
	}
	delete(secrets, name)
	return s.save(secrets)
}

// read returns the sealed bytes, nil where there is no file.
func (s *sealedFile) read() ([]byte, error) {
	data, err := os.ReadFile(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fileFault(s.path, fmt.Sprintf("The sealed file %s cannot be read.", s.path), err)
	case len(data) == 0:
		return nil, s.damaged(errors.New("empty"))
	}
	s.tighten(s.path, "sealed file")
	return data, nil
}

// load opens the file; where there is none it is empty.
func (s *sealedFile) load() (map[string][]byte, error) {
	data, err := s.read()
	if err != nil {
		return nil, err
	}
	if data == nil {
		return map[string][]byte{}, nil
	}
	if sealedByPassphrase(data) {
		return s.loadByPassphrase(data)
	}
	identity, exists, err := s.key()
	switch {
	case err != nil:
		return nil, err
	case !exists:
		return nil, fault.New(fault.Invalid, "The key file %s is missing, and without it the secrets in %s cannot be read.", s.keyPath, s.path).
			WithHint("Restore the key file from a backup. If there is none, move the sealed file away and renew the keys.").At(s.keyPath, 0)
	}
	secrets, err := s.open(data, identity)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return nil, fault.New(fault.Invalid, "The key file %s does not open %s: the two do not belong together.", s.keyPath, s.path).
			WithHint("Restore both files from the same backup.").At(s.path, 0).Because(err)
	}
	return secrets, err
}

func (s *sealedFile) loadByPassphrase(data []byte) (map[string][]byte, error) {
	phrase, err := s.ask()
	if err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(phrase)
	if err != nil {
		return nil, fmt.Errorf("prepare passphrase: %w", err)
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	secrets, err := s.open(data, identity)
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		s.remember("") // another process may have sealed it anew; ask next time
		return nil, fault.New(fault.Denied, "The passphrase does not open %s.", s.path).
			WithHint("Enter the passphrase the file was sealed with.").At(s.path, 0).Because(err)
	}
	if err == nil {
		s.remember(phrase)
	}
	return secrets, err
}

// open decrypts and decodes. NoIdentityMatchError is passed on: what it means depends on the identity.
func (s *sealedFile) open(data []byte, identity age.Identity) (map[string][]byte, error) {
	reader, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
			return nil, err
		}
		return nil, s.damaged(err)
	}
	plain, err := io.ReadAll(reader) // to the end: only there is it certain that nothing was cut off
	if err != nil {
		return nil, s.damaged(err)
	}
	var content sealedContent
	if err := json.Unmarshal(plain, &content); err != nil || content.Version < 1 {
		return nil, s.damaged(errors.New("not a map of secrets"))
	}
	if content.Version > sealedVersion {
		return nil, newerFault(s.path)
	}
	secrets := map[string][]byte{}
	maps.Copy(secrets, content.Secrets)
	return secrets, nil
}

// save seals with the passphrase where one is asked for, else with the key beside the file. The key is on disk
// before anything is sealed with it.
func (s *sealedFile) save(secrets map[string][]byte) error {
	plain, err := json.Marshal(sealedContent{sealedVersion, secrets})
	if err != nil {
		return fmt.Errorf("encode secrets: %w", err)
	}
	recipient, phrase, err := s.recipient()
	if err != nil {
		return err
	}
	var sealed bytes.Buffer
	writer, err := age.Encrypt(&sealed, recipient)
	if err != nil {
		return fmt.Errorf("seal secrets: %w", err)
	}
	if _, err := writer.Write(plain); err != nil {
		return fmt.Errorf("seal secrets: %w", err)
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("seal secrets: %w", err)
	}
	if err := writeFile(s.path, sealed.Bytes()); err != nil {
		return err
	}
	if phrase == "" {
		return nil
	}
	s.remember(phrase)
	// A key from before there was a passphrase opens nothing any more.
	if err := os.Remove(s.keyPath); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileFault(s.keyPath, fmt.Sprintf("The outdated key file %s cannot be removed.", s.keyPath), err)
	}
	return nil
}

// recipient is whom the file is sealed for, and the passphrase where it is one.
func (s *sealedFile) recipient() (age.Recipient, string, error) {
	if s.passphrase == nil {
		identity, err := s.keyOrNew()
		if err != nil {
			return nil, "", err
		}
		return identity.Recipient(), "", nil
	}
	phrase, err := s.ask()
	if err != nil {
		return nil, "", err
	}
	recipient, err := age.NewScryptRecipient(phrase)
	if err != nil {
		return nil, "", fmt.Errorf("prepare passphrase: %w", err)
	}
	if s.workFactor > 0 {
		recipient.SetWorkFactor(s.workFactor)
	}
	return recipient, phrase, nil
}

// ask returns the passphrase that worked before, or asks the person.
func (s *sealedFile) ask() (string, error) {
	if s.passphrase == nil {
		return "", s.needsPassphrase()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phrase != "" {
		return s.phrase, nil
	}
	phrase, err := s.passphrase()
	if err != nil {
		return "", fmt.Errorf("ask for passphrase: %w", err)
	}
	if phrase == "" {
		return "", fault.New(fault.Invalid, "The passphrase is empty.").WithHint("Enter the passphrase of the sealed file.")
	}
	return phrase, nil
}

func (s *sealedFile) remember(phrase string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phrase = phrase
}

// sealedByPassphrase reads the first line after the file's introduction.
func sealedByPassphrase(data []byte) bool {
	return bytes.HasPrefix(data, []byte("age-encryption.org/v1\n-> scrypt "))
}

func (s *sealedFile) needsPassphrase() error {
	return fault.New(fault.Denied, "The sealed file %s is protected with a passphrase.", s.path).
		WithHint("Open it with the setting that asks for the passphrase.").At(s.path, 0)
}

func (s *sealedFile) damaged(cause error) error {
	return fault.New(fault.Invalid, "The sealed file %s is damaged, cut short, or was not written by Gatehouse.", s.path).
		WithHint("Restore the file from a backup. It was left as it is.").At(s.path, 0).Because(cause)
}
