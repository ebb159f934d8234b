package site

// SiteSetting is a named value that steers the site. Names are compared without regard to letter case.
type SiteSetting struct {
	Record
	Value               string `json:"value,omitempty"`
	Secret              bool   `json:"secret,omitempty"`              // the value was withheld while reading, because it is a secret
	EnvironmentVariable string `json:"environmentVariable,omitempty"` // schema name; the value then lives there, not here
	Description         string `json:"description,omitempty"`
}

// FromEnvironment reports whether the value comes from an environment variable, which is not the same as empty.
func (s SiteSetting) FromEnvironment() bool { return s.EnvironmentVariable != "" }

// SiteMarker points at a page under a fixed name ("Home", "Access Denied").
type SiteMarker struct {
	Record
	Page ID `json:"page,omitempty"`
}

// WebLinkSet is a menu.
type WebLinkSet struct {
	Record
	Language        ID `json:"language,omitempty"`
	PublishingState ID `json:"publishingState,omitempty"`
}

// WebLink is an entry of a menu.
type WebLink struct {
	Record
	Set                   ID     `json:"set,omitempty"`
	Parent                ID     `json:"parent,omitempty"`
	Page                  ID     `json:"page,omitempty"`
	ExternalURL           string `json:"externalUrl,omitempty"`
	DisablePageValidation bool   `json:"disablePageValidation,omitempty"`
	PublishingState       ID     `json:"publishingState,omitempty"`
}

// ContentSnippet is a piece of text; only its title is kept.
type ContentSnippet struct {
	Record
	Language ID `json:"language,omitempty"`
}

// PageTemplate renders pages.
type PageTemplate struct {
	Record
	WebTemplate ID     `json:"webTemplate,omitempty"`
	RewriteURL  string `json:"rewriteUrl,omitempty"`
	EntityName  string `json:"entityName,omitempty"`
	IsDefault   bool   `json:"isDefault,omitempty"`
}

// WebTemplate is Liquid source; only its title is kept.
type WebTemplate struct {
	Record
	MIMEType string `json:"mimeType,omitempty"`
}

// List shows rows of a table on a page, optionally as an OData feed.
type List struct {
	Record
	Table                   string `json:"table"`
	TablePermissionsEnabled bool   `json:"tablePermissionsEnabled,omitempty"`
	ODataEnabled            bool   `json:"odataEnabled,omitempty"`
	ODataEntitySet          string `json:"odataEntitySet,omitempty"`
}

// BasicForm shows or edits one row of a table.
type BasicForm struct {
	Record
	Table                   string `json:"table"`
	Mode                    string `json:"mode,omitempty"` // as stored: 100000000 insert, …01 edit, …02 read-only
	TablePermissionsEnabled bool   `json:"tablePermissionsEnabled,omitempty"`
}

// AdvancedForm (multistep form) is a chain of steps.
type AdvancedForm struct {
	Record
	StartStep              ID   `json:"startStep,omitempty"`
	AuthenticationRequired bool `json:"authenticationRequired,omitempty"`
}

// AdvancedFormStep is one step of an AdvancedForm.
type AdvancedFormStep struct {
	Record
	Form                    ID     `json:"form,omitempty"`
	Table                   string `json:"table"`
	Mode                    string `json:"mode,omitempty"`
	NextStep                ID     `json:"nextStep,omitempty"`
	TablePermissionsEnabled bool   `json:"tablePermissionsEnabled,omitempty"`
}

// Forum is a discussion forum under a page.
type Forum struct {
	Record
	Parent          ID     `json:"parent,omitempty"`
	PartialURL      string `json:"partialUrl,omitempty"`
	PublishingState ID     `json:"publishingState,omitempty"`
}

// ForumPermission is a forum access permission.
type ForumPermission struct {
	Record
	Forum ID        `json:"forum,omitempty"`
	Right PageRight `json:"right"` // same numbers as page rules
	Roles []ID      `json:"roles,omitempty"`

	RolesUnknown bool `json:"rolesUnknown,omitempty"` // the export damaged the list, or was made without it
}

// Blog is a series of posts under a page, from which it takes who may read it.
type Blog struct {
	Record
	Parent             ID     `json:"parent,omitempty"`
	PartialURL         string `json:"partialUrl,omitempty"`
	AuthorRoles        []ID   `json:"authorRoles,omitempty"`
	AuthorRolesUnknown bool   `json:"authorRolesUnknown,omitempty"` // the export damaged the list, or was made without it
	Website            ID     `json:"website,omitempty"`
}

// BlogPost is an entry of a blog; its text is not kept. One that is not published is for authors only.
type BlogPost struct {
	Record
	Blog       ID     `json:"blog,omitempty"`
	PartialURL string `json:"partialUrl,omitempty"`
	Published  bool   `json:"published,omitempty"`
}

// IdeaForum collects suggestions of visitors. It lies under no page; without reader roles it is open to everyone.
type IdeaForum struct {
	Record
	PartialURL         string `json:"partialUrl,omitempty"`
	ReaderRoles        []ID   `json:"readerRoles,omitempty"`
	ReaderRolesUnknown bool   `json:"readerRolesUnknown,omitempty"` // the export damaged the list, or was made without it
	WriterRoles        []ID   `json:"writerRoles,omitempty"`
	WriterRolesUnknown bool   `json:"writerRolesUnknown,omitempty"`
	Website            ID     `json:"website,omitempty"`
}

// PublishingState says whether content in it is visible to visitors.
type PublishingState struct {
	Record
	Visible bool `json:"visible,omitempty"`
	Default bool `json:"default,omitempty"`
}

// PublishingTransition lets roles move content from one state to another.
type PublishingTransition struct {
	Record
	From  ID   `json:"from,omitempty"`
	To    ID   `json:"to,omitempty"`
	Roles []ID `json:"roles,omitempty"`

	RolesUnknown bool `json:"rolesUnknown,omitempty"` // the export damaged the list, or was made without it
}

// Redirect sends an address elsewhere.
type Redirect struct {
	Record
	InboundURL  string `json:"inboundUrl,omitempty"`
	Page        ID     `json:"page,omitempty"`
	SiteMarker  ID     `json:"siteMarker,omitempty"`
	ExternalURL string `json:"externalUrl,omitempty"`
	StatusCode  int    `json:"statusCode,omitempty"`
}
