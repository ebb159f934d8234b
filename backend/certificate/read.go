package certificate

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"gatehouse/backend/fault"
)

// maxFile is far above any file with certificates and far below one that was picked by mistake. Bytes.
const maxFile = 1 << 20

// ErrPassword is in the chain of the error Read returns when a PFX file needs a password or another one than given,
// so that the caller can ask for it.
var ErrPassword = errors.New("password needed or wrong")

// Reading is what a file told.
type Reading struct {
	Certificate Certificate
	Choice      Choice // how the certificate was chosen
	Others      int    // further certificates in the file
	Private     []byte // PKCS#8 DER of the matching private part; nil where the file has none, or none that is usable
	PrivateNote string // a sentence for the person where the file has a private part that was left aside; else empty
}

// Read finds the certificate in the content of a file: PEM (a certificate, a chain, a bundle with the private part),
// DER (also known as CER), PFX (PKCS#12), or the base64 text of any of the last two, as directories hand it out.
//
// The private part is never required and is returned only where it belongs to the certificate. The name is used in
// messages; where it is empty they speak of the text that was entered. The password matters for PFX files alone.
//
// Every error is fault.Invalid; for a PFX file that needs a password or another one, errors.Is(err, ErrPassword).
func Read(name string, data []byte, password string) (Reading, error) {
	f := file{subject: "The file " + name, name: name, password: password}
	if name == "" {
		f.subject = "The text"
	}
	if len(data) > maxFile {
		return Reading{}, fault.New(fault.Invalid, "%s is too large for a certificate: more than 1 MiB.", f.subject).
			WithHint("Choose the file with the certificate.")
	}
	data = plainText(data)
	if len(bytes.TrimSpace(data)) == 0 {
		return Reading{}, fault.New(fault.Invalid, "%s is empty.", f.subject).
			WithHint("Export the certificate again.")
	}
	found, err := f.read(data)
	if err != nil {
		return Reading{}, err
	}
	reading, err := found.reading()
	if err != nil {
		return Reading{}, err
	}
	if err := reading.Certificate.checkPeriod("The certificate in " + f.place()); err != nil {
		return Reading{}, err
	}
	return reading, nil
}

// file is what the readers of the formats need to know for their messages.
type file struct {
	subject  string // begins a sentence: "The file contoso.pem"
	name     string
	password string
}

// place is the file's name inside a sentence.
func (f file) place() string {
	if f.name == "" {
		return "the text"
	}
	return f.name
}

// content is what a format reader found, before the certificate is chosen.
type content struct {
	certificates []*x509.Certificate
	private      crypto.PrivateKey // nil where there is none
	note         string            // why a private part was left aside
}

func (f file) read(data []byte) (content, error) {
	switch {
	case bytes.Contains(data, []byte("-----BEGIN ")):
		return f.readPEM(data)
	case data[0] == derSequence:
		return f.readDER(data)
	}
	if der, ok := decodeBase64(data); ok && len(der) > 0 && der[0] == derSequence {
		return f.readDER(der)
	}
	return content{}, fault.New(fault.Invalid, "%s holds no certificate.", f.subject).
		WithHint("Choose a certificate as PEM, CER or PFX file.")
}

// reading chooses the certificate and keeps the private part where it belongs to it.
func (c content) reading() (Reading, error) {
	chosen, how, others := choose(c.certificates, c.private)
	r := Reading{Certificate: describe(chosen), Choice: how, Others: others, PrivateNote: c.note}
	if c.private == nil {
		return r, nil
	}
	if !belongs(c.private, chosen) {
		r.PrivateNote = "The private part in the file belongs to another certificate and was left aside."
		return r, nil
	}
	private, err := x509.MarshalPKCS8PrivateKey(c.private)
	if err != nil {
		return Reading{}, fmt.Errorf("encode private part: %w", err)
	}
	r.Private = private
	return r, nil
}

// belongs reports whether a private key is the other half of a certificate's public key.
func belongs(private crypto.PrivateKey, c *x509.Certificate) bool {
	signer, ok := private.(crypto.Signer)
	if !ok {
		return false
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(c.PublicKey)
}

// plainText drops a byte order mark and turns UTF-16, which Windows shells like to write, into UTF-8.
// Content without a mark comes back as it is.
func plainText(data []byte) []byte {
	if rest, ok := bytes.CutPrefix(data, []byte{0xEF, 0xBB, 0xBF}); ok {
		return rest
	}
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for rest := data[2:]; len(rest) >= 2; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}

// decodeBase64 reads base64 in either alphabet, padded or not, broken into lines or not, and in quotes as it comes
// out of a JSON answer.
func decodeBase64(data []byte) ([]byte, bool) {
	text := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '"':
			return -1
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, string(data))
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	return der, err == nil
}
