package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"gatehouse/backend/access"
	"gatehouse/backend/report"
	"gatehouse/backend/site"
)

// question is what the commands about access have in common: which site, by which rules, and about whom.
type question struct {
	of report.Report

	site     string
	profile  string
	at       string
	missing  string
	switches []string
	format   string

	as      string
	roles   []string
	contact string
}

// flags adds the flags of every question.
func (q *question) flags(cmd *cobra.Command) {
	q.profile, q.missing, q.format = string(access.Current), string(access.MissingUnknown), "text"
	f := cmd.Flags()
	f.StringVar(&q.site, "site", "", "which site at PATH is meant: name, id or root")
	f.StringVar(&q.profile, "profile", q.profile, "by which rules: current, legacy")
	f.StringVar(&q.at, "at", "", "the moment asked about, such as 2030-01-31T12:00:00Z (default now)")
	f.StringVar(&q.missing, "missing", q.missing, "what records count as that are not in the export: unknown, absent")
	f.StringArrayVar(&q.switches, "switch", nil, "set one switch of the rules apart from the profile, such as S05=only-in-state; repeatable")
	f.StringVar(&q.format, "format", q.format, "how to write the result: "+strings.Join(q.formats(), ", "))
}

// visitorFlags adds the flags that say who is meant.
func (q *question) visitorFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&q.as, "as", "", "anonymous, or authenticated: signed in without assigned roles")
	f.StringArrayVar(&q.roles, "role", nil, "signed in with this web role, by name or id; repeatable")
	f.StringVar(&q.contact, "contact", "", "this contact: id, user name or e-mail address")
}

// formats lists the formats, text first.
func (q *question) formats() []string {
	list := report.Formats(q.of)
	slices.SortStableFunc(list, func(a, b string) int {
		switch {
		case a == "text":
			return -1
		case b == "text":
			return 1
		}
		return 0
	})
	return list
}

// check refuses what can be refused before anything is read.
func (q *question) check() error {
	if err := oneOf("format", q.format, report.Formats(q.of)); err != nil {
		return err
	}
	if err := oneOf("profile", q.profile, []string{string(access.Current), string(access.Legacy)}); err != nil {
		return err
	}
	return oneOf("missing", q.missing, []string{string(access.MissingAbsent), string(access.MissingUnknown)})
}

const visitorHint = "Say who is meant: --as anonymous, --as authenticated, --role NAME, or --contact ID."

// checkVisitor wants exactly one way of saying who is meant.
func (q *question) checkVisitor() error {
	var ways []string
	if q.as != "" {
		ways = append(ways, "--as")
	}
	if len(q.roles) > 0 {
		ways = append(ways, "--role")
	}
	if q.contact != "" {
		ways = append(ways, "--contact")
	}
	switch {
	case len(ways) == 0:
		return usage(visitorHint, "The visitor is missing.")
	case len(ways) > 1:
		return usage(visitorHint, "%s name different visitors; one of them is wanted.", strings.Join(ways, " and "))
	case q.as != "":
		return oneOf("as", q.as, []string{"anonymous", "authenticated"})
	}
	return nil
}

// moment is what --at says, zero where it is not given.
func (q *question) moment() (time.Time, error) { return moment(q.at, time.Time{}) }

// setSwitches reads what --switch says. Which switches and values there are is the engine's to say.
func (q *question) setSwitches() (map[access.Switch]access.Value, error) {
	set := map[access.Switch]access.Value{}
	for _, text := range q.switches {
		name, value, ok := strings.Cut(text, "=")
		s := access.Switch(strings.ToUpper(strings.TrimSpace(name)))
		if !ok {
			return nil, usage("Write a switch and its value, as in --switch S05=only-in-state.", "The flag %q cannot be %q.", "--switch", text)
		}
		if _, twice := set[s]; twice {
			return nil, usage("Give each switch one value.", "The switch %s is set twice.", s)
		}
		set[s] = access.Value(strings.ToLower(strings.TrimSpace(value)))
	}
	return set, nil
}

// asking is a question to a site that was read.
type asking struct {
	engine *access.Engine
	at     time.Time // asked about, zero for now
}

// open reads the site and compiles it.
func (q *question) open(ctx context.Context, p *Program, path string) (*asking, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	at, err := q.moment()
	if err != nil {
		return nil, err
	}
	set, err := q.setSwitches()
	if err != nil {
		return nil, err
	}
	options := access.Options{Profile: access.Profile(q.profile), Missing: access.Missing(q.missing), Switches: set, At: at}
	if at.IsZero() {
		options.At = p.Now().UTC()
	}
	reading, err := p.readOne(ctx, path, q.site)
	if err != nil {
		return nil, err
	}
	options.Incomplete = access.Lost(reading)
	engine, err := access.Compile(&reading.Site, options)
	if err != nil {
		return nil, asked(err)
	}
	return &asking{engine: engine, at: at}, nil
}

// openVisitor opens the site and prepares who is meant. Doubts about that go to standard error too: whoever pipes the
// result on must not miss them.
func (q *question) openVisitor(ctx context.Context, p *Program, path string) (*asking, *access.Visitor, error) {
	if err := q.checkVisitor(); err != nil {
		return nil, nil, err
	}
	a, err := q.open(ctx, p, path)
	if err != nil {
		return nil, nil, err
	}
	who := access.Anonymous()
	switch {
	case q.as == "authenticated":
		who = access.Authenticated()
	case len(q.roles) > 0:
		who = access.Holding(q.roles...)
	case q.contact != "":
		var id site.ID
		if id, err = a.engine.FindContact(q.contact); err == nil {
			who = access.Contact(id)
		}
	}
	var v *access.Visitor
	if err == nil {
		v, err = a.engine.Visitor(who)
	}
	if err != nil {
		return nil, nil, asked(err)
	}
	p.notes(v.Notes())
	return a, v, nil
}

// notes tells on standard error what must not be missed. They hold names, which must not steer the terminal.
func (p *Program) notes(list []string) {
	for _, n := range list {
		plain := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return unicode.ReplacementChar
			}
			return r
		}, n)
		fmt.Fprintf(p.Stderr, "gatectl: note: %s\n", plain)
	}
}
