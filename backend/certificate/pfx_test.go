package certificate_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
)

// encoders are the protections PFX files come with, with few repetitions for speed.
var encoders = map[string]*pkcs12.Encoder{
	"LegacyRC2": pkcs12.LegacyRC2.WithIterations(10),
	"LegacyDES": pkcs12.LegacyDES.WithIterations(10),
	"AES":       pkcs12.Modern2023.WithIterations(10),
	"AESMAC1":   pkcs12.Modern2026.WithIterations(10),
}

func pfx(t testing.TB, encoder *pkcs12.Encoder, key, leaf *authority, password string, chain ...*x509.Certificate) []byte {
	t.Helper()
	data, err := encoder.Encode(key.key, leaf.certificate, chain, password)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRead_PFX(t *testing.T) {
	root := issue(t, "Northwind Root", nil, now, isCA)
	leaf := issue(t, "portal.northwind.example", root, now)
	other := issue(t, "other.northwind.example", root, now)
	want, private := certificate.Thumbprint(leaf.certificate.Raw), pkcs8(t, leaf.key)

	check := func(t *testing.T, data []byte, password string, others int) {
		t.Helper()
		r := mustRead(t, data, password)
		if r.Certificate.Thumbprint != want || !bytes.Equal(r.Private, private) || r.Others != others {
			t.Errorf("chose %s with %d bytes of private part and %d others", r.Certificate.Subject, len(r.Private), r.Others)
		}
	}
	for name, encoder := range encoders {
		t.Run(name, func(t *testing.T) {
			check(t, pfx(t, encoder, leaf, leaf, "Mühle-7", root.certificate), "Mühle-7", 1)
		})
	}
	t.Run("Base64", func(t *testing.T) {
		data := pfx(t, encoders["AES"], leaf, leaf, "pw")
		check(t, []byte(base64.StdEncoding.EncodeToString(data)), "pw", 0)
	})
	t.Run("EmptyPassword", func(t *testing.T) {
		check(t, pfx(t, encoders["LegacyDES"], leaf, leaf, ""), "", 0)
	})
	t.Run("NoProtection", func(t *testing.T) {
		check(t, pfx(t, pkcs12.Passwordless, leaf, leaf, ""), "", 0)
	})
	t.Run("NoProtectionButPassword", func(t *testing.T) {
		check(t, pfx(t, pkcs12.Passwordless, leaf, leaf, ""), "typed needlessly", 0)
	})
	t.Run("LeafNotFirst", func(t *testing.T) {
		check(t, pfx(t, encoders["AES"], leaf, root, "pw", leaf.certificate), "pw", 1)
	})

	for name, encoder := range encoders {
		data := pfx(t, encoder, leaf, leaf, "right")
		t.Run("ErrNeedsPassword"+name, func(t *testing.T) {
			_, err := certificate.Read("northwind.pfx", data, "")
			wantInvalid(t, err, "protected with a password")
			if !errors.Is(err, certificate.ErrPassword) {
				t.Error("the caller cannot tell that a password is needed")
			}
		})
		t.Run("ErrWrongPassword"+name, func(t *testing.T) {
			_, err := certificate.Read("northwind.pfx", data, "hunter-two")
			wantInvalid(t, err, "The password does not open northwind.pfx")
			if !errors.Is(err, certificate.ErrPassword) {
				t.Error("the caller cannot tell that the password is wrong")
			}
			if strings.Contains(err.Error()+fault.Of(err).Hint, "hunter-two") {
				t.Error("the password is in the error")
			}
		})
	}
	t.Run("ErrOtherKey", func(t *testing.T) {
		_, err := certificate.Read("northwind.pfx", pfx(t, encoders["AES"], other, leaf, "pw"), "pw")
		wantInvalid(t, err, "belongs to none of its certificates")
	})
	t.Run("ErrCutShort", func(t *testing.T) {
		data := pfx(t, encoders["AES"], leaf, leaf, "pw")
		_, err := certificate.Read("northwind.pfx", data[:len(data)/2], "pw")
		wantInvalid(t, err, "cut short")
	})
	t.Run("NoPrivatePart", func(t *testing.T) {
		data, err := encoders["AES"].EncodeTrustStore([]*x509.Certificate{root.certificate, leaf.certificate}, "pw")
		if err != nil {
			t.Fatal(err)
		}
		r := mustRead(t, data, "pw")
		if r.Certificate.Thumbprint != want || r.Private != nil || r.Choice != certificate.EndOfChain {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("ErrDamaged", func(t *testing.T) {
		data := pfx(t, pkcs12.Passwordless, leaf, leaf, "")
		at := bytes.Index(data, leaf.certificate.Raw)
		if at < 0 {
			t.Fatal("the certificate is not where it is expected")
		}
		data[at] = 0x31 // a set instead of a sequence
		_, err := certificate.Read("northwind.pfx", data, "")
		wantInvalid(t, err, "cannot be read")
		if errors.Is(err, certificate.ErrPassword) {
			t.Error("asks for a password that would not help")
		}
	})
	t.Run("ErrTooMuchWork", func(t *testing.T) {
		huge := pfx(t, pkcs12.LegacyDES.WithIterations(2_000_001), leaf, leaf, "pw")
		_, err := certificate.Read("northwind.pfx", huge, "pw")
		wantInvalid(t, err, "more work")
	})
}
