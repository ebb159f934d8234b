package certificate

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/x509"
	"slices"
)

// Choice says how the certificate was chosen among those of a file.
type Choice string

// The choices, best first.
const (
	OnlyOne       Choice = "only-one"        // the file has no other
	ByPrivatePart Choice = "by-private-part" // it belongs to the private part in the file
	EndOfChain    Choice = "end-of-chain"    // no other certificate in the file was issued by it
	Latest        Choice = "latest"          // several were possible; this one starts last
)

// choose picks the certificate a file is about and counts the others. A certificate that occurs twice counts once.
// There must be at least one.
func choose(all []*x509.Certificate, private crypto.PrivateKey) (chosen *x509.Certificate, how Choice, others int) {
	var distinct []*x509.Certificate
	for _, c := range all {
		if !slices.ContainsFunc(distinct, c.Equal) {
			distinct = append(distinct, c)
		}
	}
	others = len(distinct) - 1
	if others == 0 {
		return distinct[0], OnlyOne, 0
	}
	if private != nil {
		// A renewed certificate may keep its key, so even a private part can leave several.
		mine := filter(distinct, func(c *x509.Certificate) bool { return belongs(private, c) })
		if len(mine) > 0 {
			return slices.MaxFunc(mine, later), ByPrivatePart, others
		}
	}
	leaves := filter(distinct, func(c *x509.Certificate) bool { return !issuedAny(c, distinct) })
	switch len(leaves) {
	case 1:
		return leaves[0], EndOfChain, others
	case 0: // certificates that claim to have issued each other
		leaves = distinct
	}
	if ends := filter(leaves, func(c *x509.Certificate) bool { return !c.IsCA }); len(ends) > 0 {
		leaves = ends
	}
	return slices.MaxFunc(leaves, later), Latest, others
}

// issuedAny reports whether one of the others names c as its issuer. Self-signed certificates are issued by
// themselves alone: two of them under one name, an old one and its renewal, are no chain.
func issuedAny(c *x509.Certificate, all []*x509.Certificate) bool {
	return slices.ContainsFunc(all, func(other *x509.Certificate) bool {
		return other != c && bytes.Equal(other.RawIssuer, c.RawSubject) && !bytes.Equal(other.RawIssuer, other.RawSubject)
	})
}

func filter(all []*x509.Certificate, keep func(*x509.Certificate) bool) []*x509.Certificate {
	var kept []*x509.Certificate
	for _, c := range all {
		if keep(c) {
			kept = append(kept, c)
		}
	}
	return kept
}

func later(a, b *x509.Certificate) int {
	return cmp.Or(a.NotBefore.Compare(b.NotBefore), a.NotAfter.Compare(b.NotAfter), bytes.Compare(a.Raw, b.Raw))
}
