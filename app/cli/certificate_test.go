package cli_test

import (
	"context"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
)

// watched adds a portal whose certificate was looked at for the last time a while ago: watched DATA PORTAL FILE AGO.
func watched(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: watched DATA PORTAL FILE AGO")
	}
	ago, err := time.ParseDuration(args[3])
	ts.Check(err)
	path := ts.MkAbs(args[2])
	file := admin.CertificateFile{Name: args[2], Path: path, Content: []byte(ts.ReadFile(args[2]))}
	ts.Check(withData(ts.MkAbs(args[0]), func(program *wiring.Program) error {
		program.Portals.Now = func() time.Time { return time.Now().Add(-ago) }
		_, err := program.Portals.Watch(context.Background(), admin.PortalForm{Name: args[1]}, file)
		return err
	}))
}
