package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"gatehouse/app/cli"
)

// TestReference compares docs/cli.md with what the commands say of themselves.
func TestReference(t *testing.T) {
	var page strings.Builder
	page.WriteString(`# The command line

` + "`gatectl`" + ` works on the same engine as the window and links neither cgo nor a web view. Standard output carries the
result and nothing else; errors, hints and progress go to standard error.

| exit code | meaning |
|---|---|
| 0 | done; the result is on standard output |
| 2 | the call was wrong; the message names what and the nearest match |
| 3 | the call was right and could not be carried out: nothing readable, not allowed, stopped |
| 5, 6 | of ` + "`keys check`" + ` only: a key ends soon or is not valid yet; a key has expired or a portal has none |

Commands that only read (` + "`keys list`, `keys check`, `keys schedule`, `keys due`, `keys history`, `keys support`,\n`portal list`, `portal show`, `snapshot list`" + `) answer also while a window or another command has the data folder
open: they read a copy of the database, as it was last saved, and change nothing then. Watched certificates are read all
the same, for that answer. All other commands wait two seconds and end with exit code 3.

This page is generated: ` + "`go test ./app/cli -run Reference -update`" + `.
`)
	describe(&page, cli.Commands())
	path := filepath.Join("..", "..", "docs", "cli.md")
	if *update {
		if err := os.WriteFile(path, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page.String() {
		t.Error("docs/cli.md is not what the commands say; run: go test ./app/cli -run Reference -update")
	}
}

func describe(page *strings.Builder, cmd *cobra.Command) {
	if cmd.Runnable() && cmd.HasParent() {
		fmt.Fprintf(page, "\n## %s\n\n%s.\n\n```\n%s\n```\n", cmd.CommandPath(), cmd.Short, cmd.UseLine())
		if cmd.Long != "" {
			fmt.Fprintf(page, "\n%s\n", cmd.Long)
		}
		if flags := cmd.LocalNonPersistentFlags().FlagUsages(); flags != "" {
			fmt.Fprintf(page, "\n```\n%s```\n", flags)
		}
		if cmd.Example != "" {
			fmt.Fprintf(page, "\n```sh\n%s\n```\n", strings.TrimLeft(strings.ReplaceAll(cmd.Example, "\n  ", "\n"), " "))
		}
	}
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() {
			describe(page, child)
		}
	}
}
