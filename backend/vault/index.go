package vault

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"gatehouse/backend/fault"
)

const (
	indexFile    = "vault.json"
	indexVersion = 1
)

// index is the file that knows where each secret lies. It is what tells a secret that does not exist from one in a
// key store that does not answer, and the copy that counts from an outdated one. It holds names and no secrets.
type index struct{ path string }

// entry is what is known of one secret.
type entry struct {
	Home   Kind   `json:"home,omitempty"` // where the copy lies that counts; empty while the first put is under way
	Places []Kind `json:"places"`         // wherever a copy may lie, Home included
}

func (e entry) valid() bool {
	foreign := func(kind Kind) bool { return kind != System && kind != SealedFile }
	return len(e.Places) > 0 && !slices.ContainsFunc(e.Places, foreign) &&
		(e.Home == "" || slices.Contains(e.Places, e.Home))
}

type indexContent struct {
	Version int              `json:"version"`
	Secrets map[string]entry `json:"secrets"`
}

func newIndex(dir string) *index { return &index{filepath.Join(dir, indexFile)} }

// load reads the index; a missing one is empty.
func (i *index) load() (map[string]entry, error) {
	data, err := os.ReadFile(i.path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]entry{}, nil
	}
	if err != nil {
		return nil, fileFault(i.path, "The list of secrets cannot be read.", err)
	}
	var content indexContent
	if err := json.Unmarshal(data, &content); err != nil || content.Version < 1 {
		return nil, i.foreign().Because(err)
	}
	if content.Version > indexVersion {
		return nil, newerFault(i.path)
	}
	for _, e := range content.Secrets {
		if !e.valid() {
			return nil, i.foreign()
		}
	}
	if content.Secrets == nil {
		content.Secrets = map[string]entry{}
	}
	return content.Secrets, nil
}

func (i *index) save(entries map[string]entry) error {
	data, err := json.MarshalIndent(indexContent{indexVersion, entries}, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(i.path, append(data, '\n'))
}

func (i *index) foreign() *fault.Fault {
	return fault.New(fault.Invalid, "The list of secrets is damaged or was not written by Gatehouse: %s.", i.path).
		WithHint("Restore the file from a backup. It was left as it is.").At(i.path, 0)
}

func newerFault(path string) error {
	return fault.New(fault.Invalid, "A newer Gatehouse wrote the file %s.", path).
		WithHint("Install the newer version again. The file was left as it is.").At(path, 0)
}
