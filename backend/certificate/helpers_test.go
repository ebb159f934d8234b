package certificate_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
)

var (
	now    = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	portal = uuid.MustParse("5e1d0c2a-7b34-4f6e-9a18-c0ffee260310")
)

// authority is a certificate with its key that can issue others.
type authority struct {
	certificate *x509.Certificate
	key         *rsa.PrivateKey
}

// issue makes a certificate named cn, signed by parent, or by itself where parent is nil.
func issue(t testing.TB, cn string, parent *authority, start time.Time, change ...func(*x509.Certificate)) *authority {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(start.Unix()),
		Subject:      pkix.Name{CommonName: cn},
		NotBefore:    start,
		NotAfter:     start.AddDate(1, 0, 0),
	}
	for _, c := range change {
		c(template)
	}
	signer := &authority{template, key}
	if parent != nil {
		signer = parent
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.certificate, key.Public(), signer.key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{parsed, key}
}

func isCA(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
}

func armour(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func pkcs8(t testing.TB, key crypto.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func join(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func mustRead(t *testing.T, data []byte, password string) certificate.Reading {
	t.Helper()
	r, err := certificate.Read("contoso.file", data, password)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return r
}

// wantInvalid checks that err is fault.Invalid, says want, and has a hint.
func wantInvalid(t *testing.T, err error, want string) {
	t.Helper()
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("got %v, want an invalid fault", err)
	}
	f := fault.Of(err)
	if !strings.Contains(f.Message, want) {
		t.Errorf("message %q does not contain %q", f.Message, want)
	}
	if f.Hint == "" || !strings.HasSuffix(f.Message, ".") {
		t.Errorf("message %q with hint %q is not a sentence with a hint", f.Message, f.Hint)
	}
}
