package certificate

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"unicode"

	"gatehouse/backend/fault"
)

// Digits in the two thumbprints people meet: ours, and the one some tools show beside it.
const (
	sha1Digits   = 40
	sha256Digits = 64
)

// Thumbprint is the SHA-1 of a certificate as the admin centers show it: 40 upper-case hex digits.
// SHA-1 serves as a name here, not as protection.
func Thumbprint(der []byte) string {
	sum := sha1.Sum(der)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// NormalizeThumbprint brings a thumbprint as people copy it, with spaces, colons or lower-case letters, into the form
// Thumbprint writes. Certificate dialogs put an invisible mark in front of the first digit, which is dropped as well.
// Anything else is fault.Invalid with a message that names what is wrong.
func NormalizeThumbprint(text string) (string, error) {
	var digits strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == ':', r == '-':
			continue
		case r >= '0' && r <= '9', r >= 'A' && r <= 'F':
			digits.WriteRune(r)
		case r >= 'a' && r <= 'f':
			digits.WriteRune(unicode.ToUpper(r))
		default:
			return "", fault.New(fault.Invalid, "The thumbprint contains %q, which is not a hexadecimal digit.", r).
				WithHint("A thumbprint has the digits 0 to 9 and the letters A to F.")
		}
	}
	switch n := digits.Len(); n {
	case sha1Digits:
		return digits.String(), nil
	case 0:
		return "", fault.New(fault.Invalid, "The thumbprint is empty.").
			WithHint("Copy the %d digits from the admin center or the certificate dialog.", sha1Digits)
	case sha256Digits:
		return "", fault.New(fault.Invalid, "This is a SHA-256 thumbprint with %d digits; the SHA-1 thumbprint with %d digits is needed.", n, sha1Digits).
			WithHint("Copy the thumbprint, not the SHA-256 fingerprint, of the certificate.")
	default:
		return "", fault.New(fault.Invalid, "The thumbprint has %d digits instead of %d.", n, sha1Digits).
			WithHint("Copy the whole thumbprint again.")
	}
}
