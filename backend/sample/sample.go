// Package sample carries the site of the sample organization, made up to learn from: each of its records shows one
// thing that permissions do. It does not load anything; package admin does, with the ordinary importer.
package sample

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gatehouse/backend/fault"
)

//go:embed all:site
var files embed.FS

// FolderName is the folder below the data folder that the site is written to.
const FolderName = "sample-site"

// UnpackSite returns a function that writes the site below the data folder and tells where, so that a person can look
// at the files too. What is there already under the same names is replaced. Codes: canceled, denied, unreachable.
func UnpackSite(dataFolder string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		target := filepath.Join(dataFolder, FolderName)
		err := fs.WalkDir(files, "site", func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			relative, err := filepath.Rel("site", filepath.FromSlash(path))
			if err != nil {
				return err
			}
			to := filepath.Join(target, relative)
			if entry.IsDir() {
				return os.MkdirAll(to, 0o700)
			}
			content, err := files.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(to, content, 0o600)
		})
		if err == nil {
			return target, nil
		}
		err = fmt.Errorf("write sample site: %w", err)
		switch {
		case ctx.Err() != nil:
			return "", err
		case errors.Is(err, fs.ErrPermission):
			return "", fault.New(fault.Denied, "The sample site cannot be written to %s.", target).
				WithHint("Check that your account may write there.").Because(err)
		default:
			return "", fault.New(fault.Unreachable, "The sample site cannot be written to %s.", target).
				WithHint("Check that the disk has room and answers.").Because(err)
		}
	}
}
