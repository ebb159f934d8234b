package cli

import (
	"fmt"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// shownCertificate is the certificate that is watched, and how looking at it goes.
type shownCertificate struct {
	Path     string  `json:"path"`     // of the file or folder
	ReadAt   *string `json:"readAt"`   // as of when the key is known; up to a day behind while looks are good
	FailedAt *string `json:"failedAt"` // since when it cannot be read; null where it can
	Problem  string  `json:"problem"`  // why, "" where it can
	Stale    bool    `json:"stale"`    // it was not read for more than a day
}

// showCertificate tells as of when a key of a portal is known; nil where no certificate is watched.
func showCertificate(it portal.Portal, key portal.KeyCredential, freshness renewal.Freshness) *shownCertificate {
	if it.CertificatePath == "" {
		return nil
	}
	return &shownCertificate{
		it.CertificatePath, stamp(it.KeyReadAt(key)), stamp(it.Look.FailedAt), it.Look.Problem, freshness != renewal.Fresh,
	}
}

// unreadSentence says that the watched certificate of a portal could not be read, and as of when its key is known; ""
// where all is well.
func unreadSentence(it portal.Portal, key portal.KeyCredential, freshness renewal.Freshness) string {
	read := minute(it.KeyReadAt(key))
	switch {
	case !it.Watching():
	case it.Look.Failing():
		return fmt.Sprintf("The certificate at %s could not be read since %s: %s The key shown is as of %s.",
			it.CertificatePath, minute(it.Look.FailedAt), it.Look.Problem, read)
	case freshness != renewal.Fresh:
		return fmt.Sprintf("The certificate at %s was not read since %s.", it.CertificatePath, read)
	}
	return ""
}
