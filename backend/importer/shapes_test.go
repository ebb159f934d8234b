package importer_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing/fstest"
)

// row is a record of a made-up site, before it takes the shape of a format.
type row struct {
	kind, id, name string
	values         [][2]string         // keys without prefix
	links          map[string][]string // relation without prefix → ids
	codes          map[string][]string // choices of several values
	inactive       bool
	file           string // in place of the id in the names of files
}

func (r row) fileName() string {
	if r.file != "" {
		return r.file
	}
	return r.id
}

const made = "5f0c6d3e-1a2b-4c3d-8e9f-00000000"

// longValue has everything that some format escapes.
const longValue = "{\"a\": [1, 'two']}\n<b title=\"x\">Tom & Jerry; &amp; 5 > 3</b>\n管理"

// madeSite has a record of every kind that all formats can hold.
var madeSite = []row{
	{kind: "website", id: made + "0000", name: "Contoso Help", values: [][2]string{{"website_language", "1033"}, {"defaultlanguage", made + "0090"}}},
	{kind: "websitelanguage", id: made + "0090", name: "English", values: [][2]string{{"portallanguageid", made + "0090"}, {"publishingstate", made + "0070"}}},
	{kind: "portallanguage", id: made + "0090", name: "English", values: [][2]string{{"languagecode", "en-US"}}},
	{kind: "publishingstate", id: made + "0070", name: "Published", values: [][2]string{{"isvisible", "true"}, {"isdefault", "false"}}},
	{kind: "publishingstate", id: made + "0071", name: "Draft", values: [][2]string{{"isdefault", "true"}}},
	{kind: "webrole", id: made + "0001", name: "Members", values: [][2]string{{"authenticatedusersrole", "true"}, {"anonymoususersrole", "false"}, {"description", "Everyone with an account"}}},
	{kind: "webrole", id: made + "0002", name: "Gäste 管理", values: [][2]string{{"anonymoususersrole", "true"}}},
	{kind: "webrole", id: made + "0003", name: "Editors", inactive: true},
	{kind: "pagetemplate", id: made + "0050", name: "Default", values: [][2]string{{"webtemplateid", made + "0060"}, {"isdefault", "true"}, {"rewriteurl", "~/x"}, {"entityname", "adx_webpage"}}},
	{kind: "webtemplate", id: made + "0060", name: "Layout", values: [][2]string{{"mimetype", "text/html"}}},
	{kind: "webpage", id: made + "0030", name: "Home", values: [][2]string{{"partialurl", "/"}, {"isroot", "true"}, {"pagetemplateid", made + "0050"}, {"publishingstateid", made + "0070"}, {"displayorder", "1"}, {"hiddenfromsitemap", "false"}}},
	{kind: "webpage", id: made + "0031", name: "Home", values: [][2]string{{"partialurl", "/"}, {"isroot", "false"}, {"rootwebpageid", made + "0030"}, {"webpagelanguageid", made + "0090"}, {"pagetemplateid", made + "0050"}, {"publishingstateid", made + "0070"}, {"title", "Tom & Jerry's"}, {"releasedate", "2030-01-02T03:04:05.0000000Z"}}},
	{kind: "webpage", id: made + "0032", name: "Requests", values: [][2]string{{"partialurl", "requests"}, {"isroot", "true"}, {"parentpageid", made + "0030"}, {"publishingstateid", made + "0071"}, {"entitylist", made + "0120"}, {"entityform", made + "0121"}, {"webform", made + "0122"}}, inactive: true},
	{kind: "webfile", id: made + "0040", name: "logo.png", values: [][2]string{{"partialurl", "logo.png"}, {"parentpageid", made + "0030"}, {"publishingstateid", made + "0070"}}},
	{kind: "webpagerule", id: made + "0020", name: "Members only", values: [][2]string{{"right", "2"}, {"scope", "2"}, {"webpageid", made + "0030"}, {"description", "Why"}},
		links: map[string][]string{"webpageaccesscontrolrule_webrole": {made + "0002", made + "0001"}, "accesscontrolrule_publishingstate": {made + "0071"}}},
	{kind: "webpagerule", id: made + "0021", name: "Grant Change", values: [][2]string{{"right", "1"}}, links: map[string][]string{"webpageaccesscontrolrule_webrole": {made + "0003"}}},
	{kind: "websiteaccess", id: made + "0025", name: "Content", values: [][2]string{{"managecontentsnippets", "true"}, {"managesitemarkers", "false"}, {"manageweblinksets", "true"}, {"previewunpublishedentities", "true"}},
		links: map[string][]string{"websiteaccess_webrole": {made + "0003"}}},
	{kind: "tablepermission", id: made + "0010", name: "My requests", values: [][2]string{{"entityname", "My requests"}, {"entitylogicalname", "contoso_request"}, {"scope", "756150001"}, {"contactrelationship", "contoso_owner"}, {"read", "true"}, {"write", "true"}, {"create", "true"}, {"appendto", "true"}, {"append", "false"}, {"delete", "false"}},
		links: map[string][]string{"entitypermission_webrole": {made + "0001", made + "0003"}}},
	{kind: "tablepermission", id: made + "0011", name: "Notes", values: [][2]string{{"entityname", "Notes"}, {"entitylogicalname", "annotation"}, {"scope", "756150003"}, {"parententitypermission", made + "0010"}, {"parentrelationship", "contoso_request_Annotations"}, {"read", "true"}},
		links: map[string][]string{"entitypermission_webrole": {made + "0001"}}},
	{kind: "columnpermissionprofile", id: made + "0015", name: "Public columns", values: [][2]string{{"profilename", "Public columns"}, {"tablename", "contact"}},
		links: map[string][]string{"columnpermissionprofile_webrole": {made + "0001"}}},
	{kind: "columnpermission", id: made + "0016", name: "Email", values: [][2]string{{"columnpermissionprofileid", made + "0015"}, {"columnname", "emailaddress1"}},
		codes: map[string][]string{"permissions": {"746610002", "746610001"}}},
	{kind: "sitesetting", id: made + "0100", name: "Webapi/contoso_request/fields", values: [][2]string{{"value", "*"}, {"description", "Columns"}}},
	{kind: "sitesetting", id: made + "0101", name: "Contoso/Answer", values: [][2]string{{"value", longValue}}},
	{kind: "sitesetting", id: made + "0102", name: "Contoso/Empty"},
	{kind: "sitesetting", id: made + "0103", name: "Contoso/Colour", values: [][2]string{{"source", "1"}, {"envvar_schema", "contoso_Colour"}}},
	{kind: "sitesetting", id: made + "0104", name: "Authentication/OpenIdConnect/Contoso/ClientSecret", values: [][2]string{{"value", "made-up-value"}}},
	{kind: "sitesetting", id: made + "0105", name: "Session/Timeout", values: [][2]string{{"value", "00:03:00"}}},
	{kind: "sitemarker", id: made + "0110", name: "Home", values: [][2]string{{"pageid", made + "0030"}}},
	{kind: "sitemarker", id: made + "0111", name: "Search"},
	{kind: "weblinkset", id: made + "0112", name: "Default", values: [][2]string{{"websitelanguageid", made + "0090"}, {"publishingstateid", made + "0070"}}},
	{kind: "weblink", id: made + "0113", name: "Requests", values: [][2]string{{"weblinksetid", made + "0112"}, {"pageid", made + "0032"}, {"disablepagevalidation", "true"}}},
	{kind: "weblink", id: made + "0114", name: "Elsewhere", values: [][2]string{{"weblinksetid", made + "0112"}, {"parentweblinkid", made + "0113"}, {"externalurl", "https://contoso.example/?a=1&copy=2"}}},
	{kind: "contentsnippet", id: made + "0115", name: "Footer", values: [][2]string{{"contentsnippetlanguageid", made + "0090"}}},
	{kind: "list", id: made + "0120", name: "Requests", values: [][2]string{{"entityname", "contoso_request"}, {"entitypermissionsenabled", "true"}, {"odata_enabled", "true"}, {"odata_entitysetname", "requests"}}},
	{kind: "basicform", id: made + "0121", name: "Ask", values: [][2]string{{"entityname", "contoso_request"}, {"mode", "100000000"}, {"entitypermissionsenabled", "false"}}},
	{kind: "advancedform", id: made + "0122", name: "Apply", values: [][2]string{{"startstep", made + "0123"}, {"authenticationrequired", "true"}}},
	{kind: "advancedformstep", id: made + "0123", name: "First", values: [][2]string{{"webform", made + "0122"}, {"targetentitylogicalname", "contoso_request"}, {"mode", "100000000"}, {"entitypermissionsenabled", "true"}}},
	{kind: "redirect", id: made + "0130", name: "Old", values: [][2]string{{"inboundurl", "old"}, {"webpageid", made + "0030"}, {"statuscode", "302"}}},
	{kind: "cloudflowconsumer", id: made + "0131", name: "Notify", links: map[string][]string{"cloudflowconsumer_adx_webrole": {made + "0001"}}},
	{kind: "serverlogic", id: made + "0132", name: "Price", links: map[string][]string{"serverlogic_adx_webrole": {made + "0001"}}},
	{kind: "publishingstatetransitionrule", id: made + "0133", name: "Publish", values: [][2]string{{"fromstate_publishingstateid", made + "0071"}, {"tostate_publishingstateid", made + "0070"}}, links: map[string][]string{"publishingstatetransitionrule_webrole": {made + "0003"}}},
}

// madeCommunity is what solutions have no components for.
var madeCommunity = []row{
	{kind: "forum", id: made + "0140", name: "Talk", values: [][2]string{{"parentpageid", made + "0030"}, {"partialurl", "talk"}, {"publishingstateid", made + "0070"}}},
	{kind: "forumpermission", id: made + "0141", name: "Readers", values: [][2]string{{"forumid", made + "0140"}, {"right", "2"}},
		links: map[string][]string{"communityforumaccesspermission_webrole": {made + "0001"}}},
	{kind: "blog", id: made + "0142", name: "News", values: [][2]string{{"parentpageid", made + "0030"}, {"partialurl", "news"}}, links: map[string][]string{"blog_webrole": {made + "0001", made + "0003"}}},
	{kind: "blogpost", id: made + "0143", name: "Opening hours", values: [][2]string{{"blogid", made + "0142"}, {"partialurl", "hours"}, {"published", "true"}}},
	{kind: "blogpost", id: made + "0144", name: "Next year", values: [][2]string{{"blogid", made + "0142"}, {"published", "false"}}, inactive: true},
	{kind: "webfile", id: made + "0145", name: "hours.pdf", values: [][2]string{{"partialurl", "hours.pdf"}, {"blogpostid", made + "0143"}}},
	{kind: "ideaforum", id: made + "0146", name: "Ideas", values: [][2]string{{"partialurl", "ideas"}},
		links: map[string][]string{"webrole_ideaforum_read": {made + "0001"}, "webrole_ideaforum_write": {made + "0003"}}},
}

// titled are the kinds whose name stands under a key of its own.
var titled = map[string]bool{"tablepermission": true, "columnpermissionprofile": true}

// tableOf gives the table of a kind, without prefix.
func tableOf(kind string) string {
	names := map[string]string{
		"tablepermission": "entitypermission", "webpagerule": "webpageaccesscontrolrule", "list": "entitylist",
		"basicform": "entityform", "advancedform": "webform", "advancedformstep": "webformstep", "forum": "communityforum",
		"forumpermission": "communityforumaccesspermission",
	}
	if name := names[kind]; name != "" {
		return name
	}
	return kind
}

// yamlText writes a value so that it stays what it is.
func yamlText(s string) string {
	if strings.ContainsAny(s, "\n\"\\") {
		b, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		return string(b)
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// yamlRow writes a record, every key with the prefix.
func yamlRow(r row, prefix, idKey, listPrefix, indent string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, indent+format+"\n", args...) }
	line("%s: %s", idKey, r.id)
	if !titled[r.kind] {
		line("%sname: %s", prefix, yamlText(r.name))
	}
	for _, v := range r.values {
		line("%s%s: %s", prefix, v[0], yamlText(v[1]))
	}
	for _, lists := range []map[string][]string{r.links, r.codes} {
		for _, key := range sorted(lists) {
			p := listPrefix
			if lists[key][0][0] == '7' {
				p = prefix
			}
			line("%s%s:", p, key)
			for _, id := range lists[key] {
				line("- %s", id)
			}
		}
	}
	if r.inactive {
		line("statecode: 1")
	}
	return b.String()
}

func sorted(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// cliLists are the kinds of which all records stand in one file.
var cliLists = map[string]string{
	"webrole": "", "webpagerule": "", "websiteaccess": "", "sitesetting": "", "sitemarker": "", "publishingstate": "",
	"websitelanguage": "", "redirect": "", "publishingstatetransitionrule": "", "portallanguage": ".portalconfig/",
}

// asCLIFolder writes a flat folder of the enhanced model.
func asCLIFolder(rows []row) fstest.MapFS {
	files := fstest.MapFS{}
	lists := map[string]string{}
	for _, r := range rows {
		idKey := "adx_" + tableOf(r.kind) + "id"
		if top, ok := cliLists[r.kind]; ok {
			lists[top+r.kind+".yml"] += "- " + strings.TrimPrefix(yamlRow(r, "adx_", idKey, "adx_", "  "), "  ")
			continue
		}
		name := fmt.Sprintf("%s-records/%[2]s/%[2]s.%[1]s.yml", r.kind, r.fileName())
		if r.kind == "website" {
			name = "website.yml"
		}
		files[name] = &fstest.MapFile{Data: []byte(yamlRow(r, "adx_", idKey, "adx_", ""))}
	}
	for name, content := range lists {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

// codeFolders are the folders of a code site whose name is not made of the kind's.
var codeFolders = map[string]string{
	"webrole": "web-roles", "tablepermission": "table-permissions", "webpagerule": "webpage-rules",
	"websiteaccess": "website-accesss", "sitesetting": "site-settings", "websitelanguage": "site-languages",
	"publishingstate": "publishing-states", "portallanguage": ".portalconfig", "webfile": "web-files",
}

// asCodeSite writes a code site; the prefix is that of lists of roles.
func asCodeSite(rows []row, listPrefix string) fstest.MapFS {
	files := fstest.MapFS{"app/index.html": {Data: []byte("<html>")}, "powerpages.config.json": {Data: []byte("{}")}}
	for _, r := range rows {
		folder := codeFolders[r.kind]
		if folder == "" {
			folder = r.kind + "s"
		}
		name := fmt.Sprintf(".powerpages-site/%s/%[2]s/%[2]s.%[3]s.yml", folder, r.fileName(), r.kind)
		if r.kind == "website" {
			name = ".powerpages-site/website.yml"
		}
		files[name] = &fstest.MapFile{Data: []byte(yamlRow(r, "", "id", listPrefix, ""))}
	}
	return files
}
