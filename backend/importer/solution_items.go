package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gatehouse/backend/site"
)

// solutionItems is what became of one file of a solution. It is used again and again.
type solutionItems struct {
	findings
	buffer  bytes.Buffer
	records []sitedRecord
	website site.ID // of the last item, whatever became of it
	ignored string  // why there are no records
	aside   []asideItem
	lost    string // the kind of records that trouble would cost
	trouble *unreadable
}

// sitedRecord is a record and the site it belongs to.
type sitedRecord struct {
	website site.ID
	record
}

// asideItem is an item of a kind that is not read.
type asideItem struct {
	website site.ID
	kind    string
	reason  string
	line    int
}

// itemPart is one element of an item.
type itemPart struct {
	text []byte
	line int
}

// reset forgets everything but the room that was made, before items of a sort are read.
func (f *solutionItems) reset(item string) {
	f.findings, f.records, f.website, f.ignored, f.aside, f.trouble = findings{}, f.records[:0], "", "", nil, nil
	f.lost = lostInItem[item]
}

// load reads one file, which holds one item or, inside of another element, several.
func (f *solutionItems) load(ctx context.Context, j *job, e entry, item string) {
	f.reset(item)
	if f.buffer.Cap() > 64<<10 {
		f.buffer = bytes.Buffer{}
	}
	data, err := j.tree.load(e, &f.buffer)
	if err != nil {
		trouble := openTrouble(err)
		f.trouble = &trouble
		return
	}
	x, err := newXMLReader(ctx, bytes.NewReader(data), j.limits)
	if err == nil {
		err = f.items(x, item, e.path)
	}
	if err != nil && f.trouble == nil {
		trouble := x.trouble(err)
		f.trouble = &trouble
	}
	if f.trouble != nil {
		f.records = f.records[:0]
	} else if len(f.records) == 0 && f.ignored == "" {
		f.ignored = "It holds no records."
	}
}

// items reads the elements of this name. Those of another name are passed through.
func (f *solutionItems) items(x *xmlReader, item, path string) error {
	known := false
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			if !known && f.ignored == "" {
				f.ignored = foreignElements
			}
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		known = known || start.Name.Local == item+"s"
		if start.Name.Local != item {
			continue
		}
		known = true
		f.lost = lostInItem[item]
		line := x.line
		parts, err := f.parts(x, path)
		if err != nil {
			return err
		}
		if f.trouble = f.item(item, attribute(start, item+"id"), parts, site.Source{File: path, Line: line}, x.limits); f.trouble != nil {
			return nil
		}
	}
}

// parts reads the elements of an item. A value that had to be cut is left out.
func (f *solutionItems) parts(x *xmlReader, path string) (map[string]itemPart, error) {
	parts := map[string]itemPart{}
	until := x.depth
	for {
		token, err := x.next()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			if x.depth < until {
				return parts, nil
			}
		case xml.StartElement:
			line := x.line
			x.guard.wasCut()
			text, at, err := x.text()
			if err != nil {
				return nil, err
			}
			name := token.Name.Local
			switch _, twice := parts[name]; {
			case x.guard.wasCut():
				if name != "searchcontent" {
					f.problem(site.Error, path, line, "The element %s is too long; it was not read.",
						"Check whether the value can be right.", name)
				}
				continue
			case twice:
				f.problem(site.Warning, path, line, "The element %s stands twice; the last one counts.",
					"Keep the right one and remove the other.", name)
			}
			parts[name] = itemPart{text, at}
		}
	}
}

// item turns the parts of an item into records.
func (f *solutionItems) item(item, id string, parts map[string]itemPart, at site.Source, limits Limits) *unreadable {
	website := identify(parts["powerpagesiteid"].text)
	f.website = website
	switch item {
	case siteItem:
		return f.add(kinds["website"], identify([]byte(id)), id, parts, at, limits, "enhancedauthorization", "primarydomainname")
	case languageItem:
		// It stands for the language of the environment, too, and has its id.
		language := map[string]itemPart{"name": parts["name"], "languagecode": parts["languagecode"]}
		if why := f.add(kinds["portallanguage"], website, id, language, at, limits, "languagecode"); why != nil {
			return why
		}
		parts["portallanguageid"] = itemPart{[]byte(id), at.Line}
		return f.add(kinds["websitelanguage"], website, id, parts, at, limits, "languagecode", "portallanguageid")
	}
	number := strings.TrimSpace(string(parts["powerpagecomponenttype"].text))
	if number == "" {
		f.ignored = "A component without a type; what it is cannot be told."
		grade := site.Warning
		if len(parts["content"].text) == 0 && len(parts["name"].text) == 0 {
			f.ignored, grade = "A stub without type, name and content.", site.Note
		}
		f.problem(grade, at.File, at.Line, "%s", "Export the solution again if something is missing.", f.ignored)
		if grade == site.Warning {
			f.problems[len(f.problems)-1].Lost = site.LostAny
		}
		f.aside = append(f.aside, asideItem{website, "component without a type", f.ignored, at.Line})
		return nil
	}
	k := kinds[componentTypes[number]]
	if k == nil {
		f.ignored = unneededReason
		f.aside = append(f.aside, asideItem{website, fmt.Sprintf("component of type %.20q", number), unneededReason, at.Line})
		if !unneededTypes[number] {
			f.problem(site.Warning, at.File, at.Line, "The component is of type %.20q, which is not known; it was not read.",
				"A newer version of Gatehouse may know it.", number)
		}
		return nil
	}
	if len(f.records) == 0 {
		f.lost = k.name // otherwise the records before, of whatever kind, would be lost too
	}
	if key := languageKeys[k.name]; key != "" {
		parts[key] = parts["powerpagesitelanguageid"]
		return f.add(k, website, id, parts, at, limits, key)
	}
	return f.add(k, website, id, parts, at, limits)
}

// add makes a record of an item: its content first, then what stands beside it.
func (f *solutionItems) add(k *kind, website site.ID, id string, parts map[string]itemPart, at site.Source, limits Limits, beside ...string) *unreadable {
	n := len(f.records)
	if n < cap(f.records) {
		f.records = f.records[:n+1]
	} else {
		f.records = append(f.records, sitedRecord{})
	}
	r := &f.records[n]
	*r = sitedRecord{website, record{kind: k, source: at, fields: r.fields[:0]}}
	if id != "" {
		r.put("id", textValue(id, at.Line))
	}
	if content := parts["content"]; len(bytes.TrimSpace(content.text)) > 0 {
		wrong := readJSON(content.text, limits, func(key string, v value, line int) {
			v.line += content.line
			if r.website == "" && normalise(key) == "websiteid" && k.name != "website" {
				r.website = identify(v.text)
			}
			f.doubt(&r.record, r.put(key, v), v.line)
		})
		if wrong != nil {
			return wrong.in(content)
		}
	}
	fill := func(column int, key string) {
		if part, ok := parts[key]; ok && len(part.text) > 0 {
			if old, there := r.field(column); !there || old.value.blank() {
				r.put(key, value{shape: text, text: part.text, line: part.line})
			}
		}
	}
	fill(nameColumn, "name")
	fill(stateColumn, "statecode")
	for _, key := range beside {
		fill(k.columns[key], key)
	}
	return nil
}

// in says where in the file the trouble is.
func (t *jsonTrouble) in(content itemPart) *unreadable {
	before := content.text[:min(max(t.offset, 0), int64(len(content.text)))]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return &unreadable{
		line: content.line + bytes.Count(before, []byte("\n")), column: utf8.RuneCount(before[lineStart:]) + 1,
		reason: fmt.Sprintf("The content of the component is not valid JSON: %s.", t.reason),
		hint:   "Correct the place, or export the solution again.",
	}
}

// lostInItem is what a file costs of which no more is known than what it should hold.
var lostInItem = map[string]string{siteItem: "website", languageItem: "websitelanguage", componentItem: site.LostAny}

// componentTypes are the kinds by the number of a component's type.
var componentTypes = map[string]string{
	"1": "publishingstate", "2": "webpage", "3": "webfile", "4": "weblinkset", "5": "weblink", "6": "pagetemplate",
	"7": "contentsnippet", "8": "webtemplate", "9": "sitesetting", "10": "webpagerule", "11": "webrole",
	"12": "websiteaccess", "13": "sitemarker", "15": "basicform", "17": "list", "18": "tablepermission",
	"19": "advancedform", "20": "advancedformstep", "28": "columnpermissionprofile", "29": "columnpermission",
	"30": "redirect", "31": "publishingstatetransitionrule", "33": "cloudflowconsumer", "35": "serverlogic",
}

// unneededTypes say nothing about who may do what.
var unneededTypes = map[string]bool{"16": true, "21": true, "24": true, "26": true, "27": true, "32": true, "34": true}

// languageKeys are the keys for the language that stands beside the content.
var languageKeys = map[string]string{
	"webpage": "webpagelanguageid", "contentsnippet": "contentsnippetlanguageid", "weblinkset": "websitelanguageid",
}
