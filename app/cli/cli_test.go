package cli_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gatehouse/app/cli"
	"gatehouse/backend/vault"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gatectl": func() {
			p := cli.Program{
				Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Version: "9.8.7", KeyStore: vault.PreferSealed,
			}
			os.Exit(p.Main(os.Args[1:]))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", RequireExplicitExec: true, UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "holds": holds, "finds": finds, "own": own, "pack": pack,
			"remind": remind, "renew": renew, "mute": mute, "spoils": spoils, "watched": watched,
		},
	})
}

// exits runs a program and wants one exit code of it: exits 3 gatectl inspect nowhere.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENT...]")
	}
	code := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = strconv.Itoa(exit.ExitCode())
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

func TestAll(t *testing.T) {
	for _, name := range cli.All() {
		if _, err := os.Stat(filepath.Join("testdata", name+".txtar")); err != nil {
			t.Errorf("command %s has no script: %v", name, err)
		}
	}
	if len(cli.All()) == 0 {
		t.Error("there are no commands")
	}
}

// writeSite makes a small site and returns its folder.
func writeSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"website.yml": "adx_name: Contoso Help\nadx_websiteid: 5f0c6d3e-1a2b-4c3d-8e9f-000000000000\n",
		"webrole.yml": "- adx_name: Members\n  adx_webroleid: 5f0c6d3e-1a2b-4c3d-8e9f-000000000001\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestProgramRun(t *testing.T) {
	run := func(p cli.Program, ctx context.Context, args ...string) (code int, out, errs string) {
		var stdout, stderr bytes.Buffer
		if p.Stdout == nil {
			p.Stdout = &stdout
		}
		p.Stderr = &stderr
		return p.Run(ctx, args), stdout.String(), stderr.String()
	}

	t.Run("OK", func(t *testing.T) {
		code, out, errs := run(cli.Program{}, t.Context(), "inspect", writeSite(t))
		if code != 0 || !strings.Contains(out, "Contoso Help") || errs != "" {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})

	t.Run("TellsProgressOnlyWhenItTakesLong", func(t *testing.T) {
		at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
		slow := func() time.Time { at = at.Add(3 * time.Second); return at }
		code, out, errs := run(cli.Program{Now: slow}, t.Context(), "inspect", writeSite(t))
		if code != 0 || strings.Contains(out, "gatectl:") || !strings.Contains(errs, "gatectl: read 2 of 2 files\n") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})

	t.Run("ErrStopped", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		code, out, errs := run(cli.Program{}, ctx, "inspect", writeSite(t))
		if code != 3 || out != "" || !strings.Contains(errs, "stopped") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})

	t.Run("ErrStoppedHalfwayKeepsNothing", func(t *testing.T) {
		data, path := filepath.Join(t.TempDir(), "data"), writeSite(t)
		ctx, stop := context.WithCancel(t.Context())
		calls := 0
		halfway := func() time.Time {
			if calls++; calls == 3 { // some files were found, none was read
				stop()
			}
			return time.Time{}
		}
		code, out, errs := run(cli.Program{Now: halfway}, ctx, "import", path, "--data", data)
		if code != 3 || out != "" || !strings.Contains(errs, "stopped") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
		if code, out, errs := run(cli.Program{}, t.Context(), "snapshot", "list", "--data", data); code != 0 || out != "There are no snapshots.\n" {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
		if code, out, errs := run(cli.Program{}, t.Context(), "import", path, "--data", data); code != 0 || !strings.Contains(out, "imported as a new portal") {
			t.Errorf("once more: code %d, stdout %q, stderr %q", code, out, errs)
		}
	})

	t.Run("ErrOutputFull", func(t *testing.T) {
		code, _, errs := run(cli.Program{Stdout: full{}}, t.Context(), "inspect", writeSite(t))
		if code != 3 || !strings.Contains(errs, "could not be written") {
			t.Errorf("code %d, stderr %q", code, errs)
		}
	})

	t.Run("VersionOfTheBuild", func(t *testing.T) {
		code, out, _ := run(cli.Program{}, t.Context(), "--version")
		if code != 0 || !strings.HasPrefix(out, "gatectl version ") || strings.TrimSpace(out) == "gatectl version" {
			t.Errorf("code %d, stdout %q", code, out)
		}
	})
}

func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot interrupt itself there")
	}
	dir := t.TempDir()
	site := []byte("adx_name: Contoso Help\nadx_websiteid: 5f0c6d3e-1a2b-4c3d-8e9f-000000000000\n")
	for i := range 600 { // a site each, so that there is much left to do when the interrupt comes
		folder := filepath.Join(dir, strconv.Itoa(i))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "website.yml"), site, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	var out, errs bytes.Buffer
	p := cli.Program{Stdout: &out, Stderr: &errs, Now: func() time.Time {
		switch calls++; {
		case calls == 100:
			if err := self.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		case calls > 100:
			time.Sleep(time.Millisecond) // the signal takes its time to arrive
		}
		return time.Time{}
	}}
	if code := p.Main([]string{"inspect", dir}); code != 3 || out.Len() > 0 || !strings.Contains(errs.String(), "gatectl: error: Reading was stopped before it was finished.\n") {
		t.Errorf("code %d, stdout of %d bytes, stderr %q", code, out.Len(), errs.String())
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }
