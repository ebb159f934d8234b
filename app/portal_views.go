package app

import (
	"path/filepath"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

func portalForm(f PortalForm) admin.PortalForm {
	return admin.PortalForm{
		Name: f.Name, URL: f.URL,
		Organization: portal.Organization{Name: f.OrganizationName, URL: f.OrganizationURL, TenantID: f.TenantID},
	}
}

func portalRow(it portal.Portal, hasSite bool, now time.Time) PortalRow {
	row := PortalRow{
		ID: it.ID.String(), Name: it.Name, URL: it.URL, Organization: it.Organization.Name,
		Origin: string(it.Origin), State: string(it.State), Sample: it.Sample, HasSite: hasSite,
		Key: KeyView{State: string(renewal.NoKey), Sentence: "No authentication key is known."},
	}
	if key, ok := it.Application.CurrentKey(now); ok {
		row.Key = keyView(key, now)
		row.Key.State = string(renewal.HealthOfPortal(it, now))
		row.Key.Others = len(it.Application.Keys) - 1
		row.Certificate = watchedView(it, key, now)
	}
	return row
}

func watchedView(it portal.Portal, key portal.KeyCredential, now time.Time) WatchedView {
	if !it.Watching() {
		return WatchedView{}
	}
	return WatchedView{
		Path: it.CertificatePath, ReadAt: timestamp(it.KeyReadAt(key)), FailedAt: timestamp(it.Look.FailedAt), Problem: it.Look.Problem,
		Stale: renewal.FreshnessOf(it, now) != renewal.Fresh,
	}
}

// portalView shows a portal to a user who may manage it, or else for the reason given may not.
func portalView(it portal.Portal, hasSite bool, reason error, now time.Time) PortalView {
	view := PortalView{
		PortalRow: portalRow(it, hasSite, now), Version: it.Version,
		OrganizationURL: it.Organization.URL, TenantID: it.Organization.TenantID, WebsiteID: it.WebsiteID,
		Keys: make([]KeyView, len(it.Application.Keys)), MayManage: reason == nil,
		CreatedAt: timestamp(it.CreatedAt), ChangedAt: timestamp(it.ChangedAt),
	}
	if reason != nil {
		f := fault.Of(reason)
		view.ManageReason = f.Message + " " + f.Hint
	}
	for i, key := range it.Application.Keys {
		view.Keys[i] = keyView(key, now)
	}
	if it.Application.Known() {
		view.Application = &ApplicationView{
			ID: it.Application.ID, ObjectID: it.Application.ObjectID, DisplayName: it.Application.DisplayName,
			URI: it.Application.URI, Owners: append([]string{}, it.Application.Owners...),
		}
	}
	return view
}

func keyView(key portal.KeyCredential, now time.Time) KeyView {
	return KeyView{
		State: string(renewal.HealthOf(key, now)), Sentence: renewal.Sentence(key, now),
		KeyID: key.KeyID.String(), Thumbprint: key.Thumbprint, Subject: key.DisplayName,
		ValidFrom: timestamp(key.Start), Expires: timestamp(key.End), DaysLeft: renewal.DaysLeft(key, now),
		Source: string(key.Source), HasPrivate: key.PrivateName != "",
	}
}

func certificateView(file admin.CertificateFile, reading certificate.Reading, now time.Time) CertificateView {
	c := reading.Certificate
	key := portal.KeyCredential{Start: c.Start, End: c.End}
	view := CertificateView{
		Name: file.Name, Subject: c.Subject, Issuer: c.Issuer, Thumbprint: c.Thumbprint,
		ValidFrom: timestamp(c.Start), Expires: timestamp(c.End),
		State: string(renewal.HealthOf(key, now)), Sentence: renewal.Sentence(key, now),
		HasPrivate: reading.Private != nil, Warnings: []string{},
	}
	if file.Path != "" {
		view.Watches = "file"
		if filepath.Base(file.Path) != file.Name {
			view.Watches = "folder"
		}
	}
	warnings, err := c.Check(now)
	if err != nil {
		view.Warnings = append(view.Warnings, fault.Of(err).Message)
	}
	for _, warning := range warnings {
		view.Warnings = append(view.Warnings, warning.Message)
	}
	return view
}
