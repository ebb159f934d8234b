package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// peer answers questions about one site. All of them, the engine included, know all contacts, pages and tables before
// the first question. A question is made first and asked afterwards, so that nobody pays for putting it into words.
type peer interface {
	page(pageQuestion) func() (read bool, err error)
	table(tableQuestion) func() (reach string, err error)
}

type named struct {
	name string
	peer
}

// slicedSuffix marks a peer that is handed only the policies of the asked page or table.
const slicedSuffix = ", sliced"

// peers loads a site into all of them.
func peers(s *site.Site) ([]named, error) {
	f := gather(s)
	whole, sliced, err := newCedar(f)
	if err != nil {
		return nil, fmt.Errorf("load cedar: %w", err)
	}
	casbin, err := newCasbin(f)
	if err != nil {
		return nil, fmt.Errorf("load casbin: %w", err)
	}
	opa, err := newOPA(f)
	if err != nil {
		return nil, fmt.Errorf("load opa: %w", err)
	}
	return []named{{"cedar-go", whole}, {"cedar-go" + slicedSuffix, sliced}, {"casbin", casbin}, {"opa", opa}}, nil
}

type pageQuestion struct{ contact, page site.ID }

type tableQuestion struct {
	contact   site.ID
	table     string
	privilege access.Privilege
}

// questions are drawn by chance, no two of them equal. Their ids are copies, as if they came from outside.
type questions struct {
	pages  []pageQuestion
	tables []tableQuestion
}

func ask(s *site.Site, pages, tables int, seed uint64) questions {
	r := rand.New(rand.NewPCG(seed, 5))
	contact := func() site.ID { return site.ID(strings.Clone(string(s.Contacts[r.IntN(len(s.Contacts))].ID))) }
	var q questions
	askedPages := map[pageQuestion]bool{}
	for len(q.pages) < pages {
		one := pageQuestion{contact(), site.ID(strings.Clone(string(s.WebPages[r.IntN(len(s.WebPages))].ID)))}
		if !askedPages[one] {
			askedPages[one] = true
			q.pages = append(q.pages, one)
		}
	}
	askedTables := map[tableQuestion]bool{}
	for len(q.tables) < tables {
		table := strings.Clone(s.TablePermissions[r.IntN(len(s.TablePermissions))].Table)
		one := tableQuestion{contact(), table, []access.Privilege{access.Read, access.Write}[r.IntN(2)]}
		if !askedTables[one] {
			askedTables[one] = true
			q.tables = append(q.tables, one)
		}
	}
	return q
}
