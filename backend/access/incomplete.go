package access

import (
	"slices"

	"gatehouse/backend/site"
)

// incomplete says of which kinds the export lost records, as far as those bear on answers without a reference that would
// show it. All are false where missing records count as absent.
//
// A lost record may say anything. Most can only add: a table permission, a website access permission, a site marker. A
// page permission can open, close, and displace others; a language can hide; a site setting can come before another one
// of its name. Lost pages bear on others as parents, which a reference shows, and through the languages that their
// content pages name. Lost roles, publishing states and blog posts are shown by those that name them, except that roles
// are namesakes where names decide.
type incomplete struct {
	lostWebsite     bool
	whose           bool // ... and records name websites of which any may be the site's own
	lostLanguages   bool
	lostRoles       bool
	lostAssignments bool
	lostPageRules   bool
	lostAccess      bool
	lostPermissions bool
	lostProfiles    bool
	lostColumns     bool
	lostSettings    bool
	lostMarkers     bool
	lostForumRules  bool
	lostTransitions bool
}

func (o Options) incomplete(s *site.Site) incomplete {
	lost := func(kinds ...Kind) bool {
		return o.Missing == MissingUnknown && slices.ContainsFunc(o.Incomplete, func(k Kind) bool { return slices.Contains(kinds, k) })
	}
	website := lost(KindWebsite)
	return incomplete{
		lostWebsite:     website,
		whose:           website && s.Website.ID == "" && severalWebsites(s),
		lostLanguages:   lost(KindLanguage, KindWebPage),
		lostRoles:       lost(KindWebRole),
		lostAssignments: lost(KindRoleAssignment),
		lostPageRules:   lost(KindPagePermission, KindRestrictRead, KindGrantChange),
		lostAccess:      lost(KindWebsiteAccessPermission),
		lostPermissions: lost(KindTablePermission),
		lostProfiles:    lost(KindColumnPermissionProfile),
		lostColumns:     lost(KindColumnPermission),
		lostSettings:    lost(KindSiteSetting),
		lostMarkers:     lost(KindSiteMarker),
		lostForumRules:  lost(KindForumPermission),
		lostTransitions: lost(KindPublishingTransition),
	}
}

// mayBeEnhanced reports whether the website's record turns enhanced authorization on, or was lost and might.
func (o Options) mayBeEnhanced(s *site.Site) bool {
	return s.Website.EnhancedAuthorization == site.Yes ||
		s.Website.EnhancedAuthorization == site.Untold && o.incomplete(s).lostWebsite
}

// severalWebsites reports whether records disagree about the website they belong to, those that name none included.
func severalWebsites(s *site.Site) bool {
	var named []site.ID
	note := func(website site.ID) {
		if len(named) < 2 && !slices.Contains(named, website) {
			named = append(named, website)
		}
	}
	for i := range s.WebRoles {
		note(s.WebRoles[i].Website)
	}
	for i := range s.TablePermissions {
		note(s.TablePermissions[i].Website)
	}
	for i := range s.WebsiteAccessPermissions {
		note(s.WebsiteAccessPermissions[i].Website)
	}
	for i := range s.ColumnPermissionProfiles {
		note(s.ColumnPermissionProfiles[i].Website)
	}
	return len(named) > 1
}
