package access

import "gatehouse/backend/site"

// privilegeWord is a privilege in running text.
func privilegeWord(p Privilege) string {
	if p == AppendTo {
		return "append to"
	}
	return string(p)
}

// typeWord is an access type in running text.
func typeWord(t site.AccessType) string {
	switch t {
	case site.Global:
		return "Global"
	case site.ContactScope:
		return "Contact"
	case site.AccountScope:
		return "Account"
	case site.SelfScope:
		return "Self"
	case site.ParentScope:
		return "Parent"
	}
	return "Custom"
}

// kindWords are the names of record kinds in running text.
var kindWords = map[Kind]string{
	KindWebsite: "website", KindLanguage: "website language", KindWebPage: "web page", KindWebFile: "web file",
	KindWebRole: "web role", KindContact: "contact", KindRoleAssignment: "role assignment",
	KindPagePermission: "page permission", KindRestrictRead: "page permission (restrict read)",
	KindGrantChange: "page permission (grant change)", KindWebsiteAccessPermission: "website access permission",
	KindTablePermission: "table permission", KindColumnPermissionProfile: "column permission profile",
	KindColumnPermission: "column permission", KindSiteSetting: "site setting", KindSiteMarker: "site marker",
	KindPublishingState: "publishing state", KindPublishingTransition: "publishing state transition rule",
	KindWebLink: "web link", KindForum: "forum", KindForumPermission: "forum access permission", KindList: "list",
	KindBlog: "blog", KindBlogPost: "blog post", KindIdeaForum: "idea forum",
	KindBasicForm: "basic form", KindAdvancedFormStep: "multistep form step", KindRoleGate: "flow or server logic",
}
