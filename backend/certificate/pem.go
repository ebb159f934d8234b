package certificate

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"

	"gatehouse/backend/fault"
)

// Notes on private parts that are left aside. The private part is never required, so none of these is an error.
const (
	noteEncrypted  = "The private part in the file is encrypted and was left aside."
	noteUnreadable = "The private part in the file could not be read and was left aside."
	noteSeveral    = "The file has several private parts; only the one of the chosen certificate was taken."
)

// block is one armoured part of a PEM file.
type block struct {
	pem.Block
	line int // of its first line, counted from 1
}

// readPEM takes the certificates and the private part out of a PEM file and ignores what else it holds, such as
// parameters and the text tools write around the parts.
func (f file) readPEM(data []byte) (content, error) {
	blocks, err := f.blocks(data)
	if err != nil {
		return content{}, err
	}
	var found content
	var keys []crypto.PrivateKey
	var request, private, collection bool
	for _, b := range blocks {
		switch b.Type {
		case "CERTIFICATE", "X509 CERTIFICATE":
			c, err := x509.ParseCertificate(b.Bytes)
			if err != nil {
				return content{}, f.damaged(b.line, "is damaged").Because(err)
			}
			found.certificates = append(found.certificates, c)
		case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
			request = true
		case "PKCS7", "CMS":
			collection = true
		case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY":
			private = true
			key, note := privateOf(b)
			if key != nil {
				keys = append(keys, key)
			}
			found.note = note
		}
	}
	if len(found.certificates) == 0 {
		switch {
		case request:
			return content{}, f.isRequest()
		case private:
			return content{}, f.isPrivate()
		case collection:
			return content{}, f.isCollection()
		}
		return content{}, fault.New(fault.Invalid, "%s holds no certificate.", f.subject).
			WithHint("A certificate in PEM form begins with the line -----BEGIN CERTIFICATE-----.")
	}
	found.private = matching(keys, found.certificates)
	if found.private != nil {
		found.note = ""
		if len(keys) > 1 {
			found.note = noteSeveral
		}
	} else if len(keys) > 0 {
		found.private = keys[0]
	}
	return found, nil
}

// blocks splits a PEM file. Each part is decoded on its own: the decoder skips a part it cannot read, and a chain
// that lost one silently would be another chain.
func (f file) blocks(data []byte) ([]block, error) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	lines := strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
	var starts []int
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line) // copied out of an indented text
		if strings.HasPrefix(lines[i], "-----BEGIN ") {
			starts = append(starts, i)
		}
	}
	var blocks []block
	for n, start := range starts {
		end := len(lines)
		if n+1 < len(starts) {
			end = starts[n+1]
		}
		decoded, _ := pem.Decode([]byte(strings.Join(lines[start:end], "\n") + "\n"))
		if decoded == nil {
			return nil, f.damaged(start+1, "is cut short or altered")
		}
		blocks = append(blocks, block{Block: *decoded, line: start + 1})
	}
	return blocks, nil
}

func (f file) damaged(line int, how string) *fault.Fault {
	return fault.New(fault.Invalid, "In %s, the part that begins in line %d %s.", f.place(), line, how).
		At(f.name, line).
		WithHint("Export the certificate again, and copy it with its BEGIN and END lines.")
}

// privateOf reads a private key, or says why it is left aside.
func privateOf(b block) (crypto.PrivateKey, string) {
	if b.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(b.Headers["Proc-Type"], "ENCRYPTED") {
		return nil, noteEncrypted
	}
	key, err := parsePrivate(b.Bytes)
	if err != nil {
		return nil, noteUnreadable
	}
	return key, ""
}

var errNoPrivate = errors.New("not a private key")

// parsePrivate reads a private key in any of the three usual forms. The parsers' own errors are dropped: nothing
// about the bytes of a private key belongs into a log.
func parsePrivate(der []byte) (crypto.PrivateKey, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, errNoPrivate
}

// matching is the first key that belongs to one of the certificates, nil where none does.
func matching(keys []crypto.PrivateKey, certificates []*x509.Certificate) crypto.PrivateKey {
	for _, key := range keys {
		for _, c := range certificates {
			if belongs(key, c) {
				return key
			}
		}
	}
	return nil
}

func (f file) isRequest() error {
	return fault.New(fault.Invalid, "%s holds a certificate request, not a certificate.", f.subject).
		WithHint("Choose the certificate that was issued for the request.")
}

func (f file) isPrivate() error {
	return fault.New(fault.Invalid, "%s holds a private key but no certificate.", f.subject).
		WithHint("Choose the file with the certificate. The private key is not needed.")
}

func (f file) isCollection() error {
	return fault.New(fault.Invalid, "%s is a PKCS #7 collection, which Gatehouse does not read.", f.subject).
		WithHint("Open it, and export the one certificate as a CER or PEM file.")
}
