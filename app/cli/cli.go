// Package cli turns arguments into use cases and results into lines and an exit code.
//
// Standard output carries the result and nothing else; errors and progress go to standard error. It holds no rule of
// its own and stays free of the window, so that the console program needs neither cgo nor a display.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

// The exit codes.
const (
	exitOK       = 0 // the result is on standard output
	exitUsage    = 2 // the call was wrong
	exitUnfinish = 3 // the call was right and could not be carried out
	exitDue      = 5 // a key falls due, or is not valid yet
	exitExpired  = 6 // a key has expired, or a portal has none
)

// exitCode ends a call with a code and without a word: the result says it all.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// Program is gatectl with everything it touches. Tests make their own.
type Program struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Version        string           // "" asks the build
	Now            func() time.Time // for progress; nil is time.Now

	args []string // of this call

	KeyStore vault.Preference // tests keep out of the user's key store with vault.PreferSealed
}

// Main runs gatectl in a process and returns its exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, version string) int {
	return Program{Stdin: stdin, Stdout: stdout, Stderr: stderr, Version: version}.Main(args)
}

// Main carries out one call and returns the exit code. An interrupt stops the work; a second one ends the process.
func (p Program) Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return p.Run(ctx, args)
}

// Run carries out one call and returns the exit code.
func (p Program) Run(ctx context.Context, args []string) int {
	if p.Now == nil {
		p.Now = time.Now
	}
	p.args = args
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if code, told := errors.AsType[exitCode](err); told {
		return int(code)
	}
	f := fault.Of(err)
	fmt.Fprintf(p.Stderr, "%s: error: %s\n", root.Name(), f.Message)
	if f.Hint != "" {
		fmt.Fprintf(p.Stderr, "%s: hint: %s\n", root.Name(), f.Hint)
	}
	if _, wrong := errors.AsType[*usageError](err); wrong {
		return exitUsage
	}
	return exitUnfinish
}

// command is one word after gatectl. Commands register themselves, one file each.
type command struct {
	name  string
	build func(p *Program) *cobra.Command
}

var commands = map[string]command{}

// register adds a command to the family. It returns a value so that a package-level variable can call it.
func register(c command) command {
	if _, taken := commands[c.name]; taken {
		panic("cli: command " + c.name + " registered twice")
	}
	commands[c.name] = c
	return c
}

// All lists the names of the commands, sorted.
func All() []string {
	names := make([]string, 0, len(commands))
	for name := range commands {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Commands is the tree of commands, for the reference in docs.
func Commands() *cobra.Command {
	p := Program{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Version: "any"}
	return p.root()
}

// root builds the tree of commands.
func (p *Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "gatectl",
		Short:         "The admin center for Dynamics 365 portals, for terminals and pipelines",
		Version:       p.version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	root.SetFlagErrorFunc(p.wrongFlag)
	for _, name := range All() {
		root.AddCommand(commands[name].build(p))
	}
	return root
}

// version is what the release was built as, or what the tool chain noted.
func (p *Program) version() string {
	if p.Version != "" {
		return p.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
