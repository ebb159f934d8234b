package admin

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// PortalForm is what a person enters about a portal.
type PortalForm struct {
	Name         string
	URL          string // may be empty for portals that are hosted elsewhere: an export or a certificate does not tell
	Organization portal.Organization
}

// check trims and checks the form. Each error names its field.
func (f PortalForm) check(origin portal.Origin) (PortalForm, error) {
	f.Name = strings.TrimSpace(f.Name)
	f.URL = strings.TrimSpace(f.URL)
	f.Organization.Name = strings.TrimSpace(f.Organization.Name)
	f.Organization.URL = strings.TrimSpace(f.Organization.URL)
	f.Organization.TenantID = strings.TrimSpace(f.Organization.TenantID)

	if err := checkName("The portal's name", f.Name, true); err != nil {
		return PortalForm{}, err
	}
	if err := checkName("The environment's name", f.Organization.Name, origin == portal.Local); err != nil {
		return PortalForm{}, err
	}
	var err error
	if f.URL, err = checkURL("The portal's address", f.URL, origin == portal.Local); err != nil {
		return PortalForm{}, err
	}
	if f.Organization.URL, err = checkURL("The environment's address", f.Organization.URL, false); err != nil {
		return PortalForm{}, err
	}
	if tenant := f.Organization.TenantID; tenant != "" {
		id, err := uuid.Parse(tenant)
		if err != nil {
			return PortalForm{}, fault.New(fault.Invalid, "The tenant id %q is not a GUID.", clip(tenant)).
				WithHint("It looks like 72f988bf-0000-4000-8000-2d7cd011db47; leave it empty when you do not know it.")
		}
		f.Organization.TenantID = id.String()
	}
	return f, nil
}

func (f PortalForm) apply(it *portal.Portal) {
	it.Name, it.URL, it.Organization = f.Name, f.URL, f.Organization
}

func checkName(field, name string, required bool) error {
	const longest = 160
	switch {
	case name == "" && required:
		return fault.New(fault.Invalid, "%s is missing.", field).WithHint("Enter a name.")
	case utf8.RuneCountInString(name) > longest:
		return fault.New(fault.Invalid, "%s is longer than %d characters.", field, longest).WithHint("Shorten it.")
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fault.New(fault.Invalid, "%s holds a control character.", field).WithHint("Type the name instead of pasting it.")
	}
	return nil
}

// checkURL wants an https address without query and fragment, and drops a trailing slash.
func checkURL(field, text string, required bool) (string, error) {
	if text == "" {
		if required {
			return "", fault.New(fault.Invalid, "%s is missing.", field).
				WithHint("Enter an address such as https://contoso.powerappsportals.com.")
		}
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", fault.New(fault.Invalid, "%s %q is not an https address.", field, clip(text)).
			WithHint("It begins with https:// and has no user name, query or fragment, such as https://contoso.powerappsportals.com.")
	}
	u.Host = strings.ToLower(u.Host)
	return strings.TrimRight(u.String(), "/"), nil
}
