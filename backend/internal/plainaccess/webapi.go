package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// WebAPIReachable tells whether a table is open to the Web API at all: "allow", "deny" or "unknown" (rule 2.f).
func WebAPIReachable(s *site.Site, o Options, table string) string {
	return verdict(s, o, Visitor{}, func(w *world) string { return yesNo(w.apiReachable(table)) })
}

// WebAPI tells whether the visitor may call the Web API on a table: "allow", "deny" or "unknown" (rule 2.f). The verbs
// are GET, POST, PATCH, PUT, DELETE and ASSOCIATE; any other is denied. A denial that is always the same comes with its
// code: "404" or one of the documented numbers, "403" where none is documented.
func WebAPI(s *site.Site, o Options, v Visitor, table, verb string, columns []string) (answer, code string) {
	first := true
	inEveryWorld(s, o, v, func(w *world) bool {
		a, c := w.apiOperation(table, verb, columns)
		if first {
			first, answer, code = false, a, c
		} else {
			if a != answer {
				answer = unknown
			}
			if c != code {
				code = ""
			}
		}
		return answer != unknown
	})
	if answer != deny {
		code = ""
	}
	return answer, code
}

// apiReachable is api_reachable of rule 2.f.
func (w *world) apiReachable(table string) bool {
	if slices.Contains(unsupportedTables, table) {
		return false
	}
	if value, present := w.setting("Webapi/"+table+"/enabled", "true"); !truth(value, present, false) {
		return false
	}
	fields := w.apiFields(table)
	return fields != "" && (fields != "*" || w.o.Switches["S13"] == "all")
}

// apiOperation is api_operation of rule 2.f.
func (w *world) apiOperation(table, verb string, columns []string) (answer, code string) {
	if !w.apiReachable(table) {
		return deny, "404"
	}
	var privileges []string
	right := ""
	code = "403"
	switch verb {
	case "GET":
		privileges, right = []string{"read"}, "read"
		// 2.f: without $select it fails unless all columns are exposed.
		if len(columns) == 0 && w.apiFields(table) != "*" {
			return deny, "90040101"
		}
	case "POST":
		privileges, right, code = []string{"create"}, "create", "90040103"
	case "PATCH", "PUT":
		privileges, right, code = []string{"write"}, "update", "90040102"
	case "DELETE":
		privileges, right, code = []string{"delete"}, "", "90040104"
		columns = nil
	case "ASSOCIATE":
		// Reading: both privileges on this table; Associate asks about two.
		privileges, right = []string{"append", "appendTo"}, "update"
	default:
		return deny, code
	}
	doubt := false
	for _, p := range privileges {
		switch w.has(table, p, "") {
		case deny:
			switch p {
			case "append":
				code = "90040105"
			case "appendTo":
				code = "90040106"
			}
			return deny, code
		case unknown:
			doubt = true
		}
	}
	for _, c := range columns {
		switch w.columnRight(table, c, right) {
		case none:
			return deny, "90040101"
		case unknown:
			doubt = true
		}
	}
	if doubt {
		return unknown, ""
	}
	return allow, ""
}

// unsupportedTables are refused by the Web API (rule 2.f).
var unsupportedTables = []string{
	"adx_contentaccesslevel", "adx_contentsnippet", "adx_entityform", "adx_entityformmetadata", "adx_entitylist",
	"adx_entitypermission", "adx_entitypermission_webrole", "adx_externalidentity", "adx_pagealert",
	"adx_pagenotification", "adx_pagetag", "adx_pagetag_webpage", "adx_pagetemplate", "adx_portallanguage",
	"adx_publishingstate", "adx_publishingstatetransitionrule", "adx_publishingstatetransitionrule_webrole",
	"adx_redirect", "adx_setting", "adx_shortcut", "adx_sitemarker", "adx_sitesetting", "adx_urlhistory", "adx_webfile",
	"adx_webfilelog", "adx_webform", "adx_webformmetadata", "adx_webformsession", "adx_webformstep", "adx_weblink",
	"adx_weblinkset", "adx_webnotificationentity", "adx_webnotificationurl", "adx_webpage", "adx_webpage_tag",
	"adx_webpageaccesscontrolrule", "adx_webpageaccesscontrolrule_webrole", "adx_webpagehistory", "adx_webpagelog",
	"adx_webrole_systemuser", "adx_website", "adx_website_list", "adx_website_sponsor", "adx_websiteaccess",
	"adx_websiteaccess_webrole", "adx_websitebinding", "adx_websitelanguage", "adx_webtemplate",
}
