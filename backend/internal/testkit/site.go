package testkit

import (
	"fmt"

	"gatehouse/backend/site"
)

// LargeReading is a site of exactly n records in as many files, in proportions like those of large sites: pages and
// content snippets, some files and settings, few roles and permissions. Equal numbers give equal sites.
func LargeReading(n int) site.Reading {
	r := site.Reading{Site: site.Site{
		Format: site.CLIFolder, DataModel: site.Standard, Root: ".",
		Website: site.Website{Record: record("website", 0), PrimaryDomain: "northwind.example"},
	}}
	s := &r.Site
	r.Files = append(r.Files, site.File{Path: s.Website.Source.File, Use: site.Used})
	for i := 1; i < n; i++ {
		var at site.Record
		switch i % 10 {
		case 0, 1:
			at = record("web-page", i)
			s.WebPages = append(s.WebPages, site.WebPage{
				Record: at, PartialURL: fmt.Sprintf("page-%d", i), Parent: id("web-page", i/2), IsRoot: i%10 == 0,
				Title: fmt.Sprintf("Page %d of the Northwind customer portal", i), PageTemplate: id("page-template", i%7),
				PublishingState: id("publishing-state", 1), DisplayOrder: i,
			})
		case 2, 3:
			at = record("content-snippet", i)
			s.ContentSnippets = append(s.ContentSnippets, site.ContentSnippet{Record: at, Language: id("language", 1)})
		case 4:
			at = record("web-file", i)
			s.WebFiles = append(s.WebFiles, site.WebFile{Record: at, PartialURL: fmt.Sprintf("file-%d.css", i), Parent: id("web-page", i-4)})
		case 5, 6:
			at = record("site-setting", i)
			s.SiteSettings = append(s.SiteSettings, site.SiteSetting{Record: at, Value: fmt.Sprintf("value %d", i), Description: "Set by the Northwind team."})
		case 7:
			at = record("web-role", i)
			s.WebRoles = append(s.WebRoles, site.WebRole{Record: at, Description: "Members of one of the teams.", Website: s.Website.ID})
		case 8:
			at = record("table-permission", i)
			s.TablePermissions = append(s.TablePermissions, site.TablePermission{
				Record: at, Table: "incident", AccessType: site.ContactScope, Read: true, Create: true, AppendTo: i%4 == 0,
				Roles: []site.ID{id("web-role", i-1), id("web-role", i+9)}, ContactRelationship: "incident_customer_contacts",
			})
		default:
			at = record("web-link", i)
			s.WebLinks = append(s.WebLinks, site.WebLink{Record: at, Set: id("web-link-set", i%5), Page: id("web-page", i-9)})
		}
		r.Files = append(r.Files, site.File{Path: at.Source.File, Use: site.Used})
	}
	return r
}

func record(kind string, i int) site.Record {
	return site.Record{
		ID:     id(kind, i),
		Name:   fmt.Sprintf("%s %d", kind, i),
		Source: site.Source{File: fmt.Sprintf("%ss/%s-%d.%s.yml", kind, kind, i, kind), Line: 1},
	}
}

func id(kind string, i int) site.ID {
	return site.ID(fmt.Sprintf("%08x-0000-4000-8000-%012x", len(kind)*1000+int(kind[0]), i))
}
