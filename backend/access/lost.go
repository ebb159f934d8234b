package access

import (
	"slices"

	"gatehouse/backend/site"
)

// lostKinds are the kinds of this package by the words in which a reading tells what it lost. Words of kinds that decide
// nothing about access are there too, without one; any other word may stand for everything.
var lostKinds = map[string]Kind{
	"website": KindWebsite, "websitelanguage": KindLanguage, "webpage": KindWebPage, "webfile": KindWebFile,
	"webrole": KindWebRole, "contact": KindContact, "account": KindRoleAssignment, "roleassignment": KindRoleAssignment,
	"webpagerule": KindPagePermission, "websiteaccess": KindWebsiteAccessPermission, "tablepermission": KindTablePermission,
	"columnpermissionprofile": KindColumnPermissionProfile, "columnpermission": KindColumnPermission,
	"sitesetting": KindSiteSetting, "sitemarker": KindSiteMarker, "publishingstate": KindPublishingState,
	"publishingstatetransitionrule": KindPublishingTransition, "weblink": KindWebLink, "forum": KindForum,
	"forumpermission": KindForumPermission, "blog": KindBlog, "blogpost": KindBlogPost, "ideaforum": KindIdeaForum,
	"list": KindList, "basicform": KindBasicForm,
	"advancedformstep": KindAdvancedFormStep, "cloudflowconsumer": KindRoleGate, "serverlogic": KindRoleGate,

	"advancedform": "", "contentsnippet": "", "pagetemplate": "", "portallanguage": "", "redirect": "", "weblinkset": "",
	"websitebinding": "", "webtemplate": "", site.LostNothing: "",
}

// Lost tells of which kinds of records a reading is known to have lost some, sorted, for Options.Incomplete. Where
// something unreadable does not tell what it was, it may have been anything, and all kinds are named.
func Lost(r *site.Reading) []Kind {
	lost := map[Kind]bool{}
	said := map[string]bool{}
	note := func(word string) {
		kind, known := lostKinds[word]
		switch {
		case kind != "":
			lost[kind] = true
		case !known:
			for _, k := range lostKinds {
				lost[k] = true
			}
		}
	}
	for _, p := range r.Problems {
		if p.Severity == site.Error || p.Lost != "" {
			note(p.Lost)
			said[p.File] = true
		}
	}
	for _, f := range r.Files {
		if f.Use == site.Unreadable && !said[f.Path] {
			note(site.LostAny)
		}
	}
	delete(lost, "")
	kinds := make([]Kind, 0, len(lost))
	for k := range lost {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}
