package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Packed is one record on its own: what it says, apart from where it was read. Two packed records with equal Data
// say the same, so a store may keep one of them.
type Packed struct {
	Kind   string // stored with the data; see the kinds table
	Data   []byte // JSON without the source
	Source Source
}

// kind ties a slice of a Site to the name under which its records are packed.
type kind struct {
	name   string
	pack   func(*Site, func(any, Source) error) error
	grow   func(s *Site, n int) // makes room for n records
	unpack func(*Site, Packed, *scanner) error
}

// record is satisfied by a pointer to any record type.
type record[T any] interface {
	scannable[T]
	Base() *Record
}

func kindOf[T any, P record[T]](name string, field func(*Site) *[]T) kind {
	return kind{
		name: name,
		pack: func(s *Site, emit func(any, Source) error) error {
			for _, r := range *field(s) {
				base := P(&r).Base()
				source := base.Source
				base.Source = Source{}
				if err := emit(r, source); err != nil {
					return err
				}
			}
			return nil
		},
		grow: func(s *Site, n int) { *field(s) = make([]T, 0, n) },
		unpack: func(s *Site, p Packed, in *scanner) error {
			list := field(s)
			*list = (*list)[:len(*list)+1]
			r := P(&(*list)[len(*list)-1])
			err := unpack(in, p.Data, r)
			r.Base().Source = p.Source
			return err
		},
	}
}

// kinds names every slice of Site. The names are stored: they may be added to, never changed.
var kinds = []kind{
	kindOf("language", func(s *Site) *[]Language { return &s.Languages }),
	kindOf("webPage", func(s *Site) *[]WebPage { return &s.WebPages }),
	kindOf("webFile", func(s *Site) *[]WebFile { return &s.WebFiles }),
	kindOf("webRole", func(s *Site) *[]WebRole { return &s.WebRoles }),
	kindOf("contact", func(s *Site) *[]Contact { return &s.Contacts }),
	kindOf("roleAssignment", func(s *Site) *[]RoleAssignment { return &s.RoleAssignments }),
	kindOf("websiteAccessPermission", func(s *Site) *[]WebsiteAccessPermission { return &s.WebsiteAccessPermissions }),
	kindOf("pageRule", func(s *Site) *[]PageRule { return &s.PageRules }),
	kindOf("tablePermission", func(s *Site) *[]TablePermission { return &s.TablePermissions }),
	kindOf("columnPermissionProfile", func(s *Site) *[]ColumnPermissionProfile { return &s.ColumnPermissionProfiles }),
	kindOf("columnPermission", func(s *Site) *[]ColumnPermission { return &s.ColumnPermissions }),
	kindOf("siteSetting", func(s *Site) *[]SiteSetting { return &s.SiteSettings }),
	kindOf("siteMarker", func(s *Site) *[]SiteMarker { return &s.SiteMarkers }),
	kindOf("webLinkSet", func(s *Site) *[]WebLinkSet { return &s.WebLinkSets }),
	kindOf("webLink", func(s *Site) *[]WebLink { return &s.WebLinks }),
	kindOf("contentSnippet", func(s *Site) *[]ContentSnippet { return &s.ContentSnippets }),
	kindOf("pageTemplate", func(s *Site) *[]PageTemplate { return &s.PageTemplates }),
	kindOf("webTemplate", func(s *Site) *[]WebTemplate { return &s.WebTemplates }),
	kindOf("list", func(s *Site) *[]List { return &s.Lists }),
	kindOf("basicForm", func(s *Site) *[]BasicForm { return &s.BasicForms }),
	kindOf("advancedForm", func(s *Site) *[]AdvancedForm { return &s.AdvancedForms }),
	kindOf("advancedFormStep", func(s *Site) *[]AdvancedFormStep { return &s.AdvancedFormSteps }),
	kindOf("forum", func(s *Site) *[]Forum { return &s.Forums }),
	kindOf("forumPermission", func(s *Site) *[]ForumPermission { return &s.ForumPermissions }),
	kindOf("blog", func(s *Site) *[]Blog { return &s.Blogs }),
	kindOf("blogPost", func(s *Site) *[]BlogPost { return &s.BlogPosts }),
	kindOf("ideaForum", func(s *Site) *[]IdeaForum { return &s.IdeaForums }),
	kindOf("publishingState", func(s *Site) *[]PublishingState { return &s.PublishingStates }),
	kindOf("publishingTransition", func(s *Site) *[]PublishingTransition { return &s.PublishingTransitions }),
	kindOf("redirect", func(s *Site) *[]Redirect { return &s.Redirects }),
	kindOf("roleGate", func(s *Site) *[]RoleGate { return &s.RoleGates }),
}

const websiteKind = "website"

// Pack takes the site apart into records, the website first, in the order of the site.
func (s *Site) Pack() ([]Packed, error) {
	website := s.Website
	website.Source = Source{}
	data, err := json.Marshal(website)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", websiteKind, err)
	}
	packed := []Packed{{Kind: websiteKind, Data: data, Source: s.Website.Source}}
	for _, k := range kinds {
		err := k.pack(s, func(r any, source Source) error {
			data, err := json.Marshal(r)
			if err != nil {
				return fmt.Errorf("pack %s: %w", k.name, err)
			}
			packed = append(packed, Packed{Kind: k.name, Data: data, Source: source})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return packed, nil
}

// Unpack puts records together again; it walks over them twice and keeps nothing of their data. Format, DataModel and
// Root are the caller's to set. A kind that this program does not know is an error: it was written by a newer one.
func Unpack(packed iter.Seq[Packed]) (Site, error) {
	var s Site
	byName := make(map[string]int, len(kinds))
	for i, k := range kinds {
		byName[k.name] = i
	}
	counts := make([]int, len(kinds))
	for p := range packed {
		if p.Kind == websiteKind {
			continue
		}
		k, known := byName[p.Kind]
		if !known {
			return Site{}, fmt.Errorf("unpack record of unknown kind %q", p.Kind)
		}
		counts[k]++
	}
	for k, n := range counts {
		if n > 0 {
			kinds[k].grow(&s, n)
		}
	}
	var in scanner
	for p := range packed {
		var err error
		if p.Kind == websiteKind {
			err = unpack(&in, p.Data, &s.Website)
			s.Website.Source = p.Source
		} else {
			err = kinds[byName[p.Kind]].unpack(&s, p, &in)
		}
		if err != nil {
			return Site{}, fmt.Errorf("unpack %s: %w", p.Kind, err)
		}
	}
	return s, nil
}

// PackAccount makes JSON of an account.
func PackAccount(a Account) ([]byte, error) {
	data, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("pack account: %w", err)
	}
	return data, nil
}

// UnpackAccount undoes PackAccount, and keeps nothing of the data.
func UnpackAccount(data []byte) (Account, error) {
	var a Account
	if err := unpack(&scanner{}, data, &a); err != nil {
		return Account{}, fmt.Errorf("unpack account: %w", err)
	}
	return a, nil
}

// Fingerprint is the SHA-256, as 64 hex digits, of what the site says. Layout, file names, format and the order of
// files and records do not enter it, so the same site exported twice has one fingerprint. Neither do the domain, which
// is where the site runs and which some formats leave out, and that enhanced authorization is off, which only one
// format tells.
func (s *Site) Fingerprint() (string, error) {
	content := *s
	content.Website.PrimaryDomain = ""
	if content.Website.EnhancedAuthorization == No {
		content.Website.EnhancedAuthorization = Untold
	}
	packed, err := content.Pack()
	if err != nil {
		return "", err
	}
	slices.SortFunc(packed, func(a, b Packed) int {
		if c := strings.Compare(a.Kind, b.Kind); c != 0 {
			return c
		}
		return bytes.Compare(a.Data, b.Data)
	})
	sum := sha256.New()
	for _, p := range packed {
		fmt.Fprintf(sum, "%s %d %s", p.Kind, len(p.Data), p.Data)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
