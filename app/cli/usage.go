package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gatehouse/backend/fault"
)

// usageError marks a wrong call, so that it gets its own exit code.
type usageError struct{ fault *fault.Fault }

func (e *usageError) Error() string { return e.fault.Error() }
func (e *usageError) Unwrap() error { return e.fault }

// usage is a wrong call told as a fault.
func usage(hint, format string, args ...any) error {
	return &usageError{fault.New(fault.Invalid, format, args...).WithHint("%s", hint)}
}

// see points at the help of a command.
func see(cmd *cobra.Command) string {
	return fmt.Sprintf("%q lists what is possible.", cmd.CommandPath()+" --help")
}

// unknownCommand names the nearest word that a group, or gatectl itself, knows.
func unknownCommand(cmd *cobra.Command, word string) error {
	var words []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			words = append(words, c.Name())
		}
	}
	hint := see(cmd)
	if near := closest(word, words); near != "" {
		hint = fmt.Sprintf("Did you mean %q?", near)
	}
	named := word
	if cmd.HasParent() {
		named = cmd.CommandPath() + " " + word
	}
	return usage(hint, "There is no command %q.", named)
}

// mistyped is the word that a group does not know, "" for none, of the words and flags that follow it. A group knows no
// flag that takes a value, so any other flag is taken to be of the command that was meant, with its value.
func mistyped(cmd *cobra.Command, rest []string) string {
	for i := 0; i < len(rest); i++ {
		flag := strings.TrimLeft(rest[i], "-")
		switch {
		case rest[i] == "--" || rest[i] == "":
			return ""
		case flag == rest[i]:
			return rest[i]
		case strings.Contains(flag, "="), cmd.Flags().Lookup(flag) != nil, len(flag) == 1 && cmd.Flags().ShorthandLookup(flag) != nil:
		default:
			i++ // its value
		}
	}
	return ""
}

// group is a word that does nothing by itself but holds commands.
func group(name, short string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	cmd.AddCommand(children...)
	return cmd
}

// none wants no argument. The hint says how to name what the person may have meant.
func none(hint string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return usage(hint, "No argument is wanted, and there is %q.", args[0])
	}
}

// needed wants flags that a command cannot do without.
func needed(cmd *cobra.Command, example string, names ...string) error {
	for _, name := range names {
		if !cmd.Flags().Changed(name) {
			return usage("Add it, as in: "+example, "The flag %q is missing.", "--"+name)
		}
	}
	return nil
}

// wrongFlag translates what the flag library says, and names the nearest flag for one that is not there. Where a command
// is mistyped, its flags belong to none, and the command is what is wrong.
func (p *Program) wrongFlag(cmd *cobra.Command, err error) error {
	if cmd.HasSubCommands() {
		if _, rest, findErr := cmd.Root().Find(p.args); findErr == nil {
			if word := mistyped(cmd, rest); word != "" {
				return unknownCommand(cmd, word)
			}
		}
	}
	if missing, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := missing.GetSpecifiedName()
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		hint := see(cmd)
		if near := closest(name, names); near != "" {
			hint = fmt.Sprintf("Did you mean %q?", "--"+near)
		}
		dashes := "--"
		if missing.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return usage(hint, "There is no flag %q.", dashes+name)
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usage(see(cmd), "The flag %q needs a value.", "--"+missing.GetFlag().Name)
	}
	return usage(see(cmd), "A flag was not understood: %s.", err)
}

// oneOf checks a value that must be one of a few.
func oneOf(flag, value string, allowed []string) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	hint := "It can be " + strings.Join(allowed, " or ") + "."
	if near := closest(value, allowed); near != "" {
		hint = fmt.Sprintf("Did you mean %q?", near)
	}
	return usage(hint, "The flag %q cannot be %q.", "--"+flag, value)
}

// closest is the name that a person most likely meant, or "" where none is near: at most a third of its letters may
// be wrong.
func closest(word string, names []string) string {
	best, fewest := "", 1000
	for _, name := range names {
		d := distance(strings.ToLower(word), name)
		if strings.HasPrefix(name, strings.ToLower(word)) && word != "" {
			d = min(d, 1)
		}
		if d < fewest && d*3 <= max(len(name), 3) {
			best, fewest = name, d
		}
	}
	return best
}

// distance counts the letters to change, add, remove or swap with their neighbour to make a into b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
