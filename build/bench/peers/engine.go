package main

import (
	"slices"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// moment is the one asked about.
var moment = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// engine is Gatehouse with every contact prepared.
type engine struct {
	compiled *access.Engine
	visitors map[site.ID]*access.Visitor
}

func newEngine(s *site.Site) (*engine, error) {
	compiled, err := access.Compile(s, access.Options{At: moment})
	if err != nil {
		return nil, err
	}
	e := &engine{compiled, make(map[site.ID]*access.Visitor, len(s.Contacts))}
	for i := range s.Contacts {
		id := s.Contacts[i].ID
		if e.visitors[id], err = compiled.Visitor(access.Contact(id)); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (e *engine) page(q pageQuestion) func() (bool, error) {
	visitor := e.visitors[q.contact]
	page, _ := e.compiled.Page(q.page)
	return func() (bool, error) { return visitor.PageRead(page) == access.Allow, nil }
}

func (e *engine) table(q tableQuestion) func() (string, error) {
	visitor := e.visitors[q.contact]
	table, _ := e.compiled.Table(q.table)
	privilege := slices.Index(access.Privileges(), q.privilege)
	return func() (string, error) { return visitor.TableReach(table, privilege).String(), nil }
}

// pageByID leaves finding the contact and the page to the question.
func (e *engine) pageByID(q pageQuestion) func() (bool, error) {
	return func() (bool, error) {
		page, _ := e.compiled.Page(q.page)
		return e.visitors[q.contact].PageRead(page) == access.Allow, nil
	}
}

// tableByID leaves finding the contact and the table to the question.
func (e *engine) tableByID(q tableQuestion) func() (string, error) {
	return func() (string, error) {
		return e.visitors[q.contact].TableRight(q.table, q.privilege).Reach.String(), nil
	}
}

func (e *engine) pageExplained(q pageQuestion) func() (*access.Explanation, error) {
	visitor := e.visitors[q.contact]
	page, _ := e.compiled.Page(q.page)
	return func() (*access.Explanation, error) { return visitor.ExplainPageRead(page), nil }
}

func (e *engine) tableExplained(q tableQuestion) func() (*access.Explanation, error) {
	visitor := e.visitors[q.contact]
	return func() (*access.Explanation, error) { return visitor.ExplainTable(q.table, q.privilege), nil }
}
