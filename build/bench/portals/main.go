// Portals fills a data folder with watched portals whose keys expire all over the schedule, so that lists can be
// measured with as many portals as the largest users have.
//
// Usage: portals [-count N] FOLDER
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"os"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/portal"
	"gatehouse/backend/store"
)

// Names as organizations give them: several words, the number last.
var (
	kinds  = []string{"Customer Care", "Partner", "Supplier", "Event", "Permit", "Student", "Community", "Warranty"}
	places = []string{"Aarhus", "Bergen", "Coimbra", "Dresden", "Espoo", "Ghent", "Haarlem", "Innsbruck", "Leeds"}
)

func main() {
	count := flag.Int("count", 5000, "how many portals are added")
	flag.Parse()
	if flag.NArg() != 1 || *count < 1 {
		fmt.Fprintln(os.Stderr, "usage: portals [-count N] FOLDER")
		os.Exit(2)
	}
	if err := fill(context.Background(), flag.Arg(0), *count); err != nil {
		fmt.Fprintln(os.Stderr, "portals:", err)
		os.Exit(1)
	}
}

func fill(ctx context.Context, folder string, count int) (err error) {
	kept, err := store.Open(ctx, folder, store.Options{Program: "bench"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Second)
	for i := range count {
		// From a month ago to two years ahead, in no order.
		end := now.Add(time.Duration(i*7919%count)*760*24*time.Hour/time.Duration(count)).AddDate(0, 0, -30)
		it, err := watched(i, now, end, private)
		if err != nil {
			return err
		}
		entry := event.Activity{
			At: now, Actor: "bench", Action: event.PortalWatched, PortalID: it.ID, PortalName: it.Name,
			Summary: "Began to watch the portal " + it.Name + ".",
		}
		if _, err := kept.SavePortal(ctx, it, entry); err != nil {
			return err
		}
	}
	return nil
}

func watched(i int, now, end time.Time, private *ecdsa.PrivateKey) (portal.Portal, error) {
	place := places[i%len(places)]
	template := &x509.Certificate{
		SerialNumber: big.NewInt(int64(i + 1)),
		Subject:      pkix.Name{CommonName: fmt.Sprintf("portal-%04d", i)},
		NotBefore:    end.AddDate(-2, 0, 0),
		NotAfter:     end,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		return portal.Portal{}, err
	}
	reading, err := certificate.Read("certificate.cer", der, "")
	if err != nil {
		return portal.Portal{}, err
	}
	return portal.Portal{
		ID:           uuid.New(),
		Name:         fmt.Sprintf("%s %s Portal %04d", place, kinds[i/len(places)%len(kinds)], i),
		URL:          fmt.Sprintf("https://portal-%04d.example", i),
		Organization: portal.Organization{Name: fmt.Sprintf("%s %d", place, i%40)},
		State:        portal.Active,
		Origin:       portal.Watched,
		Application: portal.Application{
			Keys: []portal.KeyCredential{reading.Certificate.Credential(uuid.New(), portal.CertificateFile, now)},
		},
		CreatedAt: now,
		ChangedAt: now,
	}, nil
}
