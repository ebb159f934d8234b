package keyservice

import (
	"crypto"
	"crypto/sha1" //nolint:gosec // x5t is defined as a SHA-1; it names the certificate and protects nothing
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"gatehouse/backend/portal"
)

const (
	assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	assertionLife = 10 * time.Minute // of those we make; no more is accepted
	clockLeeway   = 5 * time.Minute  // as directories allow it
)

// sign makes a client assertion: a JWT by which an application proves that it holds the private part of a key that is
// on its record. Source: Microsoft, "Certificate credentials"; the algorithm is RS256 and the certificate is named by
// x5t, as portals sign in.
func sign(clientID, audience string, key portal.KeyCredential, private crypto.Signer, now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: clientID, Subject: clientID, Audience: jwt.ClaimStrings{audience}, ID: uuid.NewString(),
		NotBefore: jwt.NewNumericDate(now), IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(assertionLife)),
	})
	token.Header["x5t"] = x5t(key.DER)
	signed, err := token.SignedString(private)
	if err != nil {
		return "", fmt.Errorf("sign client assertion: %w", err)
	}
	return signed, nil
}

// x5t names a certificate: the SHA-1 of its DER form in base64 for addresses, without padding.
func x5t(der []byte) string {
	sum := sha1.Sum(der) //nolint:gosec // see above
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// refusal is why the organization does not let an application in, in the form in which Entra says it.
type refusal struct {
	status int    // of HTTP
	code   string // OAuth's word
	number int    // stands before the sentence, as in Entra's errors
	reason string // one sentence
}

func (r *refusal) Error() string { return r.reason }

func refuse(number int, format string, args ...any) *refusal {
	return &refusal{401, "invalid_client", number, fmt.Sprintf(format, args...)}
}

// verify checks a client assertion against the keys on an application record and returns the key it was signed with.
// It does not ask whether the assertion was used before.
func verify(assertion, clientID, audience string, keys []portal.KeyCredential, now time.Time) (portal.KeyCredential, jwt.RegisteredClaims, *refusal) {
	var with portal.KeyCredential
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(assertion, &claims, func(token *jwt.Token) (any, error) {
		name, _ := token.Header["x5t"].(string)
		if name == "" {
			return nil, refuse(50027, "The assertion does not name its certificate (x5t).")
		}
		for _, key := range keys {
			if x5t(key.DER) != name {
				continue
			}
			with = key
			certificate, err := x509.ParseCertificate(key.DER)
			if err != nil {
				return nil, refuse(700027, "The key %s on the application record cannot be read.", key.Thumbprint)
			}
			return certificate.PublicKey, nil
		}
		return nil, refuse(700027, "The certificate that signed the assertion is not on the application record.")
	},
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}), jwt.WithAudience(audience), jwt.WithIssuer(clientID),
		jwt.WithSubject(clientID), jwt.WithExpirationRequired(), jwt.WithLeeway(clockLeeway),
		jwt.WithTimeFunc(func() time.Time { return now }))
	var said *refusal
	switch {
	case errors.As(err, &said):
		return with, claims, said
	case errors.Is(err, jwt.ErrTokenExpired), errors.Is(err, jwt.ErrTokenNotValidYet), errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return with, claims, refuse(700024, "The assertion is not within its valid time range.")
	case errors.Is(err, jwt.ErrTokenInvalidAudience):
		return with, claims, refuse(700023, "The audience of the assertion is not this endpoint.")
	case errors.Is(err, jwt.ErrTokenInvalidIssuer), errors.Is(err, jwt.ErrTokenInvalidSubject):
		return with, claims, refuse(700021, "Issuer and subject of the assertion are not the application.")
	case err != nil:
		return with, claims, refuse(50027, "The assertion is not one that this application signed.")
	case claims.NotBefore == nil || claims.ExpiresAt.Sub(claims.NotBefore.Time) > assertionLife+clockLeeway:
		return with, claims, refuse(700024, "The assertion is valid for longer than %s.", assertionLife)
	case claims.ID == "":
		return with, claims, refuse(50027, "The assertion has no id (jti).")
	case now.Before(with.Start.Add(-clockLeeway)):
		return with, claims, refuse(700028, "The key %s is not valid before %s.", with.Thumbprint, with.Start.Format("2 January 2006 15:04 UTC"))
	case !now.Before(with.End):
		return with, claims, refuse(700027, "The key %s expired on %s.", with.Thumbprint, with.End.Format("2 January 2006 15:04 UTC"))
	}
	return with, claims, nil
}
