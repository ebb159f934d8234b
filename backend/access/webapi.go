package access

import (
	"slices"
	"strings"
)

// WebAPI says whether and how far the portal's Web API exposes a table, before any visitor is looked at.
type WebAPI struct {
	Reachable Verdict  `json:"reachable"`
	Why       string   `json:"why"`
	Fields    []string `json:"fields"`    // the columns listed, as stored, without blanks around them
	AllFields bool     `json:"allFields"` // * where the portal still takes it for every column
	Settings  []Ref    `json:"settings"`
}

// WebAPI reads the two settings that open a table to the Web API.
func (e *Engine) WebAPI(table string) WebAPI {
	enabled, fields := e.setting(webAPIPrefix+table+"/enabled"), e.setting(webAPIPrefix+table+"/fields")
	a := WebAPI{Fields: []string{}, Settings: []Ref{}}
	for _, r := range []reading{enabled, fields} {
		if r.record != nil {
			a.Settings = append(a.Settings, refTo(KindSiteSetting, &r.record.Record))
		}
	}
	for _, field := range strings.Split(fields.value, ",") {
		if field = strings.TrimSpace(field); field != "" && field != "*" {
			a.Fields = append(a.Fields, field)
		}
	}
	star := strings.TrimSpace(fields.value) == "*"
	on := enabled.boolean(false)
	switch {
	case slices.Contains(unsupported, table):
		a.Why = "The Web API refuses this configuration table."
	case on == Deny && enabled.record == nil:
		a.Why = "There is no active site setting Webapi/" + table + "/enabled."
	case on == Deny:
		a.Why = "Site setting Webapi/" + table + "/enabled does not say true."
	case !fields.untold && strings.TrimSpace(fields.value) == "":
		a.Why = "Site setting Webapi/" + table + "/fields lists no column."
	case star && !fields.untold && !e.rules.starIsAll:
		a.Why = "Site setting Webapi/" + table + "/fields is *, which the portal refuses."
	case on == Unknown || fields.untold:
		a.Reachable = Unknown
		a.Why = "The value of a site setting is not in the export."
		a.AllFields = fields.untold
	default:
		a.Reachable = Allow
		a.Why = "Site settings Webapi/" + table + "/enabled and /fields open it."
		a.AllFields = star
	}
	return a
}

// lists reports whether a column is in the list of fields.
func (a *WebAPI) lists(column string) bool { return a.AllFields || slices.Contains(a.Fields, column) }

// unsupported are the configuration tables the Web API refuses, by name.
var unsupported = configurationTables(
	"contentaccesslevel contentsnippet entityform entityformmetadata entitylist entitypermission",
	"entitypermission_webrole externalidentity pagealert pagenotification pagetag pagetag_webpage pagetemplate",
	"portallanguage publishingstate publishingstatetransitionrule publishingstatetransitionrule_webrole redirect",
	"setting shortcut sitemarker sitesetting urlhistory webfile webfilelog webform webformmetadata webformsession",
	"webformstep weblink weblinkset webnotificationentity webnotificationurl webpage webpage_tag",
	"webpageaccesscontrolrule webpageaccesscontrolrule_webrole webpagehistory webpagelog webrole_systemuser website",
	"website_list website_sponsor websiteaccess websiteaccess_webrole websitebinding websitelanguage webtemplate",
)

func configurationTables(stems ...string) []string {
	list := strings.Fields(strings.Join(stems, " "))
	for i := range list {
		list[i] = "adx_" + list[i]
	}
	return list
}

// Verb is what a request to the Web API does.
type Verb string

const (
	Get       Verb = "GET"
	Post      Verb = "POST"
	Patch     Verb = "PATCH"
	Put       Verb = "PUT"
	DeleteRow Verb = "DELETE"
)

// Operation is the answer to one request.
type Operation struct {
	Verdict Verdict `json:"verdict"`
	Code    string  `json:"code,omitempty"` // of the refusal, as the Web API gives it; "404" where the table is not exposed
	Why     string  `json:"why"`
}

// Operation answers whether the visitor's request would pass, apart from the anti-forgery token of a session. A word
// that is no verb is denied.
func (v *Visitor) Operation(table string, verb Verb, columns []string) Operation {
	api := v.engine.WebAPI(table)
	if api.Reachable == Deny {
		return Operation{Code: "404", Why: api.Why}
	}
	privilege, column, code := verb.needs()
	if privilege == "" {
		return Operation{Why: "The Web API has no verb " + string(verb) + "."}
	}
	reach := v.TableRight(table, privilege).Reach
	if reach == ReachNone {
		return Operation{Code: code, Why: "No table permission of the visitor gives " + privilegeWord(privilege) + " on " + table + "."}
	}
	verdict := api.Reachable
	if reach == ReachUnknown {
		verdict = Unknown
	}
	for _, c := range columns {
		switch right := v.ColumnRight(table, c, column); right {
		case ReachNone:
			return Operation{Code: "90040101", Why: "Column " + c + " is not open to the visitor for this."}
		case ReachUnknown:
			verdict = Unknown
		}
	}
	if verdict == Unknown {
		return Operation{Verdict: Unknown, Why: "Records that are not in the export decide."}
	}
	return Operation{Verdict: Allow, Why: "The table is open, the table permissions give " + privilegeWord(privilege) + ", and every column is open."}
}

// needs is the privilege, the column right and the code of the refusal that belong to a verb.
func (verb Verb) needs() (Privilege, ColumnRight, string) {
	switch verb {
	case Get:
		return Read, ColumnRead, "90040101"
	case Post:
		return Create, ColumnCreate, "90040103"
	case Patch, Put:
		return Write, ColumnUpdate, "90040102"
	case DeleteRow:
		return Delete, ColumnRead, "90040104"
	}
	return "", "", ""
}
