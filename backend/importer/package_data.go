package importer

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// packageReader reads a data.xml from its beginning to its end, without holding more than a record at a time.
type packageReader struct {
	*job
	findings
	x     *xmlReader
	path  string
	asked *schema // nil where there is none that can be read

	table    string // whose rows are read, as written
	kind     *kind  // nil where its rows are left aside
	record   record
	homeless []record // rows that name no website
	links    []link
	seen     map[string]bool // relations with at least one link, normalised
	aside    map[string]int  // tables that are not read → rows
	rows     int
	standard bool

	components bool          // it holds components, as packages of the enhanced model do
	items      solutionItems // of the row that is read

	broken bool // the end of the file was not reached
}

// link is the row of a relation: a record and those it is linked to.
type link struct {
	relation string // normalised
	table    string // of the record, normalised
	source   site.ID
	targets  []value
	to       string // table of the targets, normalised
	line     int
}

// read reads the file as far as it can be read. It fails only where ctx ends.
func (p *packageReader) read(ctx context.Context, e entry) error {
	f, err := p.tree.open(e)
	if err == nil {
		defer f.Close()
		p.x, err = newXMLReader(ctx, &within{from: f, left: p.limits.PackageBytes}, p.limits)
	}
	if err == nil {
		err = p.elements()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		p.account.use(p.path)
		return nil
	}
	p.broken = true
	why := p.x.trouble(err)
	if p.rows > 0 {
		why.reason += readSoFar
	}
	p.account.unreadable(p.path, why)
	return nil
}

// readSoFar follows the reason why the rest of a package is unreadable. Links stand behind the records they belong to.
const readSoFar = " What stands before that place was read; links to web roles may be missing, so who has which is unknown."

// elements goes through the file. Where an element stands decides nothing; what is inside of it does.
func (p *packageReader) elements() error {
	for {
		token, err := p.x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "entity":
			p.table = attribute(start, "name")
			p.kind = tables[normalise(p.table)]
			p.standard = p.standard || strings.HasPrefix(strings.ToLower(p.table), "adx_")
			if rowItems[strings.ToLower(p.table)] {
				p.enhanced()
			}
		case "record":
			if p.rows++; p.rows%500 == 0 {
				p.meter.records(500)
			}
			switch item := strings.ToLower(p.table); {
			case rowItems[item]:
				err = p.component(start, item)
			case p.kind == nil:
				p.aside[p.table]++
				err = p.x.skip()
			default:
				err = p.row(start)
			}
		case "m2mrelationship":
			err = p.relationship(start)
		}
		if err != nil {
			return err
		}
	}
}

// row reads a record and builds it, or keeps it until its website is known.
func (p *packageReader) row(start xml.StartElement) error {
	r := &p.record
	*r = record{kind: p.kind, source: site.Source{File: p.path, Line: p.x.line}, fields: r.fields[:0]}
	if id := attribute(start, "id"); id != "" {
		r.put("id", textValue(id, p.x.line))
	}
	var website, name string
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
		key, written := attribute(field, "name"), attribute(field, "value")
		if p.x.guard.wasCut() {
			if _, wanted := p.kind.columns[normalise(key)]; wanted {
				p.problem(site.Error, p.path, p.x.line, "The field %s of a %s is too long; it was not read.",
					"Check whether the value can be right.", key, p.kind.label)
			}
			continue
		}
		if normalise(key) == "websiteid" {
			website, name = written, attribute(field, "lookupentityname")
		}
		p.doubt(r, r.put(key, value{shape: text, text: unescape(written), line: p.x.line}), p.x.line)
	}
	if p.kind.name == "website" {
		website = "" // the row is the website itself
		if id, ok := r.field(idColumn); ok {
			website = string(id.value.text)
		}
	}
	if id := identify([]byte(website)); id != "" {
		to := p.part(id)
		if name != "" {
			to.named.Name = string(unescape(name))
		}
		to.add(r)
		return nil
	}
	p.keep(r)
	return nil
}

// keep keeps a record until its website is known.
func (p *packageReader) keep(r *record) {
	kept := *r
	kept.fields = slices.Clone(r.fields)
	p.homeless = append(p.homeless, kept)
}

// relationship reads the links of one record in one relation.
func (p *packageReader) relationship(start xml.StartElement) error {
	l := link{
		relation: normalise(attribute(start, "m2mrelationshipname")), table: normalise(p.table),
		source: identify([]byte(attribute(start, "sourceid"))), to: normalise(attribute(start, "targetentityname")),
		line: p.x.line,
	}
	for until := p.x.depth; ; {
		token, err := p.x.next()
		if err != nil {
			return err
		}
		if _, ended := token.(xml.EndElement); ended && p.x.depth < until {
			break
		}
		if target, ok := token.(xml.StartElement); ok && target.Name.Local == "targetid" {
			id, line, err := p.x.text()
			if err != nil {
				return err
			}
			l.targets = append(l.targets, value{shape: text, text: id, line: line})
		}
	}
	p.seen[l.relation] = true
	p.links = append(p.links, l)
	return nil
}

// owners are the keys by which records without a website name one that has it.
var owners = map[string][]string{
	"weblink":                       {"weblinksetid", "pageid"},
	"advancedformstep":              {"webform"},
	"columnpermission":              {"columnpermissionprofileid"},
	"forumpermission":               {"forumid"},
	"blogpost":                      {"blogid"},
	"publishingstatetransitionrule": {"fromstate_publishingstateid", "tostate_publishingstateid"},
}

// finish finds homes for what names no website, ties the links, and tells what the package was made without.
func (p *packageReader) finish() {
	p.model = site.Enhanced
	if p.standard {
		p.model = site.Standard
	}
	if len(p.parts) == 0 {
		p.part("")
	}
	for i := range p.homeless {
		r := &p.homeless[i]
		for _, to := range p.homes(r) {
			to.add(r)
		}
	}
	p.homeless = nil
	p.tie()
	p.tellUnasked()
	p.account.problems = append(p.account.problems, p.problems...)
	if len(p.aside) > 0 {
		var left []string
		for _, table := range sortedKeys(p.aside) {
			n := p.aside[table]
			left = append(left, fmt.Sprintf("%s (%d)", table, n))
			for _, to := range p.parts {
				to.ledger.aside(p.path, table, unneededReason, 0, n)
			}
		}
		p.account.problem(site.Problem{
			Severity: site.Note, File: p.path,
			Message: fmt.Sprintf("Rows of these tables say nothing about access and were left aside: %s.", strings.Join(left, ", ")),
		})
	}
}

// homes are the sites that a record without a website belongs to: that of the record it depends on, else all of them.
func (p *packageReader) homes(r *record) []*part {
	if len(p.parts) == 1 {
		return p.parts
	}
	for _, key := range owners[r.kind.name] {
		f, ok := r.named(key)
		if !ok {
			continue
		}
		id := identify(f.value.text)
		for i, to := range p.parts {
			for _, owner := range []string{"weblinkset", "webpage", "advancedform", "columnpermissionprofile", "forum", "blog", "publishingstate"} {
				if to.known(kinds[owner], id) {
					return p.parts[i : i+1]
				}
			}
		}
	}
	return p.parts
}
