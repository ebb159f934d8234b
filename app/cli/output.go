package cli

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// formatFlag adds the flag that chooses how the result is written.
func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "text", "how to write the result: text, json")
}

func checkFormat(format string) error { return oneOf("format", format, []string{"json", "text"}) }

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// stamp renders a time for programs: RFC 3339, UTC. The zero time is null.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return new(t.UTC().Format(time.RFC3339Nano))
}

// orNull is a text, or null where it is empty.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// minute renders a time for people.
func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

// moment is what --at says, usual where it is not given.
func moment(text string, usual time.Time) (time.Time, error) { return flagMoment("--at", text, usual) }

// flagMoment is the moment that a flag says, usual where it is not given.
func flagMoment(flag, text string, usual time.Time) (time.Time, error) {
	if text == "" {
		return usual, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, usage("Write date, time and zone, as in 2030-01-31T12:00:00Z.", "The flag %q cannot be %q.", flag, text)
	}
	return at.UTC(), nil
}

// span reads a length of time: 30d, 12h. A day is 24 hours, as in the schedule of reminders.
func span(flag, text string) (time.Duration, error) {
	units := map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour}
	if len(text) > 1 {
		unit, known := units[text[len(text)-1:]]
		n, err := strconv.Atoi(strings.TrimSpace(text[:len(text)-1]))
		if known && err == nil && n >= 0 && n <= 10_000 {
			return time.Duration(n) * unit, nil
		}
	}
	return 0, usage("Write days or hours, as in 30d or 12h.", "The flag %q cannot be %q.", "--"+flag, text)
}
