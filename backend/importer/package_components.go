package importer

import (
	"encoding/xml"
	"strings"

	"gatehouse/backend/site"
)

// Packages of the enhanced model hold the site's components as rows of three tables. A row has as columns what a
// solution has as elements, and its links to roles stand in its content, so that nothing of them is asked for apart.

// rowItems are the tables whose rows are items as in a solution.
var rowItems = map[string]bool{componentItem: true, siteItem: true, languageItem: true}

// enhanced notes that the package holds components.
func (p *packageReader) enhanced() {
	p.components = true
	p.derived = kinds["portallanguage"] // made of the languages of the site
	for _, to := range p.parts {
		to.derived = p.derived
	}
}

// component reads a row and builds the records in it. One that cannot be read does not keep the next from being read.
func (p *packageReader) component(start xml.StartElement, item string) error {
	at := site.Source{File: p.path, Line: p.x.line}
	id, parts := attribute(start, "id"), map[string]itemPart{}
	p.x.guard.wasCut()
	for until := p.x.depth; ; {
		token, err := p.x.next()
		if err != nil {
			return err
		}
		if _, ended := token.(xml.EndElement); ended && p.x.depth < until {
			break
		}
		field, ok := token.(xml.StartElement)
		if !ok || field.Name.Local != "field" || p.x.depth != until+1 {
			continue
		}
		key, written := strings.ToLower(attribute(field, "name")), attribute(field, "value")
		switch {
		case !p.x.guard.wasCut():
			parts[key] = itemPart{unescape(written), p.x.line}
		case key != "searchcontent":
			p.problem(site.Error, p.path, p.x.line, "The field %s of a row is too long; it was not read.",
				"Check whether the value can be right.", key)
		}
	}
	website := identify(parts["powerpagesiteid"].text)
	f := &p.items
	f.reset(item)
	trouble := f.item(item, id, parts, at, p.x.limits)
	for _, told := range f.problems {
		p.told(told)
	}
	if trouble != nil {
		p.told(site.Problem{
			Severity: site.Error, File: p.path, Line: at.Line, Message: trouble.reason + " It was not read.",
			Hint: trouble.hint, Lost: f.lost,
		})
		p.part(website).ledger.unreadable(p.path, []site.RecordException{{
			Use: site.RecordUnreadable, Kind: "component", ID: identify([]byte(id)), Name: string(parts["name"].text),
			Line: at.Line, Reason: trouble.reason,
		}})
		return nil
	}
	for _, left := range f.aside {
		p.aside[left.kind]++
	}
	for i := range f.records {
		if r := &f.records[i]; r.website != "" {
			p.part(r.website).add(&r.record)
		} else {
			p.keep(&r.record)
		}
	}
	return nil
}
