package certificate

import (
	"crypto"
	"encoding/asn1"
	"errors"

	"software.sslmate.com/src/go-pkcs12"

	"gatehouse/backend/fault"
)

// A PFX file says how often its password is to be hashed, and a hostile one would keep the program busy for hours.
// Usual counts lie between 2 000 and 600 000.
const (
	maxIterations = 2_000_000
	maxDepth      = 24 // of nesting that is searched for counts
)

// readPFX opens a PKCS#12 file. The password is the one given to Read.
func (f file) readPFX(data []byte) (content, error) {
	if iterations(data, maxDepth) > maxIterations {
		return content{}, fault.New(fault.Invalid, "%s asks for more work to check its password than is reasonable.", f.subject).
			WithHint("Export the certificate alone as a CER or PEM file; the private part is not needed.")
	}
	found, err := decodePFX(data, f.password)
	if err != nil && f.password != "" && !wrongPassword(err) {
		// A file without protection refuses every password; one that was typed needlessly is no reason to fail.
		if unprotected, again := decodePFX(data, ""); again == nil {
			found, err = unprotected, nil
		}
	}
	switch {
	case err == nil:
	case wrongPassword(err) && f.password == "":
		return content{}, fault.New(fault.Invalid, "%s is protected with a password.", f.subject).
			WithHint("Enter the password the file was exported with.").Because(ErrPassword)
	case wrongPassword(err):
		return content{}, fault.New(fault.Invalid, "The password does not open %s.", f.place()).
			WithHint("Enter the password the file was exported with.").Because(ErrPassword)
	default:
		return content{}, fault.New(fault.Invalid, "%s is a PFX file that cannot be read: it is damaged, or not one private part with its certificate.", f.subject).
			WithHint("Export the certificate alone as a CER or PEM file; the private part is not needed.").Because(err)
	}
	if found.private != nil && matching([]crypto.PrivateKey{found.private}, found.certificates) == nil {
		return content{}, fault.New(fault.Invalid, "The private part in %s belongs to none of its certificates.", f.place()).
			WithHint("Export the certificate again together with its own private part, or alone as a CER file.")
	}
	return found, nil
}

// decodePFX reads a private part with its certificate and chain, or certificates alone. Of the latter the library
// knows the kind that Java tools write.
func decodePFX(data []byte, password string) (content, error) {
	private, leaf, chain, err := pkcs12.DecodeChain(data, password)
	if err == nil {
		return content{certificates: append(chain, leaf), private: private}, nil
	}
	if wrongPassword(err) {
		return content{}, err
	}
	certificates, storeErr := pkcs12.DecodeTrustStore(data, password)
	if storeErr != nil || len(certificates) == 0 {
		return content{}, err
	}
	return content{certificates: certificates}, nil
}

// wrongPassword: files without a check value show a wrong password only by what comes out of decryption.
func wrongPassword(err error) bool {
	return errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption)
}

// iterations is the greatest repetition count in a PFX file: wherever its parts describe how a password is hashed,
// a whole number follows the salt, which is an octet string. Counts inside encrypted parts are not seen; whoever
// hides one there must have told the person the password.
func iterations(data []byte, depth int) int64 {
	if depth == 0 {
		return 0
	}
	var most int64
	salted := false
	for len(data) > 0 {
		var value asn1.RawValue
		rest, err := asn1.Unmarshal(data, &value)
		if err != nil {
			return most
		}
		data = rest
		octets := value.Class == asn1.ClassUniversal && value.Tag == asn1.TagOctetString
		// The content of the file is itself wrapped in octet strings; salts and encrypted parts are not looked into.
		wrapped := octets && len(value.Bytes) > 0 && value.Bytes[0] == derSequence
		if salted && value.Class == asn1.ClassUniversal && value.Tag == asn1.TagInteger {
			var count int64
			if _, err := asn1.Unmarshal(value.FullBytes, &count); err != nil {
				count = maxIterations + 1 // does not even fit 64 bits
			}
			most = max(most, count)
		}
		if wrapped || value.IsCompound {
			most = max(most, iterations(value.Bytes, depth-1))
		}
		salted = octets
	}
	return most
}
