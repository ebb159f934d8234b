package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// plain is the evaluator that the tests of package access compare with. It shares nothing with the engine and nothing
// with gather, and is far too slow to be measured.
type plain struct{ site *site.Site }

var plainOptions = plainaccess.Options{At: moment, MissingUnknown: true}

func (p plain) page(q pageQuestion) func() (bool, error) {
	return func() (bool, error) {
		visitor := plainaccess.Visitor{SignedIn: true, Contact: q.contact}
		return plainaccess.PageRead(p.site, plainOptions, visitor, q.page) == access.Allow.String(), nil
	}
}

func (p plain) table(q tableQuestion) func() (string, error) {
	return func() (string, error) {
		visitor := plainaccess.Visitor{SignedIn: true, Contact: q.contact}
		reach, _ := plainaccess.TableRight(p.site, plainOptions, visitor, q.table, string(q.privilege))
		return reach, nil
	}
}

// agree puts all questions to everybody and fails at the first two different answers, or when an answer that the site
// has was never heard: then the questions prove nothing. It tells how often each answer was given.
func agree(everybody []named, q questions) (string, error) {
	pages, err := same(everybody, q.pages, func(p peer, one pageQuestion) (string, error) {
		yes, err := p.page(one)()
		if yes {
			return access.Allow.String(), err
		}
		return access.Deny.String(), err
	})
	if err != nil {
		return "", err
	}
	tables, err := same(everybody, q.tables, func(p peer, one tableQuestion) (string, error) { return p.table(one)() })
	if err != nil {
		return "", err
	}
	if len(pages) < 2 || len(tables) < 3 {
		return "", fmt.Errorf("only these answers occur: %s; %s", counts(pages), counts(tables))
	}
	return fmt.Sprintf("%d page reads (%s) and %d table rights (%s)", len(q.pages), counts(pages), len(q.tables), counts(tables)), nil
}

// same counts the answers on which everybody agrees.
func same[Q any](everybody []named, list []Q, answer func(peer, Q) (string, error)) (map[string]int, error) {
	heard := map[string]int{}
	for _, q := range list {
		var first string
		for i, p := range everybody {
			got, err := answer(p.peer, q)
			if err != nil {
				return nil, fmt.Errorf("%s about %v: %w", p.name, q, err)
			}
			if i == 0 {
				first = got
			}
			if got != first {
				return nil, fmt.Errorf("about %v %s answers %s, %s %s", q, everybody[0].name, first, p.name, got)
			}
		}
		heard[first]++
	}
	return heard, nil
}

func counts(heard map[string]int) string {
	var list []string
	for _, answer := range slices.Sorted(maps.Keys(heard)) {
		list = append(list, fmt.Sprintf("%s %d", answer, heard[answer]))
	}
	return strings.Join(list, ", ")
}
