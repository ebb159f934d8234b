package access

import (
	"cmp"
	"slices"
	"strings"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// FindFile finds a web file by id, path or exact name, in this order, as FindPage finds pages.
func (e *Engine) FindFile(text string) (int, error) {
	if i, ok := e.File(normalID(text)); ok {
		return i, nil
	}
	path := "/" + strings.Trim(text, "/")
	var byURL, byName []site.ID
	var known []string
	for i := range e.site.WebFiles {
		f := &e.site.WebFiles[i]
		if url, told := e.FileURL(i); told {
			known = append(known, url)
			if strings.EqualFold(url, path) && !f.Inactive {
				byURL = append(byURL, f.ID)
			}
		} else {
			known = append(known, f.Name)
		}
		if f.Name == text {
			byName = append(byName, f.ID)
		}
	}
	for _, found := range [][]site.ID{byURL, byName} {
		switch {
		case len(found) == 1:
			place, _ := e.File(found[0])
			return place, nil
		case len(found) > 1:
			return 0, severalIDs("web files", text, found)
		}
	}
	if len(known) == 0 {
		return 0, fault.New(fault.NotFound, "The export has no web files, so there is no web file %q.", text)
	}
	return 0, notFound("web file", text, known)
}

// FileURL is the path of a web file, such as "/orders/terms.pdf", and whether it can be told: its page may be missing.
func (e *Engine) FileURL(file int) (string, bool) {
	f := &e.site.WebFiles[file]
	page, known := e.Page(f.Parent)
	part := strings.Trim(f.PartialURL, "/")
	if !known || part == "" {
		return "", false
	}
	url, told := e.PageURL(page)
	return url + part, told
}

// Files lists the places of the active web files, sorted by path and then by id. Those without a path come first.
func (e *Engine) Files() []int {
	urls := make([]string, len(e.site.WebFiles))
	var list []int
	for i := range e.site.WebFiles {
		if !e.site.WebFiles[i].Inactive {
			urls[i], _ = e.FileURL(i)
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		return cmp.Or(cmp.Compare(urls[a], urls[b]), cmp.Compare(e.site.WebFiles[a].ID, e.site.WebFiles[b].ID))
	})
	return list
}
