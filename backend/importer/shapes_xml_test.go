package importer_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing/fstest"
)

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
			files["powerpagecomponents/"+r.fileName()+"/powerpagecomponent.xml"] = &fstest.MapFile{Data: []byte(body)}
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
			if kind != "website" && kind != "portallanguage" && kind != "weblink" && kind != "advancedformstep" && kind != "blogpost" {
				fmt.Fprintf(&b, "        <field name=\"adx_websiteid\" value=\"%s\" lookupentity=\"adx_website\" lookupentityname=\"Contoso\" />\r\n", website)
			}
			b.WriteString("      </record>\r\n")
			for _, relation := range sorted(r.links) {
				if fromRoles && toRoles(relation) {
					continue
				}
				links += m2m(r.id, "webrole", relation, r.links[relation])
			}
		}
		if kind == "webrole" && fromRoles {
			for _, r := range rows {
				for _, relation := range sorted(r.links) {
					for _, role := range r.links[relation] {
						if toRoles(relation) {
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

// toRoles tells the relations to web roles by their names.
func toRoles(relation string) bool {
	return strings.HasSuffix(relation, "_webrole") || strings.HasPrefix(relation, "webrole_")
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

// asComponentPackage writes a package of the enhanced model: the components of a solution as rows.
func asComponentPackage(rows []row) fstest.MapFS {
	tables := map[string]string{}
	for _, r := range rows {
		table, fields := "powerpagecomponent", map[string]string{"name": r.name, "statecode": "0", "powerpagesiteid": rows[0].id}
		content := map[string]any{}
		for _, v := range r.values {
			switch key, val := v[0], v[1]; {
			case key == "webpagelanguageid" || key == "contentsnippetlanguageid":
				fields["powerpagesitelanguageid"] = val
			case key != "portallanguageid":
				content[key] = val
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
			table = "powerpagesite"
			delete(fields, "powerpagesiteid")
		case "websitelanguage":
			table, fields["languagecode"] = "powerpagesitelanguage", "en-US"
		default:
			fields["powerpagecomponenttype"] = fmt.Sprint(typeNumbers[r.kind])
		}
		if r.inactive {
			fields["statecode"] = "1"
		}
		text, err := json.Marshal(content)
		if err != nil {
			panic(err)
		}
		fields["content"] = string(text)
		tables[table] += fmt.Sprintf("      <record id=\"%s\">\r\n        <field name=\"%sid\" value=\"%s\" />\r\n", r.id, table, r.id)
		for _, key := range slices.Sorted(maps.Keys(fields)) {
			tables[table] += fmt.Sprintf("        <field name=\"%s\" value=\"%s\" />\r\n", key, twice(fields[key]))
		}
		tables[table] += "      </record>\r\n"
	}
	data := "\r\n<entities>\r\n"
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		data += "  <entity name=\"" + table + "\">\r\n    <records>\r\n" + tables[table] + "    </records>\r\n    <m2mrelationships />\r\n  </entity>\r\n"
	}
	return fstest.MapFS{"data.xml": {Data: []byte(data + "</entities>")}}
}
