package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/app/cli"
)

// TestNotesDoNotSteerTheTerminal asks for a role whose name, twice in the export, holds an escape.
func TestNotesDoNotSteerTheTerminal(t *testing.T) {
	dir := writeSite(t)
	roles := "- adx_name: \"Red\\e[31m\"\n  adx_webroleid: a\n- adx_name: \"Red\\e[31m\"\n  adx_webroleid: b\n"
	if err := os.WriteFile(filepath.Join(dir, "webrole.yml"), []byte(roles), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"text", "csv", "json"} {
		var out, errs bytes.Buffer
		code := cli.Program{Stdout: &out, Stderr: &errs}.Run(t.Context(), []string{"access", dir, "--role", "Red\x1b[31m", "--format", format})
		if code != 0 || !strings.Contains(errs.String(), "2 web roles are called") || strings.Contains(errs.String(), "\x1b") {
			t.Errorf("%s: code %d, stderr %q", format, code, errs.String())
		}
		if format != "csv" && strings.Contains(out.String(), "\x1b") {
			t.Errorf("%s: %q", format, out.String())
		}
	}
}

// TestAnswersFailWhereNothingCanBeWritten wants no exit 0 for a result that nobody got.
func TestAnswersFailWhereNothingCanBeWritten(t *testing.T) {
	dir := writeSite(t)
	for _, args := range [][]string{
		{"access", dir, "--as", "anonymous"},
		{"access", dir, "--role", "Members", "--without", "webRole:Members"},
		{"explain", dir, "--as", "anonymous", "--website-right", "manageSiteMarkers"},
		{"who", dir, "--website-right", "manageSiteMarkers"},
	} {
		var errs bytes.Buffer
		code := cli.Program{Stdout: full{}, Stderr: &errs}.Run(t.Context(), args)
		if code != 3 || !strings.Contains(errs.String(), "could not be written") {
			t.Errorf("%v: code %d, stderr %q", args, code, errs.String())
		}
	}
}
