package keyservice

import (
	"net/url"
	"strings"
)

// publicCenter leads to the Power Platform admin center, where Manage, Power Pages lists the sites. There is no address
// that leads to the page of one site, and the portal admin center of older portals was closed in August 2023.
// Source: Microsoft, "Manage portal authentication key".
const publicCenter = "https://aka.ms/ppac"

// governmentCenters has the admin centers of clouds of their own by the end of an organization's host; accounts of such
// a cloud cannot sign in to the public one. Sources: Microsoft, "Power Apps US Government" (the centers), "Use the
// discovery service" (the hosts). That of the cloud in China is missing, because no document of Microsoft names it.
var governmentCenters = map[string]string{
	".crm9.dynamics.com":        "https://gcc.admin.powerplatform.microsoft.us",
	".crm.microsoftdynamics.us": "https://high.admin.powerplatform.microsoft.us",
	".crm.appsplatform.us":      "https://admin.appsplatform.us",
}

// adminCenter is where the sites of an organization are administered, as far as its address tells.
func adminCenter(organization string) string {
	address, err := url.Parse(organization)
	if err != nil {
		return publicCenter
	}
	host := strings.ToLower(address.Hostname())
	for end, center := range governmentCenters {
		if strings.HasSuffix(host, end) {
			return center
		}
	}
	return publicCenter
}
