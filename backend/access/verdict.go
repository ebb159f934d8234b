package access

import (
	"fmt"

	"gatehouse/backend/site"
)

// Verdict answers a question of yes or no. The zero value denies.
type Verdict uint8

const (
	Deny Verdict = iota
	Allow
	Unknown // the records that are there do not tell
)

var verdicts = [...]string{"deny", "allow", "unknown"}

func (v Verdict) String() string { return verdicts[v] }

// MarshalText writes the word that is stored and transmitted.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (v *Verdict) UnmarshalText(text []byte) error {
	for i, word := range verdicts {
		if word == string(text) {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("read verdict %q", text)
}

// between is the answer when the least and the most favourable completion of the export are known.
func between(least, most bool) Verdict {
	switch {
	case least:
		return Allow
	case most:
		return Unknown
	}
	return Deny
}

// at is the answer at one completion of the export.
func at(v Verdict, bound int) bool { return v == Allow || v == Unknown && bound == most }

func verdictOf(yes bool) Verdict { return between(yes, yes) }

// Reach says how many rows of a table a visitor has a privilege on. The zero value is none.
type Reach uint8

const (
	ReachNone Reach = iota
	ReachSome
	ReachAll
	ReachUnknown
)

var reaches = [...]string{"none", "some", "all", "unknown"}

func (r Reach) String() string { return reaches[r] }

// MarshalText writes the word that is stored and transmitted.
func (r Reach) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Reach) UnmarshalText(text []byte) error {
	for i, word := range reaches {
		if word == string(text) {
			*r = Reach(i)
			return nil
		}
	}
	return fmt.Errorf("read reach %q", text)
}

// Privilege is a right on rows of a table.
type Privilege string

const (
	Read     Privilege = "read"
	Write    Privilege = "write"
	Create   Privilege = "create"
	Delete   Privilege = "delete"
	Append   Privilege = "append"
	AppendTo Privilege = "appendTo"
)

// Privileges lists all privileges in the order in which they are shown.
func Privileges() []Privilege { return []Privilege{Read, Write, Create, Delete, Append, AppendTo} }

const privilegeCount = 6

// number is the place of a privilege in Privileges, -1 for a word that is none.
func (p Privilege) number() int {
	switch p {
	case Read:
		return 0
	case Write:
		return 1
	case Create:
		return 2
	case Delete:
		return 3
	case Append:
		return 4
	case AppendTo:
		return 5
	}
	return -1
}

// Kind names a kind of record in machine output. It does not follow the vocabulary chosen for the window.
type Kind string

const (
	KindWebsite                 Kind = "website"
	KindLanguage                Kind = "websiteLanguage"
	KindWebPage                 Kind = "webPage"
	KindWebFile                 Kind = "webFile"
	KindWebRole                 Kind = "webRole"
	KindContact                 Kind = "contact"
	KindRoleAssignment          Kind = "roleAssignment"
	KindPagePermission          Kind = "pagePermission"
	KindRestrictRead            Kind = "pagePermission.restrictRead"
	KindGrantChange             Kind = "pagePermission.grantChange"
	KindWebsiteAccessPermission Kind = "websiteAccessPermission"
	KindTablePermission         Kind = "tablePermission"
	KindColumnPermissionProfile Kind = "columnPermissionProfile"
	KindColumnPermission        Kind = "columnPermission"
	KindSiteSetting             Kind = "siteSetting"
	KindSiteMarker              Kind = "siteMarker"
	KindPublishingState         Kind = "publishingState"
	KindPublishingTransition    Kind = "publishingTransition"
	KindWebLink                 Kind = "webLink"
	KindForum                   Kind = "forum"
	KindForumPermission         Kind = "forumPermission"
	KindBlog                    Kind = "blog"
	KindBlogPost                Kind = "blogPost"
	KindIdeaForum               Kind = "ideaForum"
	KindList                    Kind = "list"
	KindBasicForm               Kind = "basicForm"
	KindAdvancedFormStep        Kind = "advancedFormStep"
	KindRoleGate                Kind = "roleGate"
)

// Ref points at a record. A record that is not in the export has an ID and nothing else.
type Ref struct {
	Kind Kind    `json:"kind"`
	ID   site.ID `json:"id"`
	Name string  `json:"name,omitempty"`
	File string  `json:"file,omitempty"`
	Line int     `json:"line,omitempty"`
}

func refTo(kind Kind, r *site.Record) Ref {
	return Ref{Kind: kind, ID: r.ID, Name: r.Name, File: r.Source.File, Line: r.Source.Line}
}
