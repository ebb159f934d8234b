package app

// The views of Access. Lists about thousands of pages and hundreds of tables travel as one letter per entry, in the
// order of AccessSubjects, so that an answer stays small:
//
// A verdict is a letter: "a" allow, "d" deny, "u" unknown (the records that are there do not tell).
//
// A reach is a letter: "n" none, "s" some, "e" some by the rules, but no row can match for this visitor, "a" all,
// "u" unknown. Reaches of a table come six together, for read, write, create, delete, append, append to.
//
// A set of access types is the character '0' plus the sum of 1 global, 2 contact, 4 account, 8 self, 16 parent,
// 32 custom: those of the permissions that certainly give the privilege.
//
// What decided about a page or file is a letter, large where the permission stands on the page itself (for a file, on the
// page it hangs on) and small where it is inherited from further up:
//
//	G g  a grant change permission for a role the visitor holds
//	R r  a restrict read permission: allowed, the visitor holds one of its roles; denied, none
//	o    no permission stands in the way of reading
//	n    no grant change permission applies to the visitor
//	s    the portal's page for refused or missing pages, which stays readable
//	h    hidden: inactive, outside its dates, or in a state that is not visible
//	b    broken: a page above is missing, inactive or its own ancestor, or a file hangs on no page
//	p    the blog post that a file hangs on
//	m    records that are missing from the export would decide

// AccessSubjects is what can be asked about a snapshot. Places in its lists are what other views count by.
type AccessSubjects struct {
	SnapshotID            string          `json:"snapshotId"`
	Roles                 []AccessRole    `json:"roles"`                 // by name, then id
	Pages                 []AccessPage    `json:"pages"`                 // root pages; parents before children, siblings by path
	Files                 []AccessFile    `json:"files"`                 // web files, by page and name
	Tables                []AccessTable   `json:"tables"`                // by logical name, those that only lists or forms name included
	Forums                []AccessForum   `json:"forums"`                // forums, blogs, blog posts, idea forums; each by name
	Contacts              int             `json:"contacts"`              // how many there are to search
	Profiles              []AccessProfile `json:"profiles"`              // the first is the one to begin with
	Missing               string          `json:"missing"`               // "unknown": how to begin; the other is "absent"
	Incomplete            []string        `json:"incomplete"`            // kinds of records, as in RecordRef, of which the export lost some
	EnhancedAuthorization string          `json:"enhancedAuthorization"` // "yes", "no", "" where the export does not tell
}

// AccessRole is a web role of the snapshot.
type AccessRole struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Anonymous     bool   `json:"anonymous"`     // flagged Anonymous Users Role
	Authenticated bool   `json:"authenticated"` // flagged Authenticated Users Role
	Counts        bool   `json:"counts"`
	Why           string `json:"why"`       // why it does not count, a sentence; "" when it does
	Namesakes     int    `json:"namesakes"` // other roles of exactly this name
}

// AccessPage is a root page.
type AccessPage struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	URL      string `json:"url"`    // path, e.g. "/orders/new/"; "" when it cannot be told
	Parent   int    `json:"parent"` // place in Pages, -1 at the top
	Depth    int    `json:"depth"`  // 0 at the top
	Active   bool   `json:"active"`
	Detached bool   `json:"detached"` // names a parent that is not in the export, or is its own ancestor
	Own      bool   `json:"own"`      // has active page permissions of its own
	File     string `json:"file"`
	Line     int    `json:"line"`
}

// AccessFile is a web file.
type AccessFile struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	URL    string `json:"url"`  // path, e.g. "/orders/terms.pdf"; "" when it cannot be told
	Page   int    `json:"page"` // place in AccessSubjects.Pages of the page it hangs on, -1 without one
	Active bool   `json:"active"`
}

// AccessTable is a table that the site names.
type AccessTable struct {
	Name        string `json:"name"`
	Permissions int    `json:"permissions"` // how many table permissions name it, inactive ones included
}

// AccessForum is a forum, a blog, a blog post or an idea forum.
type AccessForum struct {
	Kind   string `json:"kind"` // "forum", "blog", "blogPost", "ideaForum"
	ID     string `json:"id"`
	Name   string `json:"name"`
	Active bool   `json:"active"`
}

// AccessProfile is a set of rules a site can be judged by.
type AccessProfile struct {
	Profile  string         `json:"profile"` // "current", "legacy"
	Switches []AccessSwitch `json:"switches"`
}

// AccessSwitch is one point on which the profiles can differ.
type AccessSwitch struct {
	Switch  string `json:"switch"`  // "S01" to "S16"
	Subject string `json:"subject"` // what it is about, a fragment of a sentence
	Value   string `json:"value"`   // the word this profile has
	Differs bool   `json:"differs"` // the other profile has another
}

// ContactsFound are the first contacts that a search found.
type ContactsFound struct {
	Contacts []AccessContact `json:"contacts"` // those whose name begins with the search first, then by name
	Total    int             `json:"total"`    // how many match
}

// AccessContact is a contact of the snapshot.
type AccessContact struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	UserName string `json:"userName"`
	Email    string `json:"email"`
	Active   bool   `json:"active"`
	Roles    int    `json:"roles"` // roles assigned to the contact itself
}

// AccessBasis says by what a snapshot is judged.
type AccessBasis struct {
	SnapshotID string `json:"snapshotId"`
	Profile    string `json:"profile"` // "current" (also ""), "legacy"
	Missing    string `json:"missing"` // "unknown" (also ""), "absent"
	At         string `json:"at"`      // the moment asked about, RFC 3339; "" for now
}

// AccessVisitor says who is meant. Without SignedIn everything else is left empty.
type AccessVisitor struct {
	SignedIn   bool     `json:"signedIn"`
	Roles      []string `json:"roles"`      // ids (or names) of roles held besides those every signed-in visitor has
	Contact    string   `json:"contact"`    // id of a contact of the snapshot, "" for none
	Alone      bool     `json:"alone"`      // leaves out what every signed-in visitor has: what Roles give by themselves
	PreviewOff bool     `json:"previewOff"` // has switched the preview of unpublished content off
}

// AccessQuestion asks about one visitor.
type AccessQuestion struct {
	AccessBasis
	Visitor AccessVisitor `json:"visitor"`
}

// AccessAnswer is everything a visitor may do.
type AccessAnswer struct {
	Profile   string           `json:"profile"`
	Other     string           `json:"other"` // the profile that the fields called Other are judged by
	Missing   string           `json:"missing"`
	At        string           `json:"at"`      // the moment it was judged for, RFC 3339
	Visitor   string           `json:"visitor"` // names the visitor, as sentences begin
	CanCome   bool             `json:"canCome"` // false for an inactive contact, who cannot sign in
	Held      []HeldRole       `json:"held"`    // by name, then id
	Notes     []string         `json:"notes"`
	Refused   string           `json:"refused"` // what is shown for a denied page: "sign-in-redirect", "access-denied-page", "page-not-found"
	Pages     ContentAnswers   `json:"pages"`
	Files     ContentAnswers   `json:"files"`
	Forums    ForumAnswers     `json:"forums"`
	Languages []LanguageAnswer `json:"languages"` // content pages whose answers are not those of their root page
	Tables    []TableAnswer    `json:"tables"`    // in the order of AccessSubjects.Tables
	Rights    []RightAnswer    `json:"rights"`    // four website rights and "aboutAdministrator", in this order
	Columns   []ColumnTable    `json:"columns"`   // tables that a Web API setting or a column permission profile names, by name
}

// HeldRole is a role of the visitor.
type HeldRole struct {
	ID       string `json:"id"`
	Name     string `json:"name"` // "" for a role that is not in the export
	How      string `json:"how"`  // "assigned", "through-account", "authenticated", "anonymous", "does-not-count", "not-in-the-export"
	OnPages  bool   `json:"onPages"`
	OnTables bool   `json:"onTables"`
}

// ContentAnswers has a letter for every page or file, in the order of AccessSubjects.
type ContentAnswers struct {
	Read        string `json:"read"`        // verdicts
	Change      string `json:"change"`      // verdicts
	OtherRead   string `json:"otherRead"`   // verdicts by the other profile
	OtherChange string `json:"otherChange"` // verdicts by the other profile
	ReadBy      string `json:"readBy"`      // what decided
	ChangeBy    string `json:"changeBy"`    // what decided
	ReadFrom    []int  `json:"readFrom"`    // place in AccessSubjects.Pages of the page whose permission decided, else -1
	ChangeFrom  []int  `json:"changeFrom"`
}

// LanguageAnswer is a content page whose answers are not those of its root page.
type LanguageAnswer struct {
	Page     int    `json:"page"` // place in AccessSubjects.Pages of the root page
	ID       string `json:"id"`
	Language string `json:"language"` // code, else name, else id
	Read     string `json:"read"`     // "allow", "deny", "unknown"
	Change   string `json:"change"`
}

// ForumAnswers has a letter for every forum.
type ForumAnswers struct {
	Read        string `json:"read"`
	Change      string `json:"change"`
	OtherRead   string `json:"otherRead"`
	OtherChange string `json:"otherChange"`
}

// TableAnswer is what the visitor may do with a table. Each text has six characters, in the order of the privileges.
type TableAnswer struct {
	Reach string `json:"reach"`
	Types string `json:"types"` // sets of access types
	Other string `json:"other"` // reaches by the other profile
}

// RightAnswer is one website right.
type RightAnswer struct {
	Right  string `json:"right"`  // as WebsiteAccessView.Rights, and "aboutAdministrator"
	Answer string `json:"answer"` // "allow", "deny", "unknown"
	Other  string `json:"other"`  // by the other profile
}

// ColumnTable is what the Web API exposes of a table.
type ColumnTable struct {
	Table      string         `json:"table"`
	Exposed    string         `json:"exposed"`    // "allow", "deny", "unknown"
	Why        string         `json:"why"`        // a sentence
	AllColumns bool           `json:"allColumns"` // every column is exposed; the column "*" then stands for those that nothing names
	Columns    []ColumnAnswer `json:"columns"`    // by name
}

// ColumnAnswer is what the visitor may do with a column through the Web API.
type ColumnAnswer struct {
	Column string `json:"column"`
	Reach  string `json:"reach"` // three letters: create, read, update
	Other  string `json:"other"` // by the other profile
}

// AccessTarget is what one question is about.
type AccessTarget struct {
	Kind   string `json:"kind"`   // "page", "file", "forum" (any of AccessSubjects.Forums), "table", "column", "websiteRight"
	ID     string `json:"id"`     // id of the page (or its path), file or forum; name of the table; the website right
	Right  string `json:"right"`  // "read" or "change"; a privilege; "create", "read" or "update" of a column; "" of a website right
	Column string `json:"column"` // of kind "column", else ""
}

// ExplanationView is an answer with everything that led to it.
type ExplanationView struct {
	Question    string           `json:"question"`
	Visitor     string           `json:"visitor"`
	Profile     string           `json:"profile"`
	Answer      string           `json:"answer"`      // "allow", "deny", "unknown"; of tables and columns "none", "some", "all", "unknown"
	AccessTypes []string         `json:"accessTypes"` // of table questions
	Sentence    string           `json:"sentence"`
	Steps       []StepView       `json:"steps"`      // to be numbered
	Candidates  []CandidateView  `json:"candidates"` // what could have allowed it and did not
	Paths       []PathView       `json:"paths"`      // of table questions: which rows come within reach, and how
	Channels    []ChannelView    `json:"channels"`   // of table questions: the doors through which it is used
	Change      string           `json:"change"`     // the smallest single change that would allow it; "" when it is allowed or cannot be told
	Notes       []string         `json:"notes"`
	Other       OtherProfileView `json:"other"`
	Text        string           `json:"text"` // all of it in lines, as gatectl prints it, to be copied
}

// RecordRef points at a record of the snapshot.
type RecordRef struct {
	Kind    string `json:"kind"` // machine word: "webRole", "tablePermission", "pagePermission.restrictRead", …
	ID      string `json:"id"`
	Name    string `json:"name"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Missing bool   `json:"missing"` // the export does not hold it
}

// StepView is one link of the chain.
type StepView struct {
	Text   string     `json:"text"`
	Record *RecordRef `json:"record"` // null where the step names none
}

// CandidateView is a record that could have allowed what was refused. Its kind and name with Fails make a sentence.
type CandidateView struct {
	Record RecordRef `json:"record"`
	Fails  string    `json:"fails"` // e.g. "is inactive"
}

// PathView is one way in which rows come within reach.
type PathView struct {
	Permissions []RecordRef `json:"permissions"` // from the one on the table up to the one whose roles decide
	AccessType  string      `json:"accessType"`
	Hops        []HopView   `json:"hops"`
	End         string      `json:"end"` // "any-row", "own-contact", "own-account", "filter", "no-row", "unfiltered", "fails", "unknown"
	Certain     bool        `json:"certain"`
	Empty       bool        `json:"empty"` // can match no row for this visitor
}

// HopView is one step from a row to the row it hangs on.
type HopView struct {
	Relationship string `json:"relationship"`
	Table        string `json:"table"` // where it leads; "" for the visitor's contact or account
}

// ChannelView is a door through which a privilege is used.
type ChannelView struct {
	Through   string     `json:"through"`   // "templates", "web-api", "list", "feed", "form", "form-step"
	Record    *RecordRef `json:"record"`    // the list, form or step, else null
	Page      *RecordRef `json:"page"`      // the page it stands on, else null
	Open      string     `json:"open"`      // "allow", "deny", "unknown": whether the visitor gets to the door
	Reach     string     `json:"reach"`     // "none", "some", "all", "unknown": rows behind it
	Unchecked bool       `json:"unchecked"` // it does not check table permissions
	Note      string     `json:"note"`
}

// OtherProfileView is what the other profile answers.
type OtherProfileView struct {
	Profile string `json:"profile"`
	Answer  string `json:"answer"`
	Differs bool   `json:"differs"`
}

// WhoView answers who has something. Answers are words, as in ExplanationView.Answer.
type WhoView struct {
	Anonymous     string      `json:"anonymous"`
	Authenticated string      `json:"authenticated"` // signed in, without assigned roles
	Roles         []GiverView `json:"roles"`         // roles that count, by name, then id
}

// GiverView is what one web role gives.
type GiverView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Alone string `json:"alone"` // the role by itself
	With  string `json:"with"`  // with what every signed-in visitor has
}

// RecordKey names a record to be taken away in thought: a web role, page permission, forum access permission, website
// access permission or table permission.
type RecordKey struct {
	Kind string `json:"kind"` // as RecordRef.Kind
	ID   string `json:"id"`
}

// WithoutView is what would change for a visitor without a record.
type WithoutView struct {
	Removed     []RecordRef      `json:"removed"`     // the record, then the child permissions that go with it
	Differences []DifferenceView `json:"differences"` // pages, files, forums, tables, website rights, columns; each by label, then right
}

// DifferenceView is one answer that would change.
type DifferenceView struct {
	Kind   string `json:"kind"` // as AccessTarget.Kind, which takes ID, Right and Column too
	ID     string `json:"id"`
	Column string `json:"column"` // of kind "column", else ""
	Label  string `json:"label"`  // path or name, to be read
	Right  string `json:"right"`
	Before string `json:"before"` // a verdict or reach, as a word
	After  string `json:"after"`
	Wider  bool   `json:"wider"` // After allows what Before did not; otherwise it is a loss
}

// MatrixColumn is one visitor of a matrix.
type MatrixColumn struct {
	Kind string `json:"kind"` // "anonymous", "authenticated" (no assigned roles), "role"
	ID   string `json:"id"`   // of the role, else ""
	Name string `json:"name"` // of the role, else ""
}

// ContentMatrix has the answers of every column for all pages or files. Pages that are judged alike share a row.
type ContentMatrix struct {
	Columns []MatrixColumn `json:"columns"` // anonymous, authenticated, then every role that counts, in the order of AccessSubjects
	Rows    []ContentRow   `json:"rows"`
	Row     []int          `json:"row"` // place in Rows for every page or file, in the order of AccessSubjects
}

// ContentRow has a letter for every column.
type ContentRow struct {
	Read     string `json:"read"`     // verdicts
	Change   string `json:"change"`   // verdicts
	ReadBy   string `json:"readBy"`   // what decided
	ChangeBy string `json:"changeBy"` // what decided
}

// TableMatrix has the answers of every column for all tables. Equal rows are sent once.
type TableMatrix struct {
	Columns []MatrixColumn `json:"columns"` // as in ContentMatrix
	Rows    []TableRow     `json:"rows"`
	Row     []int          `json:"row"` // places in Rows: six for every table, in the order of AccessSubjects and of the privileges
}

// TableRow has a character for every column.
type TableRow struct {
	Reach string `json:"reach"`
	Types string `json:"types"` // sets of access types
}
