package site

// RecordUse is what became of a record. Each record that was found is in exactly one of these places.
type RecordUse string

const (
	RecordUsed       RecordUse = "used"
	RecordInactive   RecordUse = "inactive"   // kept, and without effect on the live site
	RecordDuplicate  RecordUse = "duplicate"  // another one counts in its place
	RecordDangling   RecordUse = "dangling"   // used, but names a record that is not in the export
	RecordIgnored    RecordUse = "ignored"    // of a kind that says nothing about access
	RecordUnreadable RecordUse = "unreadable" // without an id, or no record at all
)

// RecordException is a record that is not simply used.
type RecordException struct {
	Use     RecordUse          `json:"use"`
	Kind    string             `json:"kind"` // as in sentences, "table permission"; a table's name where its rows are ignored
	ID      ID                 `json:"id,omitempty"`
	Name    string             `json:"name,omitempty"`
	Line    int                `json:"line,omitempty"`
	Reason  string             `json:"reason,omitempty"`  // one sentence: why it does not count
	Missing []MissingReference `json:"missing,omitempty"` // what it names and the export does not hold
	Count   int                `json:"count,omitempty"`   // how many records this stands for, where not one
}

// MissingReference is what a record names and the export does not hold.
type MissingReference struct {
	Field string `json:"field"` // as the export spells it
	Kind  string `json:"kind"`  // of what is named, as in sentences
	ID    ID     `json:"id"`
}

// RecordCounts counts records by what became of them. The other numbers add up to Found.
type RecordCounts struct {
	Found      int `json:"found"`
	Used       int `json:"used"`
	Inactive   int `json:"inactive"`
	Duplicate  int `json:"duplicate"`
	Dangling   int `json:"dangling"`
	Ignored    int `json:"ignored"`
	Unreadable int `json:"unreadable"`
}

// RecordCounts counts the records that were found in the reading's files. Files that are ignored by their names are not
// searched for records.
func (r *Reading) RecordCounts() RecordCounts {
	var c RecordCounts
	for i := range r.Files {
		f := &r.Files[i]
		c.Found += f.Records
		c.Used += f.Records
		for _, e := range f.Exceptions {
			n := max(1, e.Count)
			c.Used -= n
			switch e.Use {
			case RecordInactive:
				c.Inactive += n
			case RecordDuplicate:
				c.Duplicate += n
			case RecordDangling:
				c.Dangling += n
			case RecordIgnored:
				c.Ignored += n
			case RecordUnreadable:
				c.Unreadable += n
			}
		}
	}
	return c
}
