package access

import "slices"

// ExplainWebsiteRight says why the visitor has a right of website access permissions, or has not.
func (v *Visitor) ExplainWebsiteRight(right WebsiteRight) *Explanation {
	e := v.engine
	x := v.explain("Has the visitor the website right " + string(right) + "?")
	x.Answer = v.WebsiteRight(right).String()
	number := right.number()
	why := "no website access permission gives it to a role the visitor holds"
	uncertain := false
	v.sayRoles(x, true)
	for i := range e.site.WebsiteAccessPermissions {
		w := &e.site.WebsiteAccessPermissions[i]
		c := e.citeAccess(int32(i))
		x.keepRoles(w.Roles)
		switch {
		case number < 0 || !gives(w, number):
			x.fail(&c.ref, "does not give ", string(right))
		case !e.ofSite(w.Website):
			x.fail(&c.ref, "belongs to another website")
		case !e.accessCounts(w):
			x.fail(&c.ref, "is inactive")
		case v.holdsRole(x, w.Roles, true, false):
			x.cite(&c.ref, c.label, " gives ", string(right), " to that role.")
			why = "website access permission " + quote(w.Name) + " gives it to a role the visitor holds"
		case v.signedIn && e.rules.unknown && (w.RolesUnknown || slices.ContainsFunc(w.Roles, e.isLostRole)):
			x.cite(&c.ref, c.label, " gives it to roles that are not in the export.")
			uncertain = true
		default:
			x.fail(&c.ref, "is for ", c.roles, ", of which the visitor holds none that counts here")
		}
	}
	switch {
	case x.Answer == "allow":
		x.Sentence = v.Label() + " has the website right " + string(right) + " because " + why + "."
	case x.Answer == "deny":
		x.Sentence = v.Label() + " does not have the website right " + string(right) + " because " + why + "."
	case uncertain:
		x.Sentence = "Whether " + lower(v.Label()) + " has the website right " + string(right) + " cannot be told because a permission names roles that are not in the export."
	default:
		x.Sentence = "Whether " + lower(v.Label()) + " has the website right " + string(right) + " cannot be told because the export does not tell all roles or permissions."
	}
	had := func(other *Visitor) string { return other.WebsiteRight(right).String() }
	v.blameLoss(x, websiteKinds, had)
	x.say("So the answer is " + x.Answer + ".")
	x.compare(v, had)
	return x
}
