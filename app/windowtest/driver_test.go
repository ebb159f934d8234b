//go:build window

package windowtest_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long a window may take to show something. It bounds a failing test; it asserts no speed.
const patience = 60 * time.Second

// window is a running program and what can be done to it from outside.
type window struct {
	t      *testing.T
	binary string
	folder string
	cmd    *exec.Cmd
	stderr *bytes.Buffer
	exited chan struct{}
}

func open(t *testing.T, folder string, args ...string) *window {
	t.Helper()
	binary := os.Getenv("GATEHOUSE_BINARY")
	if binary == "" {
		t.Fatal("GATEHOUSE_BINARY is not set; run build/scripts/window.sh")
	}
	w := &window{t: t, binary: binary, folder: folder, stderr: &bytes.Buffer{}, exited: make(chan struct{})}
	w.cmd = exec.Command(binary, append([]string{"--data", folder}, args...)...)
	w.cmd.Stderr = w.stderr
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		w.cmd.Wait()
		close(w.exited)
	}()
	t.Cleanup(w.kill)
	return w
}

func (w *window) kill() {
	w.cmd.Process.Kill()
	<-w.exited
}

// waitPainted waits for the line the program logs when its first screen is complete.
func (w *window) waitPainted() {
	w.t.Helper()
	log := filepath.Join(w.folder, "logs", "gatehouse.log")
	w.wait("the first screen", func() bool {
		text, _ := os.ReadFile(log)
		return strings.Contains(string(text), "first screen painted")
	})
}

// startAgain starts the program a second time and waits for it to leave.
func (w *window) startAgain(args ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	second := exec.CommandContext(ctx, w.binary, append([]string{"--data", w.folder}, args...)...)
	second.Run()
	if ctx.Err() != nil {
		w.t.Fatal("the second start did not hand over and leave")
	}
}

// waitText waits until the window shows all of the words, and leaves the last picture under the name.
func (w *window) waitText(name string, words ...string) {
	w.t.Helper()
	var seen string
	w.wait("the words "+strings.Join(words, ", "), func() bool {
		picture := w.picture(name)
		if picture == "" {
			return false
		}
		seen = w.read(picture)
		for _, word := range words {
			if !strings.Contains(seen, squash(word)) {
				return false
			}
		}
		return true
	}, func() string { return "the window showed: " + seen })
}

func (w *window) wait(what string, done func() bool, details ...func() string) {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		if done() {
			return
		}
		select {
		case <-w.exited:
			w.t.Fatalf("the program ended while waiting for %s; stderr:\n%s", what, w.stderr)
		case <-time.After(200 * time.Millisecond):
		}
	}
	message := "no sign of " + what
	for _, d := range details {
		message += "\n" + d()
	}
	w.t.Fatal(message)
}

// picture takes a picture of the window; "" while there is none.
func (w *window) picture(name string) string {
	folder := os.Getenv("GATEHOUSE_PICTURES")
	path := filepath.Join(folder, name+".png")
	id := visible()
	if id == "" {
		return ""
	}
	if err := exec.Command("import", "-window", id, path).Run(); err != nil {
		return ""
	}
	return path
}

// visible is the window's number while it is on the screen, else "".
func visible() string {
	out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^Gatehouse$").Output()
	ids := strings.Fields(string(out))
	if err != nil || len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// screen takes a picture of the whole screen.
func screen(t *testing.T, name string) {
	t.Helper()
	if err := exec.Command("import", "-window", "root", filepath.Join(os.Getenv("GATEHOUSE_PICTURES"), name+".png")).Run(); err != nil {
		t.Errorf("take a picture: %v", err)
	}
}

// close closes the window as its button does.
func (w *window) close() {
	w.t.Helper()
	id := visible()
	if out, err := exec.Command("xdotool", "windowactivate", "--sync", id, "key", "--clearmodifiers", "alt+F4").CombinedOutput(); err != nil {
		w.t.Fatalf("close the window %q: %v: %s", id, err, out)
	}
}

// waitExit waits for the program to end by itself.
func (w *window) waitExit() {
	w.t.Helper()
	select {
	case <-w.exited:
		if !w.cmd.ProcessState.Success() {
			w.t.Errorf("the program ended with %v; stderr:\n%s", w.cmd.ProcessState, w.stderr)
		}
	case <-time.After(patience):
		w.t.Fatal("the program did not end")
	}
}

// read returns the text of a picture without blanks, since character recognition is least sure of those. It looks at
// the picture and at its black and white version: light words on a coloured button are found in the second one.
func (w *window) read(picture string) string {
	var seen strings.Builder
	for _, change := range [][]string{nil, {"-threshold", "80%"}} {
		large := strings.TrimSuffix(picture, ".png") + "-large.png"
		args := append([]string{picture, "-colorspace", "Gray", "-resize", "250%"}, change...)
		if err := exec.Command("convert", append(args, large)...).Run(); err != nil {
			w.t.Fatalf("enlarge the picture: %v", err)
		}
		text, err := exec.Command("tesseract", large, "stdout", "--psm", "11").Output()
		os.Remove(large)
		if err != nil {
			w.t.Fatalf("read the picture: %v", err)
		}
		seen.WriteString(squash(string(text)))
	}
	return seen.String()
}

func squash(text string) string { return strings.Join(strings.Fields(text), "") }
