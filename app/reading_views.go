package app

import "gatehouse/backend/site"

// RecordsView counts records by what became of them; the other numbers add up to Found.
type RecordsView struct {
	Found      int `json:"found"`
	Used       int `json:"used"`
	Inactive   int `json:"inactive"`
	Duplicate  int `json:"duplicate"`
	Dangling   int `json:"dangling"`
	Ignored    int `json:"ignored"`
	Unreadable int `json:"unreadable"`
}

// OtherRecordView is a record, or several of a kind, that is not simply used.
type OtherRecordView struct {
	Use     string        `json:"use"`  // "inactive", "duplicate", "dangling", "ignored", "unreadable"
	Kind    string        `json:"kind"` // as in sentences, "table permission"
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	File    string        `json:"file"`
	Line    int           `json:"line"`
	Reason  string        `json:"reason"`  // why it does not count, "" where Use says it all
	Missing []MissingView `json:"missing"` // what it names and the export does not hold
	Count   int           `json:"count"`   // how many records this stands for
}

// MissingView is what a record names and the export does not hold.
type MissingView struct {
	Field string `json:"field"`
	Kind  string `json:"kind"`
	ID    string `json:"id"`
}

func otherRecordViews(files []site.File) []OtherRecordView {
	views := []OtherRecordView{}
	for _, f := range files {
		for _, e := range f.Exceptions {
			view := OtherRecordView{
				Use: string(e.Use), Kind: e.Kind, ID: string(e.ID), Name: e.Name, File: f.Path, Line: e.Line,
				Reason: e.Reason, Missing: make([]MissingView, len(e.Missing)), Count: max(1, e.Count),
			}
			for i, m := range e.Missing {
				view.Missing[i] = MissingView{Field: m.Field, Kind: m.Kind, ID: string(m.ID)}
			}
			views = append(views, view)
		}
	}
	return views
}
