package certificate_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/certificate"
	portals "gatehouse/backend/portal"
)

func TestNew(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		local := time.Date(2026, 3, 10, 13, 0, 0, 987_654_321, time.FixedZone("CET", 3600))
		pair, err := certificate.New(local, portal)
		if err != nil {
			t.Fatal(err)
		}
		c := pair.Certificate
		if c.Subject != "CN=Microsoft CRM Portals "+portal.String() || c.Issuer != c.Subject {
			t.Errorf("subject %q, issuer %q", c.Subject, c.Issuer)
		}
		if !c.Start.Equal(now) || !c.End.Equal(now.AddDate(2, 0, 0)) {
			t.Errorf("valid %v to %v", c.Start, c.End)
		}
		if c.Start.Location() != time.UTC || c.End.Location() != time.UTC {
			t.Errorf("times are not in UTC: %v, %v", c.Start, c.End)
		}
		if c.PublicKey != "RSA 2048" || c.Thumbprint != certificate.Thumbprint(c.DER) || len(c.Serial) < 16 {
			t.Errorf("key %q, thumbprint %q, serial %q", c.PublicKey, c.Thumbprint, c.Serial)
		}

		parsed, err := x509.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		if parsed.SignatureAlgorithm != x509.SHA256WithRSA || parsed.KeyUsage != x509.KeyUsageDigitalSignature || parsed.IsCA {
			t.Errorf("signature %v, usage %v, authority %v", parsed.SignatureAlgorithm, parsed.KeyUsage, parsed.IsCA)
		}
		if len(parsed.ExtKeyUsage) != 1 || parsed.ExtKeyUsage[0] != x509.ExtKeyUsageClientAuth {
			t.Errorf("extended usage %v", parsed.ExtKeyUsage)
		}
		if err := parsed.CheckSignature(parsed.SignatureAlgorithm, parsed.RawTBSCertificate, parsed.Signature); err != nil {
			t.Errorf("signature: %v", err)
		}
		private, err := x509.ParsePKCS8PrivateKey(pair.Private)
		if err != nil {
			t.Fatal(err)
		}
		if !private.(*rsa.PrivateKey).PublicKey.Equal(parsed.PublicKey) {
			t.Error("the private part belongs to another certificate")
		}
	})
	t.Run("NeverTheSame", func(t *testing.T) {
		a, errA := certificate.New(now, portal)
		b, errB := certificate.New(now, portal)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if a.Certificate.Serial == b.Certificate.Serial || bytes.Equal(a.Private, b.Private) {
			t.Error("two keys share their serial number or private part")
		}
	})
	t.Run("ErrNoPortal", func(t *testing.T) {
		if _, err := certificate.New(now, uuid.Nil); err == nil {
			t.Error("a key for no portal was made")
		}
	})
}

func TestCertificate_Check(t *testing.T) {
	pair, err := certificate.New(now, portal)
	if err != nil {
		t.Fatal(err)
	}
	c := pair.Certificate
	for _, test := range []struct {
		name string
		at   time.Time
		want []certificate.WarningCode
	}{
		{"OK", now, nil},
		{"LastSecond", c.End.Add(-time.Second), nil},
		{"Expired", c.End, []certificate.WarningCode{certificate.Expired}},
		{"NotYetValid", now.Add(-time.Second), []certificate.WarningCode{certificate.NotYetValid}},
	} {
		t.Run(test.name, func(t *testing.T) {
			warnings, err := c.Check(test.at)
			if err != nil {
				t.Fatal(err)
			}
			var codes []certificate.WarningCode
			for _, w := range warnings {
				codes = append(codes, w.Code)
			}
			if len(codes) != len(test.want) || len(codes) == 1 && codes[0] != test.want[0] {
				t.Errorf("got %v, want %v", codes, test.want)
			}
		})
	}
	t.Run("ErrEndBeforeStart", func(t *testing.T) {
		turned := c
		turned.Start, turned.End = c.End, c.Start
		_, err := turned.Check(now)
		wantInvalid(t, err, "2026-03-10 12:00:00 UTC, which is not after its start on 2028-03-10 12:00:00 UTC")
	})
}

func TestCertificate_Credential(t *testing.T) {
	pair, err := certificate.New(now, portal)
	if err != nil {
		t.Fatal(err)
	}
	c, id := pair.Certificate, uuid.New()
	k := c.Credential(id, portals.Generated, now.In(time.FixedZone("CET", 3600)))
	if k.KeyID != id || k.DisplayName != c.Subject || k.Thumbprint != c.Thumbprint || k.Source != portals.Generated {
		t.Errorf("got %+v", k)
	}
	if !k.Start.Equal(c.Start) || !k.End.Equal(c.End) || k.AddedAt != now || k.PrivateName != "" {
		t.Errorf("start %v, end %v, added %v, private name %q", k.Start, k.End, k.AddedAt, k.PrivateName)
	}
	k.DER[0] = 0
	if c.DER[0] == 0 {
		t.Error("the credential shares the certificate's bytes")
	}
}
