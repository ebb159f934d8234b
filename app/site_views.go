package app

import (
	"gatehouse/backend/site"
)

func snapshotRow(s site.Snapshot) SnapshotRow {
	return SnapshotRow{
		ID: s.ID.String(), PortalID: s.PortalID.String(), TakenAt: timestamp(s.TakenAt), Name: s.Name, Note: s.Note,
		Path: s.Path, Root: s.Root,
		Format: string(s.Format), DataModel: string(s.DataModel), Fingerprint: s.Fingerprint, Domain: s.Domain, Complete: s.Complete,
		Counts: countViews(s.Counts), Files: FilesView(s.Files),
		Errors: s.Severities.Errors, Warnings: s.Severities.Warnings, Notes: s.Severities.Notes,
	}
}

func countViews(c site.Counts) []CountView {
	listed := c.List()
	views := make([]CountView, len(listed))
	for i, k := range listed {
		views[i] = CountView{Kind: k.Kind, Count: k.Count}
	}
	return views
}

func problemViews(problems []site.Problem) []ProblemView {
	views := make([]ProblemView, len(problems))
	for i, p := range problems {
		views[i] = ProblemView{
			Severity: string(p.Severity), File: p.File, Line: p.Line, Record: string(p.Record), Message: p.Message, Hint: p.Hint,
		}
	}
	return views
}

// siteBuilder turns the records of one site into views, looking up what they refer to.
type siteBuilder struct {
	site  *site.Site
	index *site.Index
}

func siteView(snapshot site.Snapshot, reading site.Reading) SiteView {
	b := siteBuilder{site: &reading.Site, index: site.NewIndex(&reading.Site)}
	files := make([]FileView, len(reading.Files))
	for i, f := range reading.Files {
		files[i] = FileView{Path: f.Path, Use: string(f.Use), Reason: f.Reason, Line: f.Line, Column: f.Column}
	}
	return SiteView{
		Snapshot: snapshotRow(snapshot), WebsiteName: reading.Site.Website.Name,
		WebRoles: b.webRoles(), TablePermissions: b.tablePermissions(), PageRules: b.pageRules(),
		WebsiteAccess: b.websiteAccess(), SiteSettings: b.siteSettings(),
		Problems: problemViews(reading.Problems), Files: files,
		Records: RecordsView(reading.RecordCounts()), OtherRecords: otherRecordViews(reading.Files),
	}
}

func recordView(r site.Record) RecordView {
	return RecordView{ID: string(r.ID), Name: r.Name, Active: !r.Inactive, File: r.Source.File, Line: r.Source.Line}
}

func (b siteBuilder) roleRefs(ids []site.ID) []RoleRef {
	refs := make([]RoleRef, len(ids))
	for i, id := range ids {
		refs[i] = RoleRef{ID: string(id), Missing: true}
		if role, ok := b.index.Roles[id]; ok {
			refs[i].Name, refs[i].Missing = role.Name, false
		}
	}
	return refs
}

func (b siteBuilder) webRoles() []WebRoleView {
	tables, rules, access := map[site.ID]int{}, map[site.ID]int{}, map[site.ID]int{}
	for _, p := range b.site.TablePermissions {
		countRoles(tables, p.Roles)
	}
	for _, r := range b.site.PageRules {
		countRoles(rules, r.Roles)
	}
	for _, a := range b.site.WebsiteAccessPermissions {
		countRoles(access, a.Roles)
	}
	views := make([]WebRoleView, len(b.site.WebRoles))
	for i, r := range b.site.WebRoles {
		views[i] = WebRoleView{
			RecordView: recordView(r.Record), Anonymous: r.Anonymous, Authenticated: r.Authenticated, Description: r.Description,
			TablePermissions: tables[r.ID], PageRules: rules[r.ID], WebsiteAccess: access[r.ID],
		}
	}
	return views
}

func countRoles(counts map[site.ID]int, roles []site.ID) {
	for _, id := range roles {
		counts[id]++
	}
}

func (b siteBuilder) tablePermissions() []TablePermissionView {
	views := make([]TablePermissionView, len(b.site.TablePermissions))
	for i, p := range b.site.TablePermissions {
		view := TablePermissionView{
			RecordView: recordView(p.Record), Table: p.Table, AccessType: string(p.AccessType),
			Privileges: chosen(
				option{"read", p.Read}, option{"write", p.Write}, option{"create", p.Create},
				option{"delete", p.Delete}, option{"append", p.Append}, option{"appendTo", p.AppendTo}),
			Roles: b.roleRefs(p.Roles), ParentID: string(p.Parent),
		}
		if p.Parent != "" {
			parent, ok := b.index.Permissions[p.Parent]
			view.ParentMissing = !ok
			if ok {
				view.ParentName = parent.Name
			}
		}
		switch p.AccessType {
		case site.ContactScope:
			view.Relationship = p.ContactRelationship
		case site.AccountScope:
			view.Relationship = p.AccountRelationship
		case site.ParentScope:
			view.Relationship = p.ParentRelationship
		}
		views[i] = view
	}
	return views
}

func (b siteBuilder) pageRules() []PageRuleView {
	views := make([]PageRuleView, len(b.site.PageRules))
	for i, r := range b.site.PageRules {
		view := PageRuleView{
			RecordView: recordView(r.Record), Right: string(r.Right), Scope: string(r.Scope),
			PageID: string(r.Page), Roles: b.roleRefs(r.Roles),
		}
		if r.Page != "" {
			page, ok := b.index.Pages[r.Page]
			view.PageMissing = !ok
			if ok {
				view.PageName = page.Name
				view.PageURL, _ = b.index.PageURL(r.Page)
			}
		}
		views[i] = view
	}
	return views
}

func (b siteBuilder) websiteAccess() []WebsiteAccessView {
	views := make([]WebsiteAccessView, len(b.site.WebsiteAccessPermissions))
	for i, a := range b.site.WebsiteAccessPermissions {
		views[i] = WebsiteAccessView{
			RecordView: recordView(a.Record),
			Rights: chosen(
				option{"manageContentSnippets", a.ManageContentSnippets}, option{"manageSiteMarkers", a.ManageSiteMarkers},
				option{"manageWebLinkSets", a.ManageWebLinkSets}, option{"previewUnpublishedEntities", a.PreviewUnpublishedEntities}),
			Roles: b.roleRefs(a.Roles),
		}
	}
	return views
}

func (b siteBuilder) siteSettings() []SiteSettingView {
	views := make([]SiteSettingView, len(b.site.SiteSettings))
	for i, s := range b.site.SiteSettings {
		views[i] = SiteSettingView{
			RecordView: recordView(s.Record), Value: s.Value, Secret: s.Secret,
			EnvironmentVariable: s.EnvironmentVariable, Description: s.Description,
		}
	}
	return views
}

// option is a word that applies or not.
type option struct {
	word string
	on   bool
}

func chosen(options ...option) []string {
	words := []string{}
	for _, o := range options {
		if o.on {
			words = append(words, o.word)
		}
	}
	return words
}
