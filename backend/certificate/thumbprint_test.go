package certificate_test

import (
	"strings"
	"testing"

	"gatehouse/backend/certificate"
)

func TestThumbprint(t *testing.T) {
	// The SHA-1 of "abc" as the standard (FIPS 180) prints it.
	if got := certificate.Thumbprint([]byte("abc")); got != "A9993E364706816ABA3E25717850C26C9CD0D89D" {
		t.Errorf("got %s", got)
	}
}

func TestNormalizeThumbprint(t *testing.T) {
	const want = "A9993E364706816ABA3E25717850C26C9CD0D89D"
	for name, text := range map[string]string{
		"Same":      want,
		"LowerCase": strings.ToLower(want),
		"Spaces":    "a9 99 3e 36 47 06 81 6a ba 3e 25 71 78 50 c2 6c 9c d0 d8 9d\n",
		"Colons":    "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D",
		"Invisible": "\u200e" + want + "\u00a0",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := certificate.NormalizeThumbprint(text); err != nil || got != want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for _, test := range []struct{ name, text, want string }{
		{"ErrEmpty", " \u200e", "is empty"},
		{"ErrShort", want[:38], "38 digits instead of 40"},
		{"ErrLong", want + "A", "41 digits instead of 40"},
		{"ErrSHA256", strings.Repeat("ab", 32), "SHA-256"},
		{"ErrLetter", "O" + want[1:], `'O'`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := certificate.NormalizeThumbprint(test.text)
			wantInvalid(t, err, test.want)
		})
	}
}
