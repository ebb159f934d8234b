package admin_test

import (
	"crypto"
	"crypto/x509"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

func TestProvision(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Contoso Care")
		if p.Origin != portal.Local || p.State != portal.Active || p.Version != 1 || p.ID == uuid.Nil {
			t.Errorf("portal is %+v", p)
		}
		if !p.CreatedAt.Equal(p.ChangedAt) || p.CreatedAt.IsZero() {
			t.Errorf("created %v, changed %v", p.CreatedAt, p.ChangedAt)
		}
		app := p.Application
		if app.DisplayName != "Microsoft CRM Portals" || !strings.Contains(app.URI, p.ID.String()) || len(app.Owners) != 1 || app.Owners[0] != ada {
			t.Errorf("application is %+v", app)
		}
		if _, err := uuid.Parse(app.ID); err != nil || app.ID == app.ObjectID {
			t.Errorf("application id %q, object id %q", app.ID, app.ObjectID)
		}
		if len(app.Keys) != 1 {
			t.Fatalf("there are %d keys", len(app.Keys))
		}
		key := app.Keys[0]
		if !regexp.MustCompile(`^[0-9A-F]{40}$`).MatchString(key.Thumbprint) || key.Source != portal.Generated {
			t.Errorf("key is %+v", key)
		}
		if !key.End.Equal(key.Start.AddDate(2, 0, 0)) || key.Start.After(p.CreatedAt) {
			t.Errorf("key is valid from %v until %v, the portal was made at %v", key.Start, key.End, p.CreatedAt)
		}
		d.wantKeyPair(t, key)
		d.wantNewest(t, p, ada, event.PortalProvisioned, key.Thumbprint)
		if stored, err := d.portals.Get(t.Context(), p.ID); err != nil || stored.Application.Keys[0].Thumbprint != key.Thumbprint {
			t.Errorf("stored is %+v, %v", stored, err)
		}
	})
	t.Run("OneApplicationPerPortal", func(t *testing.T) {
		d := newDesk(t)
		first, second := d.provision(t, "First").Application, d.provision(t, "Second").Application
		if first.ID == second.ID || first.ObjectID == second.ObjectID || first.URI == second.URI || first.Keys[0].Thumbprint == second.Keys[0].Thumbprint {
			t.Errorf("two portals of one organization share %+v and %+v", first, second)
		}
	})
	t.Run("Trims", func(t *testing.T) {
		d := newDesk(t)
		f := form("Care")
		f.Name, f.URL, f.Organization.Name = "  Care\t", " https://CARE.contoso.example/ ", " Contoso "
		f.Organization.TenantID = "{11111111-2222-4333-8444-AAAAAAAAAAAA}"
		p, err := d.portals.Provision(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != "Care" || p.URL != "https://care.contoso.example" || p.Organization.Name != "Contoso" || p.Organization.TenantID != "11111111-2222-4333-8444-aaaaaaaaaaaa" {
			t.Errorf("portal is %+v", p)
		}
	})

	d := newDesk(t)
	d.provision(t, "Taken")
	for name, test := range map[string]struct {
		change func(*admin.PortalForm)
		code   fault.Code
		part   string
	}{
		"NoName":         {func(f *admin.PortalForm) { f.Name = " " }, fault.Invalid, "name is missing"},
		"LongName":       {func(f *admin.PortalForm) { f.Name = strings.Repeat("é", 161) }, fault.Invalid, "160"},
		"ControlInName":  {func(f *admin.PortalForm) { f.Name = "a\nb" }, fault.Invalid, "control character"},
		"NoEnvironment":  {func(f *admin.PortalForm) { f.Organization.Name = "" }, fault.Invalid, "environment's name"},
		"NoAddress":      {func(f *admin.PortalForm) { f.URL = "" }, fault.Invalid, "address is missing"},
		"Http":           {func(f *admin.PortalForm) { f.URL = "http://a.example" }, fault.Invalid, "not an https address"},
		"Query":          {func(f *admin.PortalForm) { f.URL = "https://a.example/?x=1" }, fault.Invalid, "not an https address"},
		"UserName":       {func(f *admin.PortalForm) { f.URL = "https://me:pw@a.example" }, fault.Invalid, "not an https address"},
		"NoHost":         {func(f *admin.PortalForm) { f.URL = "https://" }, fault.Invalid, "not an https address"},
		"Environment":    {func(f *admin.PortalForm) { f.Organization.URL = "contoso" }, fault.Invalid, "environment's address"},
		"Tenant":         {func(f *admin.PortalForm) { f.Organization.TenantID = "contoso" }, fault.Invalid, "not a GUID"},
		"TakenName":      {func(f *admin.PortalForm) { f.Name = "tAKEN" }, fault.Conflict, "named Taken already"},
		"TakenAddress":   {func(f *admin.PortalForm) { f.URL = "https://Taken.contoso.example/" }, fault.Conflict, "has the address"},
		"LongestNameFit": {func(f *admin.PortalForm) { f.Name = strings.Repeat("é", 160) }, "", ""},
	} {
		t.Run("Form"+name, func(t *testing.T) {
			f := form("Other")
			test.change(&f)
			if test.code == "" {
				_, err := d.portals.Provision(t.Context(), f)
				wantFault(t, err, "", "")
				return
			}
			d.unchanged(t, test.code, test.part, func() error {
				_, err := d.portals.Provision(t.Context(), f)
				return err
			})
		})
	}
	t.Run("ErrSecretNotKept", func(t *testing.T) {
		d := newDesk(t)
		d.secrets.PutFails = fault.New(fault.Denied, "The key store is locked.")
		d.unchanged(t, fault.Denied, "The key store is locked.", func() error {
			_, err := d.portals.Provision(t.Context(), form("Care"))
			return err
		})
	})
	t.Run("ErrNotStoredTakesSecretBack", func(t *testing.T) {
		d := newDesk(t)
		d.db.fails = fault.New(fault.Unreachable, "The disk is full.")
		d.unchanged(t, fault.Unreachable, "The disk is full.", func() error {
			_, err := d.portals.Provision(t.Context(), form("Care"))
			return err
		})
	})
	t.Run("ErrNotStoredNorTakenBack", func(t *testing.T) {
		d := newDesk(t)
		d.db.fails = fault.New(fault.Unreachable, "The disk is full.")
		d.secrets.DeleteFails = errors.New("key store gone")
		_, err := d.portals.Provision(t.Context(), form("Care"))
		wantFault(t, err, fault.Unreachable, "The disk is full.")
		if !strings.Contains(err.Error(), "key store gone") {
			t.Errorf("the log would not say that the secret is left over: %v", err)
		}
	})
}

// wantKeyPair checks that the key store has the private half of a key.
func (d *desk) wantKeyPair(t *testing.T, key portal.KeyCredential) {
	t.Helper()
	private, err := d.secrets.Get(t.Context(), key.PrivateName)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.ParseCertificate(key.DER)
	if err != nil {
		t.Fatal(err)
	}
	half, ok := public.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !half.Equal(parsed.(crypto.Signer).Public()) {
		t.Error("the two halves do not belong together")
	}
}

func TestChange(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		f := form("Customer Care")
		changed, err := d.portals.Change(t.Context(), p.ID, p.Version, f)
		if err != nil {
			t.Fatal(err)
		}
		if changed.Name != f.Name || changed.URL != f.URL || changed.Version != 2 || !changed.ChangedAt.After(p.ChangedAt) || !changed.CreatedAt.Equal(p.CreatedAt) {
			t.Errorf("portal is %+v", changed)
		}
		d.wantNewest(t, changed, ada, event.PortalChanged, "Care, now named Customer Care")
	})
	t.Run("KeepsItsOwnName", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		f := form("CARE")
		f.URL = p.URL
		if changed, err := d.portals.Change(t.Context(), p.ID, p.Version, f); err != nil || changed.Name != "CARE" {
			t.Errorf("portal is %+v, %v", changed, err)
		}
	})
	t.Run("Refusals", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		d.provision(t, "Careers")
		retired := d.provision(t, "Retired")
		if _, err := d.portals.Retire(t.Context(), retired.ID, retired.Version); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			id      uuid.UUID
			version int
			form    admin.PortalForm
			code    fault.Code
			part    string
		}{
			{p.ID, p.Version, form("Careers"), fault.Conflict, "named Careers already"},
			{p.ID, p.Version, form("retired"), fault.Conflict, "named Retired already"},
			{p.ID, p.Version + 1, form("Care 2"), fault.Conflict, "Care was changed meanwhile."},
			{p.ID, 0, form("Care 2"), fault.Conflict, "Care was changed meanwhile."},
			{p.ID, p.Version, admin.PortalForm{}, fault.Invalid, "name is missing"},
			{uuid.New(), 1, form("Care 2"), fault.NotFound, "There is no portal"},
		} {
			d.unchanged(t, test.code, test.part, func() error {
				_, err := d.portals.Change(t.Context(), test.id, test.version, test.form)
				return err
			})
		}
	})
	t.Run("ErrDenied", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		d.actAs(t, grace)
		d.unchanged(t, fault.Denied, grace+" is not an owner", func() error {
			_, err := d.portals.Change(t.Context(), p.ID, p.Version, form("Care 2"))
			return err
		})
	})
}

func TestMayManage(t *testing.T) {
	d := newDesk(t)
	p := d.provision(t, "Care")
	wantFault(t, d.portals.MayManage(t.Context(), p), "", "")
	d.actAs(t, strings.ToUpper(ada))
	wantFault(t, d.portals.MayManage(t.Context(), p), "", "")
	d.actAs(t, grace)
	err := d.portals.MayManage(t.Context(), p)
	wantFault(t, err, fault.Denied, grace)
	if hint := fault.Of(err).Hint; !strings.Contains(hint, ada) {
		t.Errorf("the hint names no owner: %q", hint)
	}
	wantFault(t, d.portals.MayManage(t.Context(), portal.Portal{Name: "Unknown application"}), "", "")
}

func TestOwners(t *testing.T) {
	t.Run("AddAndRemove", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		p, err := d.portals.AddOwner(t.Context(), p.ID, p.Version, "  "+grace+" ")
		if err != nil || !p.Application.OwnedBy(grace) || !p.Application.OwnedBy(ada) {
			t.Fatalf("owners are %v, %v", p.Application.Owners, err)
		}
		d.wantNewest(t, p, ada, event.OwnerAdded, grace)
		d.actAs(t, grace)
		p, err = d.portals.RemoveOwner(t.Context(), p.ID, p.Version, strings.ToUpper(ada))
		if err != nil || p.Application.OwnedBy(ada) {
			t.Fatalf("owners are %v, %v", p.Application.Owners, err)
		}
		d.wantNewest(t, p, grace, event.OwnerRemoved, "")
		d.actAs(t, ada)
		d.unchanged(t, fault.Denied, "not an owner", func() error {
			_, err := d.portals.AddOwner(t.Context(), p.ID, p.Version, ada)
			return err
		})
	})
	t.Run("Refusals", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		for part, do := range map[string]func() (portal.Portal, error){
			"is an owner already": func() (portal.Portal, error) {
				return d.portals.AddOwner(t.Context(), p.ID, p.Version, strings.ToUpper(ada))
			},
			"user name is missing": func() (portal.Portal, error) {
				return d.portals.AddOwner(t.Context(), p.ID, p.Version, " ")
			},
			"is not a user name": func() (portal.Portal, error) {
				return d.portals.AddOwner(t.Context(), p.ID, p.Version, "a\nb")
			},
			"is not an owner of": func() (portal.Portal, error) {
				return d.portals.RemoveOwner(t.Context(), p.ID, p.Version, grace)
			},
			"is the only owner": func() (portal.Portal, error) {
				return d.portals.RemoveOwner(t.Context(), p.ID, p.Version, ada)
			},
			"was changed meanwhile": func() (portal.Portal, error) {
				return d.portals.AddOwner(t.Context(), p.ID, p.Version+1, grace)
			},
		} {
			_, err := do()
			d.unchanged(t, fault.CodeOf(err), part, func() error { _, err := do(); return err })
		}
	})
	t.Run("ErrInvalidNoApplication", func(t *testing.T) {
		d := newDesk(t)
		p, err := d.portals.Watch(t.Context(), form("Elsewhere"), certificateFile(t, pair(t, morning), false))
		if err != nil {
			t.Fatal(err)
		}
		d.unchanged(t, fault.Invalid, "not known", func() error {
			_, err := d.portals.AddOwner(t.Context(), p.ID, p.Version, grace)
			return err
		})
	})
}

func TestRetireAndRestore(t *testing.T) {
	d := newDesk(t)
	p := d.provision(t, "Care")
	d.unchanged(t, fault.Conflict, "is not retired", func() error {
		_, err := d.portals.Restore(t.Context(), p.ID, p.Version)
		return err
	})
	retired, err := d.portals.Retire(t.Context(), p.ID, p.Version)
	if err != nil || retired.State != portal.Retired {
		t.Fatalf("portal is %+v, %v", retired, err)
	}
	d.wantNewest(t, retired, ada, event.PortalRetired, "Retired the portal Care")
	d.wantKeyPair(t, retired.Application.Keys[0])
	d.unchanged(t, fault.Conflict, "retired already", func() error {
		_, err := d.portals.Retire(t.Context(), p.ID, retired.Version)
		return err
	})
	restored, err := d.portals.Restore(t.Context(), p.ID, retired.Version)
	if err != nil || restored.State != portal.Active || restored.Version != 3 {
		t.Fatalf("portal is %+v, %v", restored, err)
	}
	d.wantNewest(t, restored, ada, event.PortalRestored, "Restored the portal Care")
	d.actAs(t, grace)
	d.unchanged(t, fault.Denied, "not an owner", func() error {
		_, err := d.portals.Retire(t.Context(), p.ID, restored.Version)
		return err
	})
}

func TestRemove(t *testing.T) {
	retired := func(t *testing.T, d *desk) portal.Portal {
		p := d.provision(t, "Care")
		p, err := d.portals.Retire(t.Context(), p.ID, p.Version)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	t.Run("OK", func(t *testing.T) {
		d := newDesk(t)
		other := d.provision(t, "Other")
		p := retired(t, d)
		entries := len(d.log(t))
		if err := d.portals.Remove(t.Context(), p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		_, err := d.portals.Get(t.Context(), p.ID)
		wantFault(t, err, fault.NotFound, "")
		if names := d.secrets.Names(); len(names) != 1 || names[0] != other.Application.Keys[0].PrivateName {
			t.Errorf("the key store has %v", names)
		}
		if len(d.log(t)) != entries+1 {
			t.Errorf("the log has %d entries, had %d", len(d.log(t)), entries)
		}
		d.wantNewest(t, p, ada, event.PortalRemoved, "Removed the portal Care")
	})
	t.Run("ErrConflictInService", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		d.unchanged(t, fault.Conflict, "is in service", func() error { return d.portals.Remove(t.Context(), p.ID, p.Version) })
	})
	t.Run("ErrConflictChanged", func(t *testing.T) {
		d := newDesk(t)
		p := retired(t, d)
		d.unchanged(t, fault.Conflict, "was changed meanwhile", func() error { return d.portals.Remove(t.Context(), p.ID, p.Version-1) })
	})
	t.Run("ErrDenied", func(t *testing.T) {
		d := newDesk(t)
		p := retired(t, d)
		d.actAs(t, grace)
		d.unchanged(t, fault.Denied, "not an owner", func() error { return d.portals.Remove(t.Context(), p.ID, p.Version) })
	})
	t.Run("ErrNotStoredKeepsSecret", func(t *testing.T) {
		d := newDesk(t)
		p := retired(t, d)
		d.db.fails = fault.New(fault.Unreachable, "The disk is full.")
		d.unchanged(t, fault.Unreachable, "disk is full", func() error { return d.portals.Remove(t.Context(), p.ID, p.Version) })
	})
	t.Run("ErrSecretStays", func(t *testing.T) {
		d := newDesk(t)
		p := retired(t, d)
		d.secrets.DeleteFails = fault.New(fault.Unreachable, "The key store does not answer.")
		wantFault(t, d.portals.Remove(t.Context(), p.ID, p.Version), fault.Unreachable, "key store does not answer")
		_, err := d.portals.Get(t.Context(), p.ID)
		wantFault(t, err, fault.NotFound, "")
	})
}
