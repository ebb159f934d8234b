package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"

	"gatehouse/backend/fault"
)

// derSequence is the first byte of everything read here.
const derSequence = 0x30

var (
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
)

// readDER tells apart what comes in DER: certificates, PFX files, and what people choose by mistake.
func (f file) readDER(data []byte) (content, error) {
	if len(data) > 1 && data[1] == 0x80 {
		return content{}, fault.New(fault.Invalid, "%s is written in an older form (BER) that Gatehouse does not read.", f.subject).
			WithHint("Export the certificate alone as a CER or PEM file.")
	}
	var outer asn1.RawValue
	rest, err := asn1.Unmarshal(data, &outer)
	if err != nil {
		return content{}, fault.New(fault.Invalid, "%s is cut short or altered: its length does not fit its content.", f.subject).
			WithHint("Copy or export the file again.").Because(err)
	}
	if isPFX(outer.Bytes) {
		return f.readPFX(outer.FullBytes)
	}
	if len(bytes.TrimSpace(rest)) == 0 {
		data = outer.FullBytes // editors and shells leave a line break at the end
	}
	certificates, err := x509.ParseCertificates(data) // several may follow one another
	if err == nil {
		return content{certificates: certificates}, nil
	}
	var kind asn1.ObjectIdentifier
	if _, kindErr := asn1.Unmarshal(outer.Bytes, &kind); kindErr == nil && kind.Equal(oidSignedData) {
		return content{}, f.isCollection()
	}
	if _, requestErr := x509.ParseCertificateRequest(outer.FullBytes); requestErr == nil {
		return content{}, f.isRequest()
	}
	if _, privateErr := parsePrivate(outer.FullBytes); privateErr == nil {
		return content{}, f.isPrivate()
	}
	return content{}, fault.New(fault.Invalid, "%s holds no certificate that can be read.", f.subject).
		WithHint("Choose a certificate as PEM, CER or PFX file, or export it again.").Because(err)
}

// isPFX looks at the beginning of the outermost sequence: version 3, then a content of the kind "data".
func isPFX(inner []byte) bool {
	var version int
	rest, err := asn1.Unmarshal(inner, &version)
	if err != nil || version != 3 {
		return false
	}
	var info asn1.RawValue
	if _, err := asn1.Unmarshal(rest, &info); err != nil {
		return false
	}
	var kind asn1.ObjectIdentifier
	_, err = asn1.Unmarshal(info.Bytes, &kind)
	return err == nil && (kind.Equal(oidData) || kind.Equal(oidSignedData))
}
