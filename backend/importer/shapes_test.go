package importer_test

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// row is a record of a made-up site, before it takes the shape of a format.
type row struct {
	kind, id, name string
	values         [][2]string         // keys without prefix
	links          map[string][]string // relation without prefix → ids
	codes          map[string][]string // choices of several values
	inactive       bool
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

// titled are the kinds whose name stands under a key of its own.
var titled = map[string]bool{"tablepermission": true, "columnpermissionprofile": true}

// tableOf gives the table of a kind, without prefix.
func tableOf(kind string) string {
	names := map[string]string{
		"tablepermission": "entitypermission", "webpagerule": "webpageaccesscontrolrule", "list": "entitylist",
		"basicform": "entityform", "advancedform": "webform", "advancedformstep": "webformstep",
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
		name := fmt.Sprintf("%s-records/%s/%s.%s.yml", r.kind, r.id, r.id, r.kind)
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
		name := fmt.Sprintf(".powerpages-site/%s/%s/%s.%s.yml", folder, r.id, r.id, r.kind)
		if r.kind == "website" {
			name = ".powerpages-site/website.yml"
		}
		files[name] = &fstest.MapFile{Data: []byte(yamlRow(r, "", "id", listPrefix, ""))}
	}
	return files
}

// typeNumbers are the numbers of component types.
var typeNumbers = map[string]int{
	"publishingstate": 1, "webpage": 2, "webfile": 3, "weblinkset": 4, "weblink": 5, "pagetemplate": 6,
	"contentsnippet": 7, "webtemplate": 8, "sitesetting": 9, "webpagerule": 10, "webrole": 11, "websiteaccess": 12,
	"sitemarker": 13, "basicform": 15, "list": 17, "tablepermission": 18, "advancedform": 19, "advancedformstep": 20,
	"columnpermissionprofile": 28, "columnpermission": 29, "redirect": 30, "publishingstatetransitionrule": 31,
	"cloudflowconsumer": 33, "serverlogic": 35,
}

// asSolution writes a solution; unpacked tells the two layouts apart.
func asSolution(rows []row, unpacked bool) fstest.MapFS {
	files := fstest.MapFS{"[Content_Types].xml": {Data: []byte("\ufeff<Types/>")}}
	manifest, customizations := "solution.xml", "customizations.xml"
	if unpacked {
		manifest, customizations = "Other/Solution.xml", "Other/Customizations.xml"
	}
	files[manifest] = &fstest.MapFile{Data: []byte("<ImportExportXml><SolutionManifest><Managed>0</Managed></SolutionManifest></ImportExportXml>")}
	files[customizations] = &fstest.MapFile{Data: []byte("<ImportExportXml/>")}
	var sites, languages string
	website := rows[0].id
	for _, r := range rows {
		content := map[string]any{"websiteid": website}
		element := "powerpagecomponent"
		beside := fmt.Sprintf("<powerpagecomponenttype>%d</powerpagecomponenttype>", typeNumbers[r.kind])
		for _, v := range r.values {
			key, val := v[0], v[1]
			switch {
			case key == "webpagelanguageid" || key == "contentsnippetlanguageid":
				beside += fmt.Sprintf("<powerpagesitelanguageid><powerpagesitelanguageid>%s</powerpagesitelanguageid></powerpagesitelanguageid>", val)
			case key == "portallanguageid":
			case val == "true" || val == "false":
				content[key] = val == "true"
			case strings.HasPrefix(val, "75615"), len(val) < 3 && val[0] >= '0' && val[0] <= '9', key == "statuscode":
				content[key] = json.Number(val)
			default:
				content[key] = strings.ReplaceAll(val, "\n", "\r\n")
			}
		}
		for key, ids := range r.links {
			content["adx_"+key] = ids
		}
		for key, codes := range r.codes {
			content[key] = strings.Join(codes, ",")
		}
		switch r.kind {
		case "portallanguage":
			continue // the language of the site stands for it
		case "website":
			element, beside = "powerpagesite", "<datamodelversion>2.0</datamodelversion><enhancedauthorization>0</enhancedauthorization>"
		case "websitelanguage":
			element, beside = "powerpagesitelanguage", "<languagecode>en-US</languagecode><lcid>1033</lcid>"
		}
		text, err := json.MarshalIndent(content, "", "  ")
		if err != nil {
			panic(err)
		}
		state := 0
		if r.inactive {
			state = 1
		}
		body := fmt.Sprintf("<%[1]s %[1]sid=\"%[2]s\">\r\n  <content>%[3]s</content>\r\n  <name>%[4]s</name>\r\n  %[5]s\r\n"+
			"  <powerpagesiteid>\r\n    <powerpagesiteid>%[6]s</powerpagesiteid>\r\n  </powerpagesiteid>\r\n  <statecode>%[7]d</statecode>\r\n  <statuscode>%[8]d</statuscode>\r\n</%[1]s>",
			element, r.id, html.EscapeString(string(text)), html.EscapeString(r.name), beside, website, state, state+1)
		switch element {
		case "powerpagesite":
			sites += strings.ReplaceAll(body, "<powerpagesiteid>", "<ignored>")
			sites = strings.ReplaceAll(sites, "</powerpagesiteid>", "</ignored>")
		case "powerpagesitelanguage":
			languages += body
		default:
			files["powerpagecomponents/"+r.id+"/powerpagecomponent.xml"] = &fstest.MapFile{Data: []byte(body)}
		}
	}
	files["Assets/powerpagesites.xml"] = &fstest.MapFile{Data: []byte("<powerpagesites>" + sites + "</powerpagesites>")}
	files["Assets/powerpagesitelanguages.xml"] = &fstest.MapFile{Data: []byte("<powerpagesitelanguages>" + languages + "</powerpagesitelanguages>")}
	return files
}

// twice escapes a text as the Configuration Migration tool does.
func twice(s string) string {
	s = html.EscapeString(html.EscapeString(s))
	return strings.ReplaceAll(s, "\n", "&#xD;&#xA;")
}

// packageData writes the data.xml of a package. From the roles' side means that links stand on the roles.
func packageData(rows []row, fromRoles bool) string {
	var b strings.Builder
	b.WriteString("\r\n<entities timestamp=\"2024-05-01T08:00:00.0000000Z\">\r\n")
	website := rows[0].id
	kinds := []string{}
	for _, r := range rows {
		if !slices.Contains(kinds, r.kind) {
			kinds = append(kinds, r.kind)
		}
	}
	slices.Sort(kinds) // roles come behind most of what refers to them
	for _, kind := range kinds {
		table := tableOf(kind)
		fmt.Fprintf(&b, "  <entity name=\"adx_%s\" displayname=\"x\">\r\n    <records>\r\n", table)
		links := ""
		for _, r := range rows {
			if r.kind != kind {
				continue
			}
			fmt.Fprintf(&b, "      <record id=\"%s\">\r\n", r.id)
			put := func(key, val string) { fmt.Fprintf(&b, "        <field name=\"%s\" value=\"%s\" />\r\n", key, val) }
			put("adx_"+table+"id", r.id)
			if !titled[kind] {
				put("adx_name", twice(r.name))
			}
			for _, v := range r.values {
				val := twice(v[1])
				if val == "true" || val == "false" {
					val = strings.ToUpper(val[:1]) + val[1:]
				}
				put("adx_"+v[0], val)
			}
			for key, codes := range r.codes {
				put("adx_"+key, "[-1,"+strings.Join(codes, ",")+",-1]")
			}
			state := "0"
			if r.inactive {
				state = "1"
			}
			put("statecode", state)
			if kind != "website" && kind != "portallanguage" && kind != "weblink" && kind != "advancedformstep" {
				fmt.Fprintf(&b, "        <field name=\"adx_websiteid\" value=\"%s\" lookupentity=\"adx_website\" lookupentityname=\"Contoso\" />\r\n", website)
			}
			b.WriteString("      </record>\r\n")
			for _, relation := range sorted(r.links) {
				if fromRoles && strings.HasSuffix(relation, "_webrole") {
					continue
				}
				links += m2m(r.id, "webrole", relation, r.links[relation])
			}
		}
		if kind == "webrole" && fromRoles {
			for _, r := range rows {
				for _, relation := range sorted(r.links) {
					for _, role := range r.links[relation] {
						if strings.HasSuffix(relation, "_webrole") {
							links += m2m(role, tableOf(r.kind), relation, []string{r.id})
						}
					}
				}
			}
		}
		if links == "" {
			links = "    <m2mrelationships />\r\n"
		} else {
			links = "    <m2mrelationships>\r\n" + links + "    </m2mrelationships>\r\n"
		}
		b.WriteString("    </records>\r\n" + links + "  </entity>\r\n")
	}
	b.WriteString("</entities>")
	return b.String()
}

func m2m(source, target, relation string, ids []string) string {
	s := fmt.Sprintf("      <m2mrelationship sourceid=\"%s\" targetentityname=\"adx_%s\" targetentitynameidfield=\"adx_%sid\" m2mrelationshipname=\"adx_%s\">\r\n        <targetids>\r\n", source, target, target, relation)
	for _, id := range ids {
		s += "          <targetid>" + id + "</targetid>\r\n"
	}
	return s + "        </targetids>\r\n      </m2mrelationship>\r\n"
}

// asPackage writes a package without a schema.
func asPackage(rows []row, fromRoles bool) fstest.MapFS {
	return fstest.MapFS{
		"data.xml":            {Data: []byte(packageData(rows, fromRoles))},
		"[Content_Types].xml": {Data: []byte("<Types/>")},
	}
}

// TestSameSite reads one site in every shape.
func TestSameSite(t *testing.T) {
	shapes := map[string]fstest.MapFS{
		"CLIFolder":           asCLIFolder(madeSite),
		"CodeSite":            asCodeSite(madeSite, "adx_"),
		"CodeSiteBare":        asCodeSite(madeSite, ""),
		"CodeSiteFlat":        inFolder(".powerpages-site", asCLIFolder(madeSite)),
		"Solution":            asSolution(madeSite, false),
		"SolutionUnpacked":    asSolution(madeSite, true),
		"Package":             asPackage(madeSite, false),
		"PackageFromTheRoles": asPackage(madeSite, true),
	}
	for _, name := range []string{"CLIFolder", "CodeSite", "Solution", "Package"} {
		shapes[name+"Zipped"] = fstest.MapFS{"download/site.zip": {Data: zipped(t, shapes[name], false)}}
		shapes[name+"ZippedWithBackslashes"] = fstest.MapFS{"site.ZIP": {Data: zipped(t, shapes[name], true)}}
		shapes[name+"ZippedTwice"] = fstest.MapFS{"deploy.zip": {Data: zipped(t, fstest.MapFS{
			"PkgFolder/site.zip": {Data: zipped(t, shapes[name], false)},
		}, true)}}
	}
	want := readShape(t, shapes["CLIFolder"])
	sum := fingerprint(t, &want.Site)
	if n := len(want.Site.TablePermissions[0].Roles); n != 2 || want.Site.SiteSettings[1].Value != longValue {
		t.Fatalf("%d roles, value %q", n, want.Site.SiteSettings[1].Value)
	}
	for name, files := range shapes {
		t.Run(name, func(t *testing.T) {
			got := readShape(t, files)
			if fingerprint(t, &got.Site) != sum {
				t.Errorf("another fingerprint: %s", difference(t, &want.Site, &got.Site))
			}
			if got.Site.Counts() != want.Site.Counts() {
				t.Errorf("counts %+v, want %+v", got.Site.Counts(), want.Site.Counts())
			}
			for _, p := range got.Problems {
				if p.Severity == site.Error {
					t.Errorf("%+v", p)
				}
			}
			checkAccount(t, files, []site.Reading{got})
		})
	}
}

func readShape(t testing.TB, files fstest.MapFS) site.Reading {
	t.Helper()
	readings, err := importer.ReadFS(t.Context(), files, "test", importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(readings) != 1 {
		t.Fatalf("%d readings, want 1", len(readings))
	}
	return readings[0]
}

func inFolder(folder string, files fstest.MapFS) fstest.MapFS {
	moved := fstest.MapFS{}
	for name, file := range files {
		moved[folder+"/"+name] = file
	}
	return moved
}

func fingerprint(t testing.TB, s *site.Site) string {
	t.Helper()
	sum, err := s.Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// difference lists the records that only one of two sites has.
func difference(t testing.TB, a, b *site.Site) string {
	t.Helper()
	count := map[string]int{}
	for i, s := range []*site.Site{a, b} {
		packed, err := s.Pack()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packed {
			count[p.Kind+" "+string(p.Data)] += 1 - 2*i
		}
	}
	var lines []string
	for line, n := range count {
		if n != 0 {
			lines = append(lines, fmt.Sprintf("%+d %s", -n, line))
		}
	}
	slices.Sort(lines)
	return "\n" + strings.Join(lines, "\n")
}
