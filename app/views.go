package app

// Views are what the pages see: times as RFC 3339 in UTC, empty lists instead of nil, enums as named strings.

// StartView is all that the first screen needs.
type StartView struct {
	Version    string         `json:"version"`
	DataFolder string         `json:"dataFolder"`
	Settings   SettingsView   `json:"settings"`
	KeyStore   KeyStoreView   `json:"keyStore"`
	Portals    []PortalRow    `json:"portals"`
	Activity   []ActivityView `json:"activity"` // the newest few
	HasSample  bool           `json:"hasSample"`
	OpenPath   string         `json:"openPath"` // a path the program was started with, else ""
	SetAside   []SetAsideView `json:"setAside"` // updates whose records could not be read when the program was opened
}

// KeyStoreView tells where private keys are kept.
type KeyStoreView struct {
	Kind    string `json:"kind"`    // "system" or "sealed-file"
	Where   string `json:"where"`   // the system store's name or the file
	Warning string `json:"warning"` // a sentence, "" when all is well
}

// PortalRow is a portal in a list.
type PortalRow struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	URL          string  `json:"url"`
	Organization string  `json:"organization"`
	Origin       string  `json:"origin"` // "local", "imported", "watched"
	State        string  `json:"state"`  // "active", "retired"
	Sample       bool    `json:"sample"`
	Key          KeyView `json:"key"`
	HasSite      bool    `json:"hasSite"`
	Muted        string  `json:"muted"` // why no reminder of it goes out, "" where it is not muted

	Certificate WatchedView `json:"certificate"`
}

// WatchedView is the file or folder where the certificate of a portal hosted elsewhere is watched, and how looking at it
// goes. Where none is watched all is empty.
type WatchedView struct {
	Path     string `json:"path"`
	ReadAt   string `json:"readAt"`   // as of when the key is known; up to a day behind while looks are good
	FailedAt string `json:"failedAt"` // since when it could not be read, "" where the last look was good
	Problem  string `json:"problem"`  // why, in sentences
	Stale    bool   `json:"stale"`    // it was not read for more than a day
}

// KeyView is an authentication key as shown. With state "none" only State and Sentence are filled. The current key of a
// portal has state "unknown" where its certificate could not be read for a week.
type KeyView struct {
	State      string `json:"state"`    // "none", "unknown", "not-yet-valid", "healthy", "due", "soon", "critical", "expired"
	Sentence   string `json:"sentence"` // e.g. "Expires in 74 days."
	KeyID      string `json:"keyId"`
	Thumbprint string `json:"thumbprint"` // 40 upper-case hex digits
	Subject    string `json:"subject"`
	ValidFrom  string `json:"validFrom"`
	Expires    string `json:"expires"`
	DaysLeft   int    `json:"daysLeft"` // whole days; negative after expiry
	Source     string `json:"source"`   // "generated", "certificate-file"
	HasPrivate bool   `json:"hasPrivate"`
	Others     int    `json:"others"` // further keys on the application
}

// PortalView is a portal with everything known of it.
type PortalView struct {
	PortalRow
	Version         int              `json:"version"`
	OrganizationURL string           `json:"organizationUrl"`
	TenantID        string           `json:"tenantId"`
	WebsiteID       string           `json:"websiteId"`
	Application     *ApplicationView `json:"application"` // null when not known
	Keys            []KeyView        `json:"keys"`        // newest first
	MayManage       bool             `json:"mayManage"`
	ManageReason    string           `json:"manageReason"` // why not, "" when MayManage
	CreatedAt       string           `json:"createdAt"`
	ChangedAt       string           `json:"changedAt"`
}

// ApplicationView is the Entra application a portal connects with.
type ApplicationView struct {
	ID          string   `json:"id"`
	ObjectID    string   `json:"objectId"`
	DisplayName string   `json:"displayName"`
	URI         string   `json:"uri"`
	Owners      []string `json:"owners"`
}

// PortalForm is what a person enters about a portal.
type PortalForm struct {
	Name             string `json:"name"`
	URL              string `json:"url"`
	OrganizationName string `json:"organizationName"`
	OrganizationURL  string `json:"organizationUrl"`
	TenantID         string `json:"tenantId"`
}

// CertificateForm names a certificate file: by its path on this machine, or by its content where a page holds it.
type CertificateForm struct {
	Path     string `json:"path"`    // of the file, or of a folder in which the certificate that starts last counts
	Name     string `json:"name"`    // file name for messages, with Content
	Content  string `json:"content"` // standard base64, used when Path is ""
	Password string `json:"password"`
}

// CertificateView is a certificate before it is imported.
type CertificateView struct {
	Name       string   `json:"name"`
	Subject    string   `json:"subject"`
	Issuer     string   `json:"issuer"`
	Thumbprint string   `json:"thumbprint"`
	ValidFrom  string   `json:"validFrom"`
	Expires    string   `json:"expires"`
	State      string   `json:"state"` // as KeyView.State
	Sentence   string   `json:"sentence"`
	HasPrivate bool     `json:"hasPrivate"`
	Warnings   []string `json:"warnings"`
	Watches    string   `json:"watches"` // "file" or "folder": what is read again once it is imported; "" for neither
}

// InspectionView is what a folder holds, before anything is imported.
type InspectionView struct {
	Path  string          `json:"path"`
	Sites []InspectedSite `json:"sites"`
}

// InspectedSite is one site found in a folder.
type InspectedSite struct {
	Root       string        `json:"root"`
	Name       string        `json:"name"`
	WebsiteID  string        `json:"websiteId"`
	Format     string        `json:"format"`
	DataModel  string        `json:"dataModel"`
	Counts     []CountView   `json:"counts"`
	Files      FilesView     `json:"files"`
	Records    RecordsView   `json:"records"`
	Problems   []ProblemView `json:"problems"`
	PortalID   string        `json:"portalId"`   // the portal that has this website already, else ""
	PortalName string        `json:"portalName"` // its name, else ""

	TakenAt      string `json:"takenAt"`      // when a snapshot file's snapshot was taken, "" where an export was read
	SnapshotName string `json:"snapshotName"` // its name, else ""
}

// CountView is how many records of a kind there are. Kind is the machine word ("webRoles"); all kinds are listed.
type CountView struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// FilesView counts files by what became of them.
type FilesView struct {
	Used       int `json:"used"`
	Ignored    int `json:"ignored"`
	Unreadable int `json:"unreadable"`
}

// ProblemView is something the person should know about what was read.
type ProblemView struct {
	Severity string `json:"severity"` // "error", "warning", "note"
	File     string `json:"file"`
	Line     int    `json:"line"`
	Record   string `json:"record"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

// ImportForm says which sites of a folder to import.
type ImportForm struct {
	Path  string       `json:"path"`
	Sites []ImportSite `json:"sites"`
}

// ImportSite is one site to import. PortalID "" means: the portal that has the website already, else a new one.
type ImportSite struct {
	Root     string `json:"root"`
	PortalID string `json:"portalId"`
}

// ImportedView is the outcome of importing one site.
type ImportedView struct {
	PortalID   string `json:"portalId"`
	PortalName string `json:"portalName"`
	SnapshotID string `json:"snapshotId"`
	Unchanged  bool   `json:"unchanged"` // the content was there already; nothing was added
	NewPortal  bool   `json:"newPortal"`
	Note       string `json:"note"` // what else there is to know, one sentence, or ""
}

// SnapshotRow is a snapshot in a list.
type SnapshotRow struct {
	ID          string      `json:"id"`
	PortalID    string      `json:"portalId"`
	TakenAt     string      `json:"takenAt"`
	Name        string      `json:"name"` // given by a person, "" for none
	Note        string      `json:"note"` // by a person, "" for none; may have several lines
	Path        string      `json:"path"`
	Root        string      `json:"root"`
	Format      string      `json:"format"`
	DataModel   string      `json:"dataModel"`
	Fingerprint string      `json:"fingerprint"`
	Domain      string      `json:"domain"` // the site's primary domain, "" where the export does not tell
	Complete    bool        `json:"complete"`
	Counts      []CountView `json:"counts"`
	Files       FilesView   `json:"files"`
	Errors      int         `json:"errors"`
	Warnings    int         `json:"warnings"`
	Notes       int         `json:"notes"`
}

// SiteView is the content of a snapshot for the portal pages.
type SiteView struct {
	Snapshot         SnapshotRow           `json:"snapshot"`
	WebsiteName      string                `json:"websiteName"`
	WebRoles         []WebRoleView         `json:"webRoles"`
	TablePermissions []TablePermissionView `json:"tablePermissions"`
	PageRules        []PageRuleView        `json:"pageRules"`
	WebsiteAccess    []WebsiteAccessView   `json:"websiteAccess"`
	SiteSettings     []SiteSettingView     `json:"siteSettings"`
	Problems         []ProblemView         `json:"problems"`
	Files            []FileView            `json:"files"`
	Records          RecordsView           `json:"records"`
	OtherRecords     []OtherRecordView     `json:"otherRecords"` // those that are not simply used
}

// FileView is one file of an export and what became of it.
type FileView struct {
	Path   string `json:"path"`
	Use    string `json:"use"` // "used", "ignored", "unreadable"
	Reason string `json:"reason"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// RecordView is what all record views share.
type RecordView struct {
	ID     string `json:"id"`
	Name   string `json:"name"` // "" where the record has none
	Active bool   `json:"active"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// RoleRef is a web role a record names. Missing is true when the export does not hold it; Name is then "".
type RoleRef struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Missing bool   `json:"missing"`
}

// WebRoleView is a web role.
type WebRoleView struct {
	RecordView
	Anonymous        bool   `json:"anonymous"`
	Authenticated    bool   `json:"authenticated"`
	Description      string `json:"description"`
	TablePermissions int    `json:"tablePermissions"` // how many name the role
	PageRules        int    `json:"pageRules"`
	WebsiteAccess    int    `json:"websiteAccess"`
}

// TablePermissionView is a table permission.
type TablePermissionView struct {
	RecordView
	Table         string    `json:"table"`
	AccessType    string    `json:"accessType"` // "global", "contact", "account", "parent", "self", "custom", "" unknown
	Privileges    []string  `json:"privileges"` // of "read","write","create","delete","append","appendTo", in this order
	Roles         []RoleRef `json:"roles"`
	ParentID      string    `json:"parentId"`
	ParentName    string    `json:"parentName"`
	ParentMissing bool      `json:"parentMissing"`
	Relationship  string    `json:"relationship"`
}

// PageRuleView is a web page access control rule.
type PageRuleView struct {
	RecordView
	Right       string    `json:"right"` // "grant-change", "restrict-read", "" unknown
	Scope       string    `json:"scope"` // "all-content", "exclude-direct-web-files", "" unknown
	PageID      string    `json:"pageId"`
	PageName    string    `json:"pageName"`
	PageURL     string    `json:"pageUrl"`     // path from the home page, e.g. "/orders/new"; "" when it cannot be told
	PageMissing bool      `json:"pageMissing"` // names a page the export does not hold
	Roles       []RoleRef `json:"roles"`
}

// WebsiteAccessView is a website access permission.
type WebsiteAccessView struct {
	RecordView
	Rights []string  `json:"rights"` // of "manageContentSnippets","manageSiteMarkers","manageWebLinkSets","previewUnpublishedEntities"
	Roles  []RoleRef `json:"roles"`
}

// SiteSettingView is a site setting. The value of a secret never reaches the page.
type SiteSettingView struct {
	RecordView
	Value               string `json:"value"`
	Secret              bool   `json:"secret"`
	EnvironmentVariable string `json:"environmentVariable"`
	Description         string `json:"description"`
}

// ActivityQuery asks for a page of the activity log. Before is the lowest sequence seen, 0 for the newest.
type ActivityQuery struct {
	PortalID string `json:"portalId"` // "" for all
	Before   int    `json:"before"`
	Limit    int    `json:"limit"` // 1 to 500
}

// ActivityPage is a page of the activity log, newest first.
type ActivityPage struct {
	Entries []ActivityView `json:"entries"`
	More    bool           `json:"more"`
}

// ActivityView is one entry of the activity log.
type ActivityView struct {
	Sequence   int    `json:"sequence"`
	At         string `json:"at"`
	Actor      string `json:"actor"`
	Action     string `json:"action"` // e.g. "portal.provisioned"
	PortalID   string `json:"portalId"`
	PortalName string `json:"portalName"`
	Summary    string `json:"summary"`
}

// SettingsView is what a person may set.
type SettingsView struct {
	ActingUser string `json:"actingUser"`
	Names      string `json:"names"` // "power-pages" or "dynamics-365-portals"
	Theme      string `json:"theme"` // "system", "light", "dark", "high-contrast"
}

// AutostartView tells whether the system starts the program when the person signs in.
type AutostartView struct {
	On    bool   `json:"on"`
	Where string `json:"where"` // the file or registry value that says so
}

// BackendError is what a page catches when a bound method fails.
type BackendError struct {
	Code      string `json:"code"` // one of fault's codes
	Message   string `json:"message"`
	Hint      string `json:"hint"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Reference string `json:"reference"` // short; the log has the chain under it
	Final     bool   `json:"final"`
	Instead   string `json:"instead"` // a path that would do, "" for none
}
