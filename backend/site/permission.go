package site

// AccessType says which rows of a table a permission reaches ("scope" in the stored records).
type AccessType string

const (
	Global         AccessType = "global"  // 756150000
	ContactScope   AccessType = "contact" // 756150001
	AccountScope   AccessType = "account" // 756150002
	ParentScope    AccessType = "parent"  // 756150003
	SelfScope      AccessType = "self"    // 756150004
	CustomFetchXML AccessType = "custom"  // rows chosen by FetchXML (enhanced authorization)
	UnknownAccess  AccessType = ""        // absent or a number nobody documents; RawAccessType has it
)

// TablePermission (formerly entity permission) gives privileges on a table to web roles.
type TablePermission struct {
	Record                   // Name is the permission's display name
	Table         string     `json:"table"` // logical name
	AccessType    AccessType `json:"accessType"`
	RawAccessType string     `json:"rawAccessType,omitempty"` // as stored, where AccessType is unknown

	Read     bool `json:"read,omitempty"`
	Write    bool `json:"write,omitempty"`
	Create   bool `json:"create,omitempty"`
	Delete   bool `json:"delete,omitempty"`
	Append   bool `json:"append,omitempty"`
	AppendTo bool `json:"appendTo,omitempty"`

	Roles               []ID   `json:"roles,omitempty"`
	RolesUnknown        bool   `json:"rolesUnknown,omitempty"` // the export damaged the list
	Parent              ID     `json:"parent,omitempty"`
	ParentRelationship  string `json:"parentRelationship,omitempty"`
	ContactRelationship string `json:"contactRelationship,omitempty"`
	AccountRelationship string `json:"accountRelationship,omitempty"`
	FetchXML            string `json:"fetchXml,omitempty"`
	Website             ID     `json:"website,omitempty"`
}

// PageRight is what a page rule does.
type PageRight string

const (
	GrantChange  PageRight = "grant-change"  // 1
	RestrictRead PageRight = "restrict-read" // 2
	UnknownRight PageRight = ""
)

// PageScope is how far down a page rule reaches.
type PageScope string

const (
	AllContent            PageScope = "all-content"              // 1, and where the scope is absent
	ExcludeDirectWebFiles PageScope = "exclude-direct-web-files" // 2
	UnknownPageScope      PageScope = ""
)

// PageRule is a web page access control rule. It names a root page; without one it counts for nothing.
type PageRule struct {
	Record
	Page             ID        `json:"page,omitempty"`
	Right            PageRight `json:"right"`
	Scope            PageScope `json:"scope"`
	Roles            []ID      `json:"roles,omitempty"`
	RolesUnknown     bool      `json:"rolesUnknown,omitempty"` // the export damaged the list
	PublishingStates []ID      `json:"publishingStates,omitempty"`
	Description      string    `json:"description,omitempty"`
	Website          ID        `json:"website,omitempty"`
}

// WebsiteAccessPermission gives front-end editing rights to web roles.
type WebsiteAccessPermission struct {
	Record
	ManageContentSnippets      bool `json:"manageContentSnippets,omitempty"`
	ManageSiteMarkers          bool `json:"manageSiteMarkers,omitempty"`
	ManageWebLinkSets          bool `json:"manageWebLinkSets,omitempty"`
	PreviewUnpublishedEntities bool `json:"previewUnpublishedEntities,omitempty"`
	Roles                      []ID `json:"roles,omitempty"`
	RolesUnknown               bool `json:"rolesUnknown,omitempty"` // the export damaged the list
	Website                    ID   `json:"website,omitempty"`
}

// ColumnRight is one right on a column.
type ColumnRight string

const (
	ColumnCreate ColumnRight = "create" // 746610000
	ColumnRead   ColumnRight = "read"   // 746610001
	ColumnUpdate ColumnRight = "update" // 746610002
)

// ColumnPermissionProfile holds column permissions of one table for web roles.
type ColumnPermissionProfile struct {
	Record
	Table         string        `json:"table"`
	AllColumns    []ColumnRight `json:"allColumns,omitempty"` // rights on every column
	RightsUnknown bool          `json:"rightsUnknown,omitempty"`
	Roles         []ID          `json:"roles,omitempty"`
	RolesUnknown  bool          `json:"rolesUnknown,omitempty"` // the export damaged the list
	Website       ID            `json:"website,omitempty"`
}

// ColumnPermission gives rights on one column within its profile.
type ColumnPermission struct {
	Record
	Profile       ID            `json:"profile"`
	Column        string        `json:"column"` // logical name
	Rights        []ColumnRight `json:"rights,omitempty"`
	RightsUnknown bool          `json:"rightsUnknown,omitempty"` // the export damaged the list
}
