// Package certificate makes and reads the certificates that authentication keys are.
//
// Here belong: making a new key pair with its certificate, finding the one certificate that matters in whatever file
// an administrator has at hand, and writing thumbprints the one way everybody compares them. It works on bytes: it
// opens no file, talks to no key store and is told what time it is. When a key falls due belongs to package renewal,
// and where private parts are kept belongs to package vault.
//
// Private parts and passwords never enter an error.
package certificate

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

const (
	validYears = 2    // how long a key made here lasts
	keyBits    = 2048 // of a key made here, and the least that is not warned about
	serialBits = 127  // the standards ask for 64 at least and allow 159
)

// Certificate is what is worth knowing of one X.509 certificate.
type Certificate struct {
	DER        []byte    // as it is uploaded and stored
	Thumbprint string    // SHA-1 of DER: 40 upper-case hex digits
	Subject    string    // for example "CN=Microsoft CRM Portals 6f0c…"; may be empty
	Issuer     string    // equal to Subject where the certificate is self-signed
	Serial     string    // upper-case hex digits
	PublicKey  string    // kind and size, for example "RSA 2048"
	Start      time.Time // UTC, inclusive
	End        time.Time // UTC; at this instant the certificate is expired

	publicBits int // 0 for other kinds than RSA
}

// Pair is a certificate with the private part that belongs to it.
type Pair struct {
	Certificate Certificate
	Private     []byte // PKCS#8 DER, not encrypted; give it to the vault and nowhere else
}

// New makes a self-signed certificate over a new RSA 2048 key for a portal, valid for two years from now.
// It needs the system's source of randomness and nothing else; an error is a defect.
func New(now time.Time, portalID uuid.UUID) (Pair, error) {
	if portalID == uuid.Nil {
		return Pair{}, errors.New("make certificate: no portal id")
	}
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: generate key: %w", err)
	}
	serial, err := newSerial()
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: choose serial number: %w", err)
	}
	// Certificates count whole seconds, so the start is cut to one here rather than silently by the encoder.
	start := now.UTC().Truncate(time.Second)
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: portal.ApplicationName + " " + portalID.String()},
		NotBefore:             start,
		NotAfter:              start.AddDate(validYears, 0, 0),
		SignatureAlgorithm:    x509.SHA256WithRSA,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: sign: %w", err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: read back: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return Pair{}, fmt.Errorf("make certificate: encode private part: %w", err)
	}
	return Pair{Certificate: describe(parsed), Private: private}, nil
}

// newSerial draws a positive serial number whose top bit is set, so that it always has its full length.
func newSerial() (*big.Int, error) {
	low, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), serialBits-1))
	if err != nil {
		return nil, err
	}
	return low.SetBit(low, serialBits-1, 1), nil
}

// describe takes over what is worth knowing. The bytes are copied: the parser's share the memory of a whole file.
func describe(c *x509.Certificate) Certificate {
	kind, bits := publicKey(c)
	return Certificate{
		DER:        bytes.Clone(c.Raw),
		Thumbprint: Thumbprint(c.Raw),
		Subject:    c.Subject.String(),
		Issuer:     c.Issuer.String(),
		Serial:     fmt.Sprintf("%X", c.SerialNumber),
		PublicKey:  kind,
		Start:      c.NotBefore.UTC(),
		End:        c.NotAfter.UTC(),
		publicBits: bits,
	}
}

func publicKey(c *x509.Certificate) (description string, rsaBits int) {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", key.N.BitLen()), key.N.BitLen()
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Curve.Params().Name, 0
	case ed25519.PublicKey:
		return "Ed25519", 0
	}
	if c.PublicKeyAlgorithm == x509.UnknownPublicKeyAlgorithm {
		return "of an unknown kind", 0
	}
	return c.PublicKeyAlgorithm.String(), 0
}

// WarningCode says what a warning is about.
type WarningCode string

// The warnings a certificate can carry.
const (
	Expired     WarningCode = "expired"
	NotYetValid WarningCode = "not-yet-valid"
	WeakKey     WarningCode = "weak-key"
)

// Warning is something the person should know before the certificate is used. It never stands in the way.
type Warning struct {
	Code    WarningCode
	Message string // one sentence
}

// Check looks for what is wrong with the certificate at a moment. An expired certificate is a warning only: it can
// still be imported, so that the person sees the state its portal is in. An end that is not after the start is
// fault.Invalid.
func (c Certificate) Check(now time.Time) ([]Warning, error) {
	if err := c.checkPeriod("The certificate"); err != nil {
		return nil, err
	}
	var warnings []Warning
	if !now.Before(c.End) {
		warnings = append(warnings, Warning{Expired, fmt.Sprintf("The certificate expired on %s.", moment(c.End))})
	}
	if now.Before(c.Start) {
		warnings = append(warnings, Warning{NotYetValid, fmt.Sprintf("The certificate is not valid before %s.", moment(c.Start))})
	}
	if c.publicBits > 0 && c.publicBits < keyBits {
		warnings = append(warnings, Warning{WeakKey, fmt.Sprintf("The certificate's key is short: %s, where at least RSA %d is usual.", c.PublicKey, keyBits)})
	}
	return warnings, nil
}

func (c Certificate) checkPeriod(subject string) error {
	if c.End.After(c.Start) {
		return nil
	}
	return fault.New(fault.Invalid, "%s ends on %s, which is not after its start on %s.", subject, moment(c.End), moment(c.Start)).
		WithHint("Ask whoever issued the certificate for a new one.")
}

// moment writes a time for a sentence.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Credential is the certificate as an application record holds it: its public part under a key id.
func (c Certificate) Credential(keyID uuid.UUID, source portal.KeySource, now time.Time) portal.KeyCredential {
	return portal.KeyCredential{
		KeyID:       keyID,
		DisplayName: cmp.Or(c.Subject, c.Thumbprint), // a subject may be empty, a name on screen may not
		Thumbprint:  c.Thumbprint,
		Start:       c.Start,
		End:         c.End,
		DER:         bytes.Clone(c.DER),
		Source:      source,
		AddedAt:     now.UTC(),
	}
}
