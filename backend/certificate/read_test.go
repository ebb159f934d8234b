package certificate_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
)

func TestRead(t *testing.T) {
	one := issue(t, "portal.contoso.example", nil, now)
	der := one.certificate.Raw
	text := armour("CERTIFICATE", der)
	want := certificate.Thumbprint(der)

	for name, data := range map[string][]byte{
		"PEM":            text,
		"PEMWindowsEnds": bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
		"PEMIndented":    []byte("key: |\n    " + strings.ReplaceAll(string(text), "\n", "\n    ")),
		"PEMWithMark":    append([]byte{0xEF, 0xBB, 0xBF}, text...),
		"PEMUTF16":       utf16le(string(text)),
		"PEMWithProse":   join([]byte("subject=CN = portal.contoso.example\nissuer=itself\n"), text),
		"DER":            der,
		"DERLineBreak":   append(bytes.Clone(der), '\r', '\n'),
		"Base64":         []byte(base64.StdEncoding.EncodeToString(der)),
		"Base64JSON":     []byte(`"` + base64.RawURLEncoding.EncodeToString(der) + `"`),
		"Base64Lines":    text[len("-----BEGIN CERTIFICATE-----\n") : len(text)-len("-----END CERTIFICATE-----\n")],
	} {
		t.Run(name, func(t *testing.T) {
			r := mustRead(t, data, "")
			if r.Certificate.Thumbprint != want || r.Private != nil || r.PrivateNote != "" || r.Others != 0 || r.Choice != certificate.OnlyOne {
				t.Errorf("got %+v", r)
			}
			if r.Certificate.Subject != "CN=portal.contoso.example" || !r.Certificate.Start.Equal(now) || r.Certificate.PublicKey != "RSA 2048" {
				t.Errorf("got %+v", r.Certificate)
			}
		})
	}
	t.Run("Expired", func(t *testing.T) {
		old := issue(t, "old.contoso.example", nil, now.AddDate(-5, 0, 0))
		if r := mustRead(t, old.certificate.Raw, ""); !r.Certificate.End.Equal(now.AddDate(-4, 0, 0)) {
			t.Errorf("end %v", r.Certificate.End)
		}
	})
	t.Run("NoSubject", func(t *testing.T) {
		bare := issue(t, "", nil, now)
		if r := mustRead(t, bare.certificate.Raw, ""); r.Certificate.Subject != "" {
			t.Errorf("subject %q", r.Certificate.Subject)
		}
	})
}

func TestRead_Private(t *testing.T) {
	one, other := issue(t, "a.contoso.example", nil, now), issue(t, "b.contoso.example", nil, now)
	text, key := armour("CERTIFICATE", one.certificate.Raw), pkcs8(t, one.key)
	wrong := armour("PRIVATE KEY", pkcs8(t, other.key))

	for _, test := range []struct {
		name string
		data []byte
		want []byte
		note string
	}{
		{"PKCS8", join(text, armour("PRIVATE KEY", key)), key, ""},
		{"KeyFirst", join(armour("PRIVATE KEY", key), text), key, ""},
		{"PKCS1", join(text, armour("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(one.key))), key, ""},
		{"Several", join(text, wrong, armour("PRIVATE KEY", key)), key, "several"},
		{"OfAnother", join(text, wrong), nil, "belongs to another"},
		{"Encrypted", join(text, armour("ENCRYPTED PRIVATE KEY", key)), nil, "encrypted"},
		{"Unreadable", join(text, armour("PRIVATE KEY", key[:99])), nil, "could not be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := mustRead(t, test.data, "")
			if r.Certificate.Thumbprint != certificate.Thumbprint(one.certificate.Raw) {
				t.Error("another certificate was chosen")
			}
			if !bytes.Equal(r.Private, test.want) {
				t.Errorf("private part: got %d bytes, want %d", len(r.Private), len(test.want))
			}
			if (test.note == "") != (r.PrivateNote == "") || !strings.Contains(r.PrivateNote, test.note) {
				t.Errorf("note %q, want %q", r.PrivateNote, test.note)
			}
		})
	}
}

func TestRead_Choice(t *testing.T) {
	root := issue(t, "Northwind Root", nil, now.AddDate(-3, 0, 0), isCA)
	middle := issue(t, "Northwind Issuing", root, now.AddDate(-2, 0, 0), isCA)
	leaf := issue(t, "portal.northwind.example", middle, now)
	renewed := issue(t, "portal.northwind.example", nil, now.AddDate(1, 0, 0))
	first := issue(t, "portal.northwind.example", nil, now)

	certs := func(all ...*authority) (data []byte) {
		for _, a := range all {
			data = append(data, armour("CERTIFICATE", a.certificate.Raw)...)
		}
		return data
	}
	for _, test := range []struct {
		name   string
		data   []byte
		want   *authority
		how    certificate.Choice
		others int
	}{
		{"Chain", certs(leaf, middle, root), leaf, certificate.EndOfChain, 2},
		{"ChainTurned", certs(root, middle, leaf), leaf, certificate.EndOfChain, 2},
		{"ChainInDER", join(root.certificate.Raw, leaf.certificate.Raw, middle.certificate.Raw), leaf, certificate.EndOfChain, 2},
		{"Twice", certs(leaf, leaf), leaf, certificate.OnlyOne, 0},
		{"Renewal", certs(renewed, first), renewed, certificate.Latest, 1},
		{"AuthorityBesideLeaf", certs(issue(t, "Fabrikam Root", nil, now.AddDate(5, 0, 0), isCA), first), first, certificate.Latest, 1},
		{"ByPrivatePart", join(certs(leaf, middle, root), armour("PRIVATE KEY", pkcs8(t, middle.key))), middle, certificate.ByPrivatePart, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := mustRead(t, test.data, "")
			if r.Certificate.Thumbprint != certificate.Thumbprint(test.want.certificate.Raw) {
				t.Errorf("chose %s from %v", r.Certificate.Subject, r.Certificate.Start)
			}
			if r.Choice != test.how || r.Others != test.others {
				t.Errorf("choice %s, others %d; want %s, %d", r.Choice, r.Others, test.how, test.others)
			}
		})
	}
}

func TestRead_Refused(t *testing.T) {
	one := issue(t, "portal.contoso.example", nil, now)
	der := one.certificate.Raw
	text := armour("CERTIFICATE", der)
	key := pkcs8(t, one.key)
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "x"}}, one.key)
	if err != nil {
		t.Fatal(err)
	}
	turned := issue(t, "turned.contoso.example", nil, now, func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) })
	damaged := bytes.Clone(der)
	damaged[4] = 0x31 // the signed part is a set instead of a sequence

	for _, test := range []struct {
		name string
		data []byte
		want string
		line int
	}{
		{"ErrEmpty", nil, "contoso.pem is empty", 0},
		{"ErrBlank", []byte(" \r\n"), "is empty", 0},
		{"ErrTooLarge", make([]byte, 1<<20+1), "too large", 0},
		{"ErrText", []byte("Dear administrator, here is the certificate."), "holds no certificate", 0},
		{"ErrBase64OfNothing", []byte("SGVsbG8="), "holds no certificate", 0},
		{"ErrPrivateOnly", armour("PRIVATE KEY", key), "holds a private key but no certificate", 0},
		{"ErrPrivateOnlyDER", key, "holds a private key but no certificate", 0},
		{"ErrPrivateOnlyEncrypted", armour("ENCRYPTED PRIVATE KEY", key), "holds a private key but no certificate", 0},
		{"ErrRequest", armour("CERTIFICATE REQUEST", request), "certificate request", 0},
		{"ErrRequestDER", request, "certificate request", 0},
		{"ErrCollection", armour("PKCS7", []byte{0x30, 0}), "PKCS #7", 0},
		{"ErrOtherPEM", armour("PUBLIC KEY", []byte{0x30, 0}), "holds no certificate", 0},
		{"ErrCutDER", der[:len(der)-10], "cut short", 0},
		{"ErrCutPEM", text[:len(text)-40], "begins in line 1 is cut short", 1},
		{"ErrCutPEMInChain", join([]byte("Chain\n"), text[:100], text), "begins in line 2 is cut short", 2},
		{"ErrDamagedDER", damaged, "no certificate that can be read", 0},
		{"ErrDamagedPEM", armour("CERTIFICATE", damaged), "begins in line 1 is damaged", 1},
		{"ErrBER", []byte{0x30, 0x80, 0, 0}, "older form", 0},
		{"ErrEndBeforeStart", turned.certificate.Raw, "which is not after its start", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := certificate.Read("contoso.pem", test.data, "")
			wantInvalid(t, err, test.want)
			if !strings.Contains(fault.Of(err).Message, "contoso.pem") {
				t.Errorf("message %q does not name the file", fault.Of(err).Message)
			}
			if got := fault.Of(err).Place.Line; got != test.line {
				t.Errorf("line %d, want %d", got, test.line)
			}
		})
	}
	t.Run("ErrEntered", func(t *testing.T) {
		_, err := certificate.Read("", []byte("?"), "")
		wantInvalid(t, err, "The text holds no certificate")
	})
}

func utf16le(text string) []byte {
	data := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(text)) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	return data
}

// FuzzRead promises: no panic, an error is an invalid fault, and what was read is complete.
func FuzzRead(f *testing.F) {
	one := issue(f, "portal.contoso.example", nil, now)
	text := armour("CERTIFICATE", one.certificate.Raw)
	f.Add(text, "")
	f.Add(join(text, armour("PRIVATE KEY", pkcs8(f, one.key))), "")
	f.Add(one.certificate.Raw, "")
	f.Add([]byte(base64.StdEncoding.EncodeToString(one.certificate.Raw)), "")
	f.Add(utf16le(string(text)), "")
	for _, encoder := range encoders {
		f.Add(pfx(f, encoder, one, one, "secret"), "secret")
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		r, err := certificate.Read("fuzz", data, password)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("not an invalid fault: %v", err)
			}
			return
		}
		if len(r.Certificate.Thumbprint) != 40 || len(r.Certificate.DER) == 0 || !r.Certificate.End.After(r.Certificate.Start) {
			t.Fatalf("incomplete: %+v", r.Certificate)
		}
	})
}
