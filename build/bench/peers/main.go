// Peers measures the access engine beside cedar-go, casbin and opa on one generated site, in one run, after making sure
// that all of them give the same answers. It prints every figure and whether the goals are reached.
//
// Usage: peers [-rounds N] [-slice DURATION]
//
// The exit code is 1 when answers differ or a goal is missed. See README.md for how each peer was told about the site.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"gatehouse/backend/internal/testkit"
)

const (
	agreedPages  = 2000
	agreedTables = 1000
	asked        = 1 << 15 // of each kind, when measuring
)

func main() {
	rounds := flag.Int("rounds", 40, "how often each subject is measured; the quickest counts")
	slice := flag.Duration("slice", 10*time.Millisecond, "how long it is measured each time")
	flag.Parse()
	if flag.NArg() > 0 || *rounds < 1 || *slice <= 0 {
		fmt.Fprintln(os.Stderr, "usage: peers [-rounds N] [-slice DURATION]")
		os.Exit(2)
	}
	if err := compare(measurement{*rounds, *slice}); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func compare(m measurement) error {
	size := testkit.LargeAccess
	s := testkit.AccessSite(size)
	b := bench{measurement: m, site: s, asked: ask(s, asked, asked, 1)}
	var err error
	if b.engine, err = newEngine(s); err != nil {
		return fmt.Errorf("load the engine: %w", err)
	}
	if b.peers, err = peers(s); err != nil {
		return err
	}
	fmt.Printf("site: %d pages, %d roles, %d page permissions, %d table permissions, %d contacts\n",
		size.Pages, size.Roles, size.Rules, size.Permissions, size.Contacts)
	everybody := append([]named{{ours, b.engine}, {"the plain evaluator", plain{s}}}, b.peers...)
	answers, err := agree(everybody, ask(s, agreedPages, agreedTables, 2))
	if err != nil {
		return fmt.Errorf("no agreement: %w", err)
	}
	fmt.Printf("all %d agree on %s\n\n", len(everybody), answers)
	if err := b.run(); err != nil {
		return err
	}
	b.report.write(os.Stdout)
	if n := b.report.missed(); n > 0 {
		return fmt.Errorf("goals missed: %d", n)
	}
	return nil
}
