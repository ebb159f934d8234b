// Package site holds the content of one exported site: pages, files, roles, permissions, settings; no opinion about it.
//
// A Site is what every export format is read into, so nothing here depends on a format or on the standard or enhanced
// data model. References are ids and may dangle: an export can be incomplete, and whoever draws conclusions has to
// know. Names and ids are kept as stored, ids in small letters.
//
// Source of the record kinds and columns: Microsoft's table reference for adx_* and mspp_* (see docs/data.md).
package site

import "time"

// ID is the identity of a record: a GUID in small letters without braces. Hand-made exports hold other texts; they are
// kept as they are, lower-cased. The empty ID is "no reference".
type ID string

// Format is the shape on disk a site was read from.
type Format string

const (
	CLIFolder              Format = "cli-folder"
	CodeSite               Format = "code-site"
	ConfigurationMigration Format = "configuration-migration"
	Solution               Format = "solution"
)

// DataModel says in which tables the site lives.
type DataModel string

const (
	Standard DataModel = "standard" // adx_* tables
	Enhanced DataModel = "enhanced" // powerpagecomponent
)

// Source is where a record was read.
type Source struct {
	File string `json:"file"` // slash-separated, relative to the root that was opened
	Line int    `json:"line"` // of the record's first key, counted from 1; 0 when the format has no lines
}

// Record is what all records have.
type Record struct {
	ID       ID     `json:"id"`
	Name     string `json:"name"`
	Inactive bool   `json:"inactive,omitempty"` // statecode 1; without a status a record is active
	Source   Source `json:"source,omitzero"`
}

// Base gives the common part of any record.
func (r *Record) Base() *Record { return r }

// Site is one site of an export. Slices keep the order of reading, which is sorted by file and line.
type Site struct {
	Website   Website   `json:"website"`
	Format    Format    `json:"format"`
	DataModel DataModel `json:"dataModel"`
	Root      string    `json:"root"` // folder of the site relative to what was opened, "." when it is the same

	Languages                []Language                `json:"languages"`
	WebPages                 []WebPage                 `json:"webPages"` // root and content pages
	WebFiles                 []WebFile                 `json:"webFiles"`
	WebRoles                 []WebRole                 `json:"webRoles"`
	Contacts                 []Contact                 `json:"contacts"`
	RoleAssignments          []RoleAssignment          `json:"roleAssignments"`
	WebsiteAccessPermissions []WebsiteAccessPermission `json:"websiteAccessPermissions"`
	PageRules                []PageRule                `json:"pageRules"`
	TablePermissions         []TablePermission         `json:"tablePermissions"`
	ColumnPermissionProfiles []ColumnPermissionProfile `json:"columnPermissionProfiles"`
	ColumnPermissions        []ColumnPermission        `json:"columnPermissions"`
	SiteSettings             []SiteSetting             `json:"siteSettings"`
	SiteMarkers              []SiteMarker              `json:"siteMarkers"`
	WebLinkSets              []WebLinkSet              `json:"webLinkSets"`
	WebLinks                 []WebLink                 `json:"webLinks"`
	ContentSnippets          []ContentSnippet          `json:"contentSnippets"`
	PageTemplates            []PageTemplate            `json:"pageTemplates"`
	WebTemplates             []WebTemplate             `json:"webTemplates"`
	Lists                    []List                    `json:"lists"`
	BasicForms               []BasicForm               `json:"basicForms"`
	AdvancedForms            []AdvancedForm            `json:"advancedForms"`
	AdvancedFormSteps        []AdvancedFormStep        `json:"advancedFormSteps"`
	Forums                   []Forum                   `json:"forums"`
	ForumPermissions         []ForumPermission         `json:"forumPermissions"`
	Blogs                    []Blog                    `json:"blogs"`
	BlogPosts                []BlogPost                `json:"blogPosts"`
	IdeaForums               []IdeaForum               `json:"ideaForums"`
	PublishingStates         []PublishingState         `json:"publishingStates,omitempty"`
	PublishingTransitions    []PublishingTransition    `json:"publishingTransitions"`
	Redirects                []Redirect                `json:"redirects"`
	RoleGates                []RoleGate                `json:"roleGates"` // cloud flows and server logic
}

// Website is the site's own record.
type Website struct {
	Record
	LanguageCode          int    `json:"languageCode,omitempty"` // LCID
	DefaultLanguage       ID     `json:"defaultLanguage,omitempty"`
	PrimaryDomain         string `json:"primaryDomain,omitempty"`
	EnhancedAuthorization Tri    `json:"enhancedAuthorization,omitempty"`
}

// Tri is a yes or no that an export may not tell.
type Tri string

const (
	Untold Tri = ""
	Yes    Tri = "yes"
	No     Tri = "no"
)

// Language is a language of the website.
type Language struct {
	Record
	PortalLanguage  ID     `json:"portalLanguage,omitempty"`
	Code            string `json:"code,omitempty"` // e.g. en-US; empty when the portal languages were not exported
	PublishingState ID     `json:"publishingState,omitempty"`
}

// WebPage is a root page or, in one language, its content page. Rules, files and children hang on the root page.
type WebPage struct {
	Record
	PartialURL        string     `json:"partialUrl,omitempty"` // "/" for the home page
	Parent            ID         `json:"parent,omitempty"`
	IsRoot            bool       `json:"isRoot,omitempty"`
	RootPage          ID         `json:"rootPage,omitempty"` // content pages only
	Language          ID         `json:"language,omitempty"` // content pages only
	Title             string     `json:"title,omitempty"`
	PageTemplate      ID         `json:"pageTemplate,omitempty"`
	PublishingState   ID         `json:"publishingState,omitempty"`
	HiddenFromSitemap bool       `json:"hiddenFromSitemap,omitempty"`
	Released          *time.Time `json:"released,omitempty"` // UTC
	Expires           *time.Time `json:"expires,omitempty"`  // UTC
	List              ID         `json:"list,omitempty"`
	BasicForm         ID         `json:"basicForm,omitempty"`
	AdvancedForm      ID         `json:"advancedForm,omitempty"`
	DisplayOrder      int        `json:"displayOrder,omitempty"`
}

// WebFile is a file served under a page, from which it takes its access.
type WebFile struct {
	Record
	PartialURL      string     `json:"partialUrl,omitempty"`
	Parent          ID         `json:"parent,omitempty"`
	BlogPost        ID         `json:"blogPost,omitempty"`
	PublishingState ID         `json:"publishingState,omitempty"`
	Released        *time.Time `json:"released,omitempty"` // UTC
	Expires         *time.Time `json:"expires,omitempty"`  // UTC
}

// WebRole is a role of contacts. More than one role may carry a flag, and names say nothing about flags.
type WebRole struct {
	Record
	Anonymous     bool   `json:"anonymous,omitempty"`     // Anonymous Users Role
	Authenticated bool   `json:"authenticated,omitempty"` // Authenticated Users Role
	Description   string `json:"description,omitempty"`
	Website       ID     `json:"website,omitempty"`
}

// Contact is a portal user.
type Contact struct {
	Record
	UserName string `json:"userName,omitempty"`
	Email    string `json:"email,omitempty"`
	Parent   ID     `json:"parent,omitempty"` // account or contact

	ParentInactive bool `json:"parentInactive,omitempty"` // the account, where the export tells, is inactive
}

// RoleAssignment gives a web role to a contact or, through its account, to all contacts of the account.
// It is a link, not a record of its own: its ID is made of the role's and the holder's, joined by a slash.
type RoleAssignment struct {
	Record
	Role    ID `json:"role"`
	Contact ID `json:"contact,omitempty"`
	Account ID `json:"account,omitempty"`
}

// RoleGate is a cloud flow or a piece of server logic that only holders of one of its roles may call.
type RoleGate struct {
	Record
	Kind  GateKind `json:"kind"`
	Roles []ID     `json:"roles,omitempty"`

	RolesUnknown bool `json:"rolesUnknown,omitempty"` // the export damaged the list, or was made without it
}

// GateKind says what a RoleGate guards.
type GateKind string

const (
	CloudFlow   GateKind = "cloud-flow"
	ServerLogic GateKind = "server-logic"
)
