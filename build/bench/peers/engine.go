package main

import (
	"slices"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// moment is the one asked about.
var moment = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// engine is Gatehouse. As a peer it answers a question about a contact it was never asked about: nothing is prepared for
// the contact, and nothing is kept of the answer.
type engine struct {
	compiled *access.Engine
	visitors []*access.Visitor // every contact prepared, by place
}

func newEngine(s *site.Site) (*engine, error) {
	compiled, err := access.Compile(s, access.Options{At: moment})
	if err != nil {
		return nil, err
	}
	e := &engine{compiled, make([]*access.Visitor, len(s.Contacts))}
	for i := range s.Contacts {
		if e.visitors[i], err = compiled.Visitor(access.Contact(s.Contacts[i].ID)); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (e *engine) page(q pageQuestion) func() (bool, error) {
	contact, page := e.placesOf(q)
	return func() (bool, error) { return e.compiled.ContactPageRead(contact, page) == access.Allow, nil }
}

func (e *engine) table(q tableQuestion) func() (string, error) {
	contact, table, privilege := e.tablePlacesOf(q)
	return func() (string, error) { return e.compiled.ContactTableReach(contact, table, privilege).String(), nil }
}

// pageByID leaves finding the contact and the page to the question.
func (e *engine) pageByID(q pageQuestion) func() (bool, error) {
	return func() (bool, error) {
		contact, page := e.placesOf(q)
		return e.compiled.ContactPageRead(contact, page) == access.Allow, nil
	}
}

// tableByID leaves finding the contact, the table and the privilege to the question.
func (e *engine) tableByID(q tableQuestion) func() (string, error) {
	return func() (string, error) {
		contact, table, privilege := e.tablePlacesOf(q)
		return e.compiled.ContactTableReach(contact, table, privilege).String(), nil
	}
}

// pageOfVisitor asks a prepared visitor.
func (e *engine) pageOfVisitor(q pageQuestion) func() (bool, error) {
	contact, page := e.placesOf(q)
	visitor := e.visitors[contact]
	return func() (bool, error) { return visitor.PageRead(page) == access.Allow, nil }
}

// tableOfVisitor asks a prepared visitor.
func (e *engine) tableOfVisitor(q tableQuestion) func() (string, error) {
	contact, table, privilege := e.tablePlacesOf(q)
	visitor := e.visitors[contact]
	return func() (string, error) { return visitor.TableReach(table, privilege).String(), nil }
}

func (e *engine) placesOf(q pageQuestion) (contact, page int) {
	contact, _ = e.compiled.Contact(q.contact)
	page, _ = e.compiled.Page(q.page)
	return contact, page
}

var privileges = access.Privileges()

func (e *engine) tablePlacesOf(q tableQuestion) (contact, table, privilege int) {
	contact, _ = e.compiled.Contact(q.contact)
	table, _ = e.compiled.Table(q.table)
	return contact, table, slices.Index(privileges, q.privilege)
}

func (e *engine) pageExplained(q pageQuestion) func() (*access.Explanation, error) {
	contact, page := e.placesOf(q)
	visitor := e.visitors[contact]
	return func() (*access.Explanation, error) { return visitor.ExplainPageRead(page), nil }
}

func (e *engine) tableExplained(q tableQuestion) func() (*access.Explanation, error) {
	contact, _, _ := e.tablePlacesOf(q)
	visitor := e.visitors[contact]
	return func() (*access.Explanation, error) { return visitor.ExplainTable(q.table, q.privilege), nil }
}
