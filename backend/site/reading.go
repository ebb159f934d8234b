package site

// Reading is a site together with the account of how it was read: every file and every record in exactly one place.
type Reading struct {
	Site     Site      `json:"site"`
	Files    []File    `json:"files"`    // sorted by path
	Problems []Problem `json:"problems"` // sorted by file, line, message

	// Kept is what a snapshot file says of the snapshot that was written to it; nil where an export was read.
	Kept *Snapshot `json:"kept,omitempty"`
}

// Account is the part of a reading that is not the site: what is kept of it beside the records.
type Account struct {
	Files    []File    `json:"files"`
	Problems []Problem `json:"problems"`
}

// FileUse is what became of a file.
type FileUse string

const (
	Used       FileUse = "used"
	Ignored    FileUse = "ignored"
	Unreadable FileUse = "unreadable"
)

// File is one file of an export.
type File struct {
	Path   string  `json:"path"` // slash-separated, relative to what was opened
	Use    FileUse `json:"use"`
	Reason string  `json:"reason,omitempty"` // why ignored or unreadable, one sentence
	Line   int     `json:"line,omitempty"`   // of an unreadable file, 0 when unknown
	Column int     `json:"column,omitempty"`

	Records    int               `json:"records,omitempty"`    // how many of the site's records were found in it
	Exceptions []RecordException `json:"exceptions,omitempty"` // those of them that are not simply used; by line, kind, id
}

// Severity grades a problem.
type Severity string

const (
	Error   Severity = "error"   // something was not read
	Warning Severity = "warning" // read, but what it means is doubtful
	Note    Severity = "note"    // worth knowing
)

// Problem is something the person should know about what was read.
type Problem struct {
	Severity Severity `json:"severity"`
	File     string   `json:"file"`
	Line     int      `json:"line,omitempty"`
	Record   ID       `json:"record,omitempty"`
	Message  string   `json:"message"` // one sentence that names the field
	Hint     string   `json:"hint,omitempty"`
	// Lost is the kind of the records that were lost with this, or a part of them, in the words of the command line's
	// file names: "tablepermission". An error that does not say may have lost records of any kind.
	Lost string `json:"lost,omitempty"`
}

// What Lost can be besides kinds.
const (
	LostAny     = "any"     // what the records were cannot be told
	LostNothing = "nothing" // no record of a site
)

// Counts of distinct records by id, inactive ones included.
type Counts struct {
	WebRoles                 int `json:"webRoles"`
	WebPages                 int `json:"webPages"` // root pages
	ContentPages             int `json:"contentPages"`
	WebFiles                 int `json:"webFiles"`
	TablePermissions         int `json:"tablePermissions"`
	PageRules                int `json:"pageRules"`
	WebsiteAccessPermissions int `json:"websiteAccessPermissions"`
	ColumnPermissionProfiles int `json:"columnPermissionProfiles"`
	ColumnPermissions        int `json:"columnPermissions"`
	SiteSettings             int `json:"siteSettings"`
	Contacts                 int `json:"contacts"`
	SiteMarkers              int `json:"siteMarkers"`
	WebLinkSets              int `json:"webLinkSets"`
	WebLinks                 int `json:"webLinks"`
	ContentSnippets          int `json:"contentSnippets"`
	PageTemplates            int `json:"pageTemplates"`
	WebTemplates             int `json:"webTemplates"`
	Lists                    int `json:"lists"`
	BasicForms               int `json:"basicForms"`
	AdvancedForms            int `json:"advancedForms"`
	AdvancedFormSteps        int `json:"advancedFormSteps"`
	Forums                   int `json:"forums"`
	Blogs                    int `json:"blogs"`
	BlogPosts                int `json:"blogPosts"`
	IdeaForums               int `json:"ideaForums"`
	PublishingStates         int `json:"publishingStates"`
	Redirects                int `json:"redirects"`
	Languages                int `json:"languages"`
}

// Counts counts what a site holds. Duplicates were settled by the importer, so every slice holds distinct ids.
func (s *Site) Counts() Counts {
	roots := 0
	for _, p := range s.WebPages {
		if p.IsRoot {
			roots++
		}
	}
	return Counts{
		WebRoles:                 len(s.WebRoles),
		WebPages:                 roots,
		ContentPages:             len(s.WebPages) - roots,
		WebFiles:                 len(s.WebFiles),
		TablePermissions:         len(s.TablePermissions),
		PageRules:                len(s.PageRules),
		WebsiteAccessPermissions: len(s.WebsiteAccessPermissions),
		ColumnPermissionProfiles: len(s.ColumnPermissionProfiles),
		ColumnPermissions:        len(s.ColumnPermissions),
		SiteSettings:             len(s.SiteSettings),
		Contacts:                 len(s.Contacts),
		SiteMarkers:              len(s.SiteMarkers),
		WebLinkSets:              len(s.WebLinkSets),
		WebLinks:                 len(s.WebLinks),
		ContentSnippets:          len(s.ContentSnippets),
		PageTemplates:            len(s.PageTemplates),
		WebTemplates:             len(s.WebTemplates),
		Lists:                    len(s.Lists),
		BasicForms:               len(s.BasicForms),
		AdvancedForms:            len(s.AdvancedForms),
		AdvancedFormSteps:        len(s.AdvancedFormSteps),
		Forums:                   len(s.Forums),
		Blogs:                    len(s.Blogs),
		BlogPosts:                len(s.BlogPosts),
		IdeaForums:               len(s.IdeaForums),
		PublishingStates:         len(s.PublishingStates),
		Redirects:                len(s.Redirects),
		Languages:                len(s.Languages),
	}
}

// KindCount is the number of records of one kind.
type KindCount struct {
	Kind  string // the word that Counts has in JSON
	Count int
}

// List gives the counts in a fixed order, zeros included.
func (c Counts) List() []KindCount {
	return []KindCount{
		{"webRoles", c.WebRoles}, {"webPages", c.WebPages}, {"contentPages", c.ContentPages}, {"webFiles", c.WebFiles},
		{"tablePermissions", c.TablePermissions}, {"pageRules", c.PageRules},
		{"websiteAccessPermissions", c.WebsiteAccessPermissions},
		{"columnPermissionProfiles", c.ColumnPermissionProfiles}, {"columnPermissions", c.ColumnPermissions},
		{"siteSettings", c.SiteSettings}, {"contacts", c.Contacts}, {"siteMarkers", c.SiteMarkers},
		{"webLinkSets", c.WebLinkSets}, {"webLinks", c.WebLinks}, {"contentSnippets", c.ContentSnippets},
		{"pageTemplates", c.PageTemplates}, {"webTemplates", c.WebTemplates}, {"lists", c.Lists},
		{"basicForms", c.BasicForms}, {"advancedForms", c.AdvancedForms}, {"advancedFormSteps", c.AdvancedFormSteps},
		{"forums", c.Forums}, {"blogs", c.Blogs}, {"blogPosts", c.BlogPosts}, {"ideaForums", c.IdeaForums},
		{"publishingStates", c.PublishingStates}, {"redirects", c.Redirects}, {"languages", c.Languages},
	}
}
