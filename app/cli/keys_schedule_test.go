package cli_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"
	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"gatehouse/app/cli"
	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/vault"
)

// remind lets the reminders of a data folder go out as of a moment, over no channel but the inbox, as the window would:
// remind DATA TIME.
func remind(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: remind DATA TIME")
	}
	at, err := time.Parse(time.RFC3339, args[1])
	ts.Check(err)
	ts.Check(withData(ts.MkAbs(args[0]), func(program *wiring.Program) error {
		program.Reminders.Now = func() time.Time { return at }
		program.Reminders.Reread = nil // the certificates are not looked at as of then
		return program.Reminders.Tick(context.Background())
	}))
}

// renew adds a certificate to a portal, as the window would: renew DATA PORTAL FILE.
func renew(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: renew DATA PORTAL FILE")
	}
	file := admin.CertificateFile{Name: args[2], Content: []byte(ts.ReadFile(args[2]))}
	ts.Check(withData(ts.MkAbs(args[0]), func(program *wiring.Program) error {
		all, err := program.Portals.List(context.Background())
		for _, it := range all {
			if it.Name == args[1] {
				_, err = program.Portals.ImportKey(context.Background(), it.ID, file)
			}
		}
		return err
	}))
}

// mute silences a portal, as the window would: mute DATA PORTAL REASON.
func mute(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: mute DATA PORTAL REASON")
	}
	ts.Check(withData(ts.MkAbs(args[0]), func(program *wiring.Program) error {
		all, err := program.Portals.List(context.Background())
		for _, it := range all {
			if it.Name == args[1] {
				err = program.Reminders.Mute(context.Background(), it.ID, args[2])
			}
		}
		return err
	}))
}

func withData(folder string, do func(*wiring.Program) error) error {
	program, err := wiring.Open(context.Background(), folder, wiring.Options{KeyStore: vault.PreferSealed, KeyStoreLater: true})
	if err != nil {
		return err
	}
	return errors.Join(do(program), program.Close())
}

// Names that are long and awkward stay whole in the calendar, and its lines are as RFC 5545 wants them.
func TestScheduleCalendar(t *testing.T) {
	folder := t.TempDir()
	name := `Kundenportal für "Müller; Söhne, Töchter" \ 客户服务门户 – ` + strings.Repeat("läng", 12)
	made, err := certificate.New(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	file := admin.CertificateFile{Name: "key.pem", Content: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate.DER})}
	err = withData(folder, func(program *wiring.Program) error {
		_, err := program.Portals.Watch(t.Context(), admin.PortalForm{Name: name}, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	p := cli.Program{Stdout: &out, Stderr: &errs, KeyStore: vault.PreferSealed}
	if code := p.Run(t.Context(), []string{"keys", "schedule", "--data", folder, "--format", "ics"}); code != 0 {
		t.Fatalf("code %d, %s", code, errs.String())
	}
	for line := range strings.SplitAfterSeq(out.String(), "\n") {
		if line != "" && !strings.HasSuffix(line, "\r\n") || len(line) > 75+len("\r\n") || !utf8.ValidString(line) {
			t.Errorf("the line %q has %d bytes", line, len(line))
		}
	}
	calendar, err := ical.ParseCalendar(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	events := calendar.Events()
	if len(events) != 22 {
		t.Fatalf("%d events", len(events))
	}
	if summary := events[0].GetProperty(ical.ComponentPropertySummary).Value; summary != name+": the authentication key expires in 90 days." {
		t.Errorf("the summary is %q", summary)
	}
}
