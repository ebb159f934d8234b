package app

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/admin"
	"gatehouse/backend/site"
)

// No two things are told by one letter.
func TestAccessLetters(t *testing.T) {
	seen := map[byte]string{}
	note := func(letter byte, what string) {
		t.Helper()
		if other, taken := seen[letter]; taken {
			t.Errorf("%q stands for %s and for %s", letter, other, what)
		}
		seen[letter] = what
	}
	for by := access.ByNothing; by <= access.ByMissing; by++ {
		note(decidingLetter(admin.Decided{By: by}), by.String())
	}
	note(decidingLetter(admin.Decided{By: access.ByGrant, Own: true}), "an own grant")
	note(decidingLetter(admin.Decided{By: access.ByRestriction, Own: true}), "an own restriction")

	for types, want := range map[string]byte{
		"": '0', string(site.Global): '1', string(site.ContactScope): '2', string(site.AccountScope): '4', string(site.SelfScope): '8',
		string(site.ParentScope): '@', string(site.CustomFetchXML): 'P',
	} {
		var list []site.AccessType
		if types != "" {
			list = []site.AccessType{site.AccessType(types)}
		}
		if got := typesCharacter(list); got != want {
			t.Errorf("%q is %q, want %q", types, got, want)
		}
	}
}
