package plainaccess

import (
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// WebAPIReachable tells whether a table is open to the Web API at all: "allow", "deny" or "unknown" (rule 2.f).
func WebAPIReachable(s *site.Site, o Options, table string) string {
	return decide(s, o, Visitor{}, func(w *world) bool { return w.apiReachable(table) })
}

// apiReachable is api_reachable of rule 2.f.
func (w *world) apiReachable(table string) bool {
	if slices.Contains(unsupported, table) || !w.exposed(table) {
		return false
	}
	_, ok := w.allowList(table)
	return ok
}

// WebAPI tells whether the visitor may call the Web API on a table: "allow", "deny" or "unknown" (rule 2.f). The verbs
// are GET, POST, PATCH, PUT, DELETE and ASSOCIATE; any other is denied. A denial that is always the same comes with its
// code: "404" or one of the documented numbers, "403" where none is documented.
func WebAPI(s *site.Site, o Options, v Visitor, table, verb string, columns []string) (answer, code string) {
	// An answer is the word and, behind a blank, the code of a denial.
	answers := everywhere(s, o, v, func(w *world) string {
		return w.apiOperation(table, verb, columns)
	}, func([]string) bool { return false })
	words := []string{}
	for _, a := range answers {
		word, _, _ := strings.Cut(a, " ")
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) > 1 {
		return unknown, ""
	}
	if len(answers) == 1 {
		_, code, _ = strings.Cut(answers[0], " ")
	}
	return words[0], code
}

// apiOperation is api_operation of rule 2.f. The codes are those of its failure map.
func (w *world) apiOperation(table, verb string, columns []string) string {
	if !w.apiReachable(table) {
		return deny + " 404"
	}
	var needs [][2]string // privilege and the code when it is missing
	columnRight := ""
	switch verb {
	case "GET":
		needs, columnRight = [][2]string{{"read", "403"}}, "read"
	case "POST":
		needs, columnRight = [][2]string{{"create", "90040103"}}, "create"
	case "PATCH", "PUT":
		needs, columnRight = [][2]string{{"write", "90040102"}}, "update"
	case "DELETE":
		needs = [][2]string{{"delete", "90040104"}}
	case "ASSOCIATE":
		needs = [][2]string{{"append", "90040105"}, {"appendTo", "90040106"}}
	default:
		return deny + " 403"
	}
	for _, need := range needs {
		if !w.tableAllows(table, need[0], "") {
			return deny + " " + need[1]
		}
	}
	if columnRight == "" {
		return allow
	}
	// GET without $select fails unless all columns were exposed.
	if f, _ := w.allowList(table); verb == "GET" && len(columns) == 0 && !f.every {
		return deny + " 90040101"
	}
	answer := allow
	for _, column := range columns {
		switch w.columnRight(table, column, columnRight) {
		case none:
			return deny + " 90040101"
		case unknown:
			answer = unknown
		}
	}
	return answer
}

// unsupported are the configuration tables that the Web API refuses (2.f).
var unsupported = strings.Fields(`
	adx_contentaccesslevel adx_contentsnippet adx_entityform adx_entityformmetadata adx_entitylist adx_entitypermission
	adx_entitypermission_webrole adx_externalidentity adx_pagealert adx_pagenotification adx_pagetag adx_pagetag_webpage
	adx_pagetemplate adx_portallanguage adx_publishingstate adx_publishingstatetransitionrule
	adx_publishingstatetransitionrule_webrole adx_redirect adx_setting adx_shortcut adx_sitemarker adx_sitesetting
	adx_urlhistory adx_webfile adx_webfilelog adx_webform adx_webformmetadata adx_webformsession adx_webformstep
	adx_weblink adx_weblinkset adx_webnotificationentity adx_webnotificationurl adx_webpage adx_webpage_tag
	adx_webpageaccesscontrolrule adx_webpageaccesscontrolrule_webrole adx_webpagehistory adx_webpagelog
	adx_webrole_systemuser adx_website adx_website_list adx_website_sponsor adx_websiteaccess adx_websiteaccess_webrole
	adx_websitebinding adx_websitelanguage adx_webtemplate`)
