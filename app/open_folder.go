package app

import (
	"context"
	"os/exec"
	"runtime"

	"gatehouse/backend/fault"
)

// openFolder shows a folder in the system's file manager. The window library opens web addresses only.
func openFolder(ctx context.Context, folder string) error {
	var name string
	switch runtime.GOOS {
	case "windows":
		name = "explorer.exe"
	case "darwin":
		name = "open"
	default:
		name = "xdg-open"
	}
	command := exec.CommandContext(ctx, name, folder)
	if err := command.Start(); err != nil {
		return fault.New(fault.Unreachable, "The folder cannot be shown.").
			WithHint("Open %s yourself.", folder).Because(err)
	}
	go command.Wait()
	return nil
}
