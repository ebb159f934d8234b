// Coldstart measures the time from starting a process to its first painted screen, for the admin center with the
// sample organization and for an empty window of the same library, by turns on the same machine, and prints the ratio.
//
// Usage: coldstart [-runs N] EMPTYWINDOW GATEHOUSE
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"gatehouse/app/wiring"
	"gatehouse/backend/vault"
)

// ratioToReach is how much longer the first meaningful paint may take than an empty window's.
const ratioToReach = 1.3

func main() {
	runs := flag.Int("runs", 15, "how often each program is started")
	flag.Parse()
	if flag.NArg() != 2 || *runs < 1 {
		fmt.Fprintln(os.Stderr, "usage: coldstart [-runs N] EMPTYWINDOW GATEHOUSE")
		os.Exit(2)
	}
	if err := compare(flag.Arg(0), flag.Arg(1), *runs); err != nil {
		fmt.Fprintln(os.Stderr, "coldstart:", err)
		os.Exit(1)
	}
}

func compare(empty, full string, runs int) error {
	folder, err := os.MkdirTemp("", "coldstart")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := fill(folder); err != nil {
		return err
	}
	var emptyTimes, fullTimes []time.Duration
	for run := range runs + 1 {
		e, err := start(empty)
		if err != nil {
			return err
		}
		f, err := start(full, "--data", folder)
		if err != nil {
			return err
		}
		if run == 0 {
			continue // warms the file cache for both
		}
		emptyTimes, fullTimes = append(emptyTimes, e), append(fullTimes, f)
	}
	e, f := median(emptyTimes), median(fullTimes)
	ratio := float64(f) / float64(e)
	fmt.Printf("empty window    median %6.0f ms  of %d\n", float64(e)/1e6, runs)
	fmt.Printf("admin center    median %6.0f ms  of %d\n", float64(f)/1e6, runs)
	fmt.Printf("ratio           %.2f (to reach: at most %.1f)\n", ratio, ratioToReach)
	return nil
}

func fill(folder string) error {
	ctx := context.Background()
	program, err := wiring.Open(ctx, folder, wiring.Options{Version: "bench", KeyStore: vault.PreferSealed})
	if err != nil {
		return err
	}
	return errors.Join(program.Sample.Load(ctx), program.Close())
}

// start runs a program until it says that its first screen is painted.
func start(program string, args ...string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	stderr, err := command.StderrPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		return 0, err
	}
	defer command.Wait()
	defer command.Process.Kill()
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "first screen painted") {
			return time.Since(began), nil
		}
	}
	return 0, fmt.Errorf("%s did not say that it painted", program)
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
