package vault_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/vault"
)

// childVariable turns the test program into one that does nothing but put secrets: "<letter> <count> <folder>".
const childVariable = "GATEHOUSE_TEST_VAULT_CHILD"

func TestMain(m *testing.M) {
	if task := os.Getenv(childVariable); task != "" {
		os.Exit(putMany(task))
	}
	os.Exit(m.Run())
}

// putMany puts secrets one after another and names each on a line as soon as it is acknowledged.
func putMany(task string) int {
	var letter, dir string
	var count int
	if _, err := fmt.Sscanf(task, "%s %d %q", &letter, &count, &dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	v, err := vault.Open(context.Background(), dir, sealedOptions())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for i := range count {
		name := fmt.Sprint(letter, i)
		if err := v.Put(context.Background(), name, []byte("secret of "+name)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(name)
	}
	return 0
}

func child(t *testing.T, letter string, count int, dir string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-test.run=^$")
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %q", childVariable, letter, count, dir))
	command.Stderr = os.Stderr
	return command
}

func TestTwoProcesses(t *testing.T) {
	const each = 20
	dir := t.TempDir()
	first, second := child(t, "a", each, dir), child(t, "b", each, dir)
	for _, command := range []*exec.Cmd{first, second} {
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range []*exec.Cmd{first, second} {
		if err := command.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	v := open(t, dir, sealedOptions())
	for i := range each {
		for _, letter := range []string{"a", "b"} {
			name := fmt.Sprint(letter, i)
			wantSecret(t, v, name, "secret of "+name)
		}
	}
}

// A process that is killed at any moment leaves a vault that opens and holds every acknowledged secret.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	for round := range 10 {
		letter := fmt.Sprintf("r%d-", round)
		command := child(t, letter, 1_000_000, dir)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		var acknowledged []string
		for lines.Scan() {
			acknowledged = append(acknowledged, strings.TrimSpace(lines.Text()))
			if len(acknowledged) == 2 {
				// A different point of the third write each round.
				time.AfterFunc(time.Duration(round)*700*time.Microsecond, func() { _ = command.Process.Kill() })
			}
		}
		if err := command.Wait(); err == nil || len(acknowledged) < 2 {
			t.Fatalf("the child ended by itself after %d secrets: %v", len(acknowledged), err)
		}
		v := open(t, dir, sealedOptions())
		for _, name := range acknowledged {
			wantSecret(t, v, name, "secret of "+name)
		}
		put(t, v, "after", letter)
		wantSecret(t, v, "after", letter)
	}
}
