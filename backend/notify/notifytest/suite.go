// Package notifytest proves that an implementation of notify.Channel keeps its promises. Channel packages call Run in
// their tests, with whatever stands behind the channel within reach; Memory is a channel that needs nothing behind it.
package notifytest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// patience is how long a channel may take for one message in a test.
const patience = 20 * time.Second

// Fixture is a channel with a view of what arrives behind it.
type Fixture struct {
	Channel notify.Channel
	Good    notify.Recipient   // one that takes everything
	Bad     []notify.Recipient // that make no sense to the channel
	Arrived func() []Arrival   // what has arrived so far, in any order
	Break   func()             // makes what is behind the channel go away; nil where a test cannot
	Repair  func()             // brings it back
}

// Arrival is a message as the other side has it.
type Arrival struct{ Title, Body string }

// Case is one promise. Check returns what is wrong with the channel, nil for nothing.
type Case struct {
	Name  string
	Check func(context.Context, Fixture) error
}

// Run checks every promise, each with a fixture of its own.
func Run(t *testing.T, fresh func(*testing.T) Fixture) {
	for _, c := range Cases {
		t.Run(c.Name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if err := c.Check(ctx, fresh(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

// Cases are the promises of a channel.
var Cases = []Case{
	{"Name", checkName},
	{"Traits", checkTraits},
	{"EverySeverity", checkSeverities},
	{"Digest", checkDigest},
	{"AwkwardWords", checkWords},
	{"Again", checkAgain},
	{"AtOnce", checkAtOnce},
	{"ErrCanceled", checkCanceled},
	{"ErrInvalid", checkInvalid},
	{"ErrUnreachable", checkBroken},
}

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func checkName(_ context.Context, f Fixture) error {
	if name := f.Channel.Name(); !kebab.MatchString(name) || name != f.Channel.Name() {
		return fmt.Errorf("the name %q is not kebab-case, or changes", name)
	}
	return nil
}

func checkTraits(_ context.Context, f Fixture) error {
	traits := f.Channel.Traits()
	if !slices.IsSorted(traits.Delays) || slices.ContainsFunc(traits.Delays, func(d time.Duration) bool { return d < time.Second }) {
		return fmt.Errorf("the delays %v do not rise, or are too short", traits.Delays)
	}
	if traits.Addressed != (f.Good.Address != "") {
		return fmt.Errorf("addressed is %v, but the good recipient is %q", traits.Addressed, f.Good.Address)
	}
	return nil
}

func checkSeverities(ctx context.Context, f Fixture) error {
	for _, severity := range []renewal.Severity{
		renewal.SeverityInfo, renewal.SeverityWarning, renewal.SeverityHigh, renewal.SeverityCritical,
	} {
		if err := arrives(ctx, f, message("Care "+string(severity), severity)); err != nil {
			return fmt.Errorf("severity %s: %w", severity, err)
		}
	}
	return nil
}

func checkDigest(ctx context.Context, f Fixture) error {
	var notices []notify.Notice
	for i := range byte(40) {
		notices = append(notices, notice(fmt.Sprintf("Portal %d with a rather long name", i), renewal.SeverityCritical))
	}
	return arrives(ctx, f, notify.Compose(notices, sent, nil))
}

// checkWords sends names as they occur, and such as somebody might choose to do harm. What arrives is what was sent:
// nothing is taken for markup, a format, an option or an end of the text.
func checkWords(ctx context.Context, f Fixture) error {
	for _, name := range []string{
		`Müller & Söhne "Care" <b>now</b>`, "客户门户 – بوابة 🏥", "-rf --help", `%s %d \n $HOME $(id) 'x'`, "]]> {{.}} ;--", ".", strings.Repeat("long ", 60) + "name",
	} {
		if err := arrives(ctx, f, message(name, renewal.SeverityHigh)); err != nil {
			return fmt.Errorf("the name %q: %w", name, err)
		}
	}
	return nil
}

// checkAgain sends a message twice, as a crash between sending and committing makes it happen.
func checkAgain(ctx context.Context, f Fixture) error {
	m := message("Care", renewal.SeverityHigh)
	if err := arrives(ctx, f, m); err != nil {
		return err
	}
	if err := f.Channel.Send(ctx, m, f.Good); err != nil {
		return fmt.Errorf("the second time: %w", err)
	}
	if n := count(f, m); n < 1 || n > 2 {
		return fmt.Errorf("sent twice, arrived %d times", n)
	}
	return nil
}

func checkAtOnce(ctx context.Context, f Fixture) error {
	var wait sync.WaitGroup
	problems := make([]error, 8)
	for i := range problems {
		wait.Go(func() {
			problems[i] = f.Channel.Send(ctx, message(fmt.Sprintf("Portal %d", i), renewal.SeverityHigh), f.Good)
		})
	}
	wait.Wait()
	if err := errors.Join(problems...); err != nil {
		return err
	}
	for i := range problems {
		if n := count(f, message(fmt.Sprintf("Portal %d", i), renewal.SeverityHigh)); n != 1 {
			return fmt.Errorf("of eight at once number %d arrived %d times", i, n)
		}
	}
	return nil
}

func checkCanceled(ctx context.Context, f Fixture) error {
	ended, cancel := context.WithCancel(ctx)
	cancel()
	m := message("Care", renewal.SeverityHigh)
	if err := f.Channel.Send(ended, m, f.Good); !fault.Is(err, fault.Canceled) {
		return fmt.Errorf("after the context ended the error is %w", orNone(err))
	}
	if n := count(f, m); n != 0 {
		return fmt.Errorf("after the context ended it arrived")
	}
	return nil
}

func checkInvalid(ctx context.Context, f Fixture) error {
	if f.Channel.Traits().Addressed && len(f.Bad) == 0 {
		return fmt.Errorf("an addressed channel is to be tried with recipients that make no sense")
	}
	for _, bad := range f.Bad {
		before := len(f.Arrived())
		if err := f.Channel.Send(ctx, message("Care", renewal.SeverityHigh), bad); !fault.Is(err, fault.Invalid) {
			return fmt.Errorf("for the recipient %q the error is %w", bad.Address, orNone(err))
		}
		if len(f.Arrived()) != before {
			return fmt.Errorf("it arrived at the recipient %q", bad.Address)
		}
	}
	return nil
}

// checkBroken takes away what is behind the channel: an honest error, and no memory of it afterwards.
func checkBroken(ctx context.Context, f Fixture) error {
	if f.Break == nil {
		return nil
	}
	m := message("Care", renewal.SeverityHigh)
	f.Break()
	err := f.Channel.Send(ctx, m, f.Good)
	if !fault.Is(err, fault.Unreachable) {
		return fmt.Errorf("with nothing behind it the error is %w", orNone(err))
	}
	if said := fault.Of(err); said.Final || said.Message == "" {
		return fmt.Errorf("with nothing behind it the fault is %+v", said)
	}
	f.Repair()
	return arrives(ctx, f, m)
}

// sent is when the messages of the suite are worded.
var sent = time.Date(2027, 3, 5, 13, 0, 0, 0, time.UTC)

// notice is a reminder of a portal with this name. The same name is the same notice.
func notice(name string, severity renewal.Severity) notify.Notice {
	return notify.Notice{
		ID: notify.ID(uuid.NewSHA1(uuid.Nil, []byte(name)).String() + "/b5d"), Kind: notify.Reminder, Severity: severity, PortalName: name,
		PortalID: uuid.NewSHA1(uuid.Nil, []byte(name)), RaisedAt: sent, Start: sent.Add(-1000 * time.Hour), End: sent.Add(119 * time.Hour),
	}
}

func message(name string, severity renewal.Severity) notify.Message {
	return notify.Compose([]notify.Notice{notice(name, severity)}, sent, nil)
}

// arrives sends a message and says what is wrong with its arrival.
func arrives(ctx context.Context, f Fixture, m notify.Message) error {
	if err := f.Channel.Send(ctx, m, f.Good); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	if n := count(f, m); n != 1 {
		return fmt.Errorf("sent once, arrived %d times; there is %q", n, f.Arrived())
	}
	return nil
}

// count counts the arrivals with the title and the body of a message.
func count(f Fixture, m notify.Message) int {
	n := 0
	for _, it := range f.Arrived() {
		if it.Title == m.Title && it.Body == m.Body {
			n++
		}
	}
	return n
}

func orNone(err error) error {
	if err == nil {
		return errors.New("none")
	}
	return err
}
