package access

import (
	"slices"

	"gatehouse/backend/site"
)

// SuggestFileRead finds the smallest single change that lets the visitor read a web file, as SuggestPageRead does.
func (v *Visitor) SuggestFileRead(file int) string {
	x := v.ExplainFileRead(file)
	return v.suggest(v.alone(true), v.fileEdits(file, x, false), func(w *Visitor) bool { return w.FileRead(file) == Allow })
}

// SuggestFileChange finds the smallest single change that lets the visitor change a web file.
func (v *Visitor) SuggestFileChange(file int) string {
	x := v.ExplainFileChange(file)
	return v.suggest(v.alone(true), v.fileEdits(file, x, true), func(w *Visitor) bool { return w.FileChange(file) == Allow })
}

func (v *Visitor) fileEdits(file int, x *Explanation, change bool) []edit {
	s := v.engine.site
	f := &s.WebFiles[file]
	name := "web file " + quote(f.Name)
	var edits []edit
	if f.Inactive {
		edits = append(edits, activate(name, func(s *site.Site) *[]site.WebFile { return &s.WebFiles }, file))
	}
	edits = append(edits, v.permissionEdits(x, change)...)
	if !change {
		for i := range s.PublishingStates {
			if state := &s.PublishingStates[i]; state.Visible {
				edits = append(edits, fileEdit(file, "Set the publishing state of "+name+" to "+quote(state.Name)+".", func(f *site.WebFile) {
					f.PublishingState = state.ID
				}))
			}
		}
		edits = append(edits, fileEdit(file, "Take the release and expiration dates off "+name+".", func(f *site.WebFile) {
			f.Released, f.Expires = nil, nil
		}))
	}
	if page, known := v.engine.Page(f.Parent); known {
		edits = append(edits, v.grantEdits(&s.WebPages[page])...)
	}
	if post := placeOf(v.engine.index.posts, f.BlogPost); f.Parent == "" && post >= 0 {
		edits = append(edits, v.postEdits(int(post), x, change)...)
	}
	return edits
}

func fileEdit(file int, text string, change func(*site.WebFile)) edit {
	return edit{text, func(s *site.Site) {
		s.WebFiles = slices.Clone(s.WebFiles)
		change(&s.WebFiles[file])
	}}
}
