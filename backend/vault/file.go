package vault

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// tempPattern names files that are being written. One that is still there after a crash is nobody's.
const tempPattern = "vault-*.tmp"

// writeFile replaces a file so that after a crash either the old or the new content is there in full. Only the
// holder of the exclusive lock may call it.
func writeFile(path string, data []byte) error {
	if err := replace(path, data); err != nil {
		return fileFault(path, fmt.Sprintf("The file %s cannot be written.", path), err)
	}
	return nil
}

func replace(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	removeLeftovers(dir)
	temp, err := os.CreateTemp(dir, tempPattern) // made with mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name()) // else removeLeftovers finds it
		}
	}()
	if _, err = temp.Write(data); err != nil {
		return err
	}
	if err = temp.Sync(); err != nil {
		return err
	}
	if err = temp.Close(); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

func removeLeftovers(dir string) {
	leftovers, _ := filepath.Glob(filepath.Join(dir, tempPattern)) // the pattern is a constant; a bad one is a defect
	for _, leftover := range leftovers {
		_ = os.Remove(leftover)
	}
}

// syncDir makes a new name in a folder last. Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if closeErr := folder.Close(); err == nil {
		err = closeErr
	}
	return err
}
