package access

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

func (e *Engine) findContact(id site.ID) (place int32, err error) {
	if i, ok := e.contactIndex().byID[normalID(string(id))]; ok {
		return i, nil
	}
	if len(e.site.Contacts) == 0 {
		return noRecord, noContacts()
	}
	var names []string
	for i := range e.site.Contacts {
		c := &e.site.Contacts[i]
		names = append(names, string(c.ID))
	}
	return noRecord, notFound("contact", string(id), names)
}

// normalID spells an id as site does.
func normalID(text string) site.ID {
	return site.ID(strings.ToLower(strings.Trim(strings.TrimSpace(text), "{}")))
}

// findRoles finds a role by id or exact name. Namesakes are all meant, and the note says so.
func (e *Engine) findRoles(text string) (places []int32, note string, err error) {
	if i, ok := e.index.roles[normalID(text)]; ok {
		return []int32{i}, "", nil
	}
	var names []string
	for i := range e.site.WebRoles {
		r := &e.site.WebRoles[i]
		names = append(names, r.Name)
		if r.Name == text {
			places = append(places, int32(i))
		}
	}
	switch {
	case len(places) == 0 && len(names) == 0:
		return nil, "", fault.New(fault.NotFound, "The export has no web roles, so there is no web role %q.", text)
	case len(places) == 0:
		return nil, "", notFound("web role", text, names)
	case len(places) > 1:
		note = strconv.Itoa(len(places)) + " web roles are called " + quote(text) +
			"; the visitor is taken to hold all of them. Give an id to ask about one."
	}
	for _, i := range places {
		if !e.holdable(i) {
			why := "is inactive"
			if !e.site.WebRoles[i].Inactive {
				why = "belongs to another website"
			}
			note = strings.TrimSpace(note + " Web role " + quote(text) + " (" + string(e.site.WebRoles[i].ID) + ") " + why + " and counts for nothing.")
		}
	}
	return places, note, nil
}

// FindPage finds a page by id, path or exact name, in this order. Several pages of one path or name are
// fault.Conflict, none is fault.NotFound with the nearest paths.
func (e *Engine) FindPage(text string) (int, error) {
	if i, ok := e.index.pages[normalID(text)]; ok {
		return int(i), nil
	}
	urls := e.texts.urls(e)
	path := "/" + strings.Trim(text, "/") + "/"
	if path == "//" {
		path = "/"
	}
	var byURL, byName []int
	var known []string
	for i := range e.site.WebPages {
		p := &e.site.WebPages[i]
		if rootOf(p) != p.ID {
			continue
		}
		if urls[i] != "" {
			known = append(known, urls[i])
			if strings.EqualFold(urls[i], path) && !p.Inactive {
				byURL = append(byURL, i)
			}
		}
		if p.Name == text {
			byName = append(byName, i)
		}
	}
	for _, found := range [][]int{byURL, byName} {
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			ids := make([]string, len(found))
			for i, page := range found {
				ids[i] = string(e.site.WebPages[page].ID)
			}
			return 0, fault.New(fault.Conflict, "%d web pages answer to %q; the portal serves none of them.", len(found), text).
				WithHint("Give one of the ids %s.", strings.Join(ids, ", "))
		}
	}
	return 0, notFound("web page", text, known)
}

// FindTable checks that a table is known to the site: some table permission, list, form or column permission profile
// names it. Anything else is fault.NotFound with the nearest names.
func (e *Engine) FindTable(name string) (string, error) {
	known := e.knownTables()
	if slices.Contains(known, name) {
		return name, nil
	}
	if len(known) == 0 {
		return "", fault.New(fault.NotFound, "The export names no tables, so it has no table %q.", name)
	}
	return "", notFound("table", name, known)
}

func (e *Engine) knownTables() []string {
	var names []string
	s := e.site
	for i := range s.TablePermissions {
		names = append(names, s.TablePermissions[i].Table)
	}
	for i := range s.Lists {
		names = append(names, s.Lists[i].Table)
	}
	for i := range s.BasicForms {
		names = append(names, s.BasicForms[i].Table)
	}
	for i := range s.AdvancedFormSteps {
		names = append(names, s.AdvancedFormSteps[i].Table)
	}
	for i := range s.ColumnPermissionProfiles {
		names = append(names, s.ColumnPermissionProfiles[i].Table)
	}
	for i := range s.SiteSettings {
		if table, _, ok := webAPISetting(s.SiteSettings[i].Name); ok {
			names = append(names, table)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// notFound names what is nearest to what was asked for.
func notFound(kind, text string, known []string) error {
	f := fault.New(fault.NotFound, "There is no %s %q in this export.", kind, text)
	if near := nearest(text, known); len(near) > 0 {
		for i := range near {
			near[i] = strconv.Quote(near[i])
		}
		return f.WithHint("The nearest names are %s.", strings.Join(near, ", "))
	}
	return f
}

const nearestShown = 3

// nearest are the names with the fewest letters to change, at most half of those asked for; case does not count.
func nearest(text string, known []string) []string {
	type candidate struct {
		name string
		far  int
	}
	low := strings.ToLower(text)
	limit := max(2, len([]rune(low))/2)
	var list []candidate
	slices.Sort(known)
	for _, name := range slices.Compact(known) {
		far := distance(low, strings.ToLower(name))
		if strings.Contains(strings.ToLower(name), low) && low != "" {
			far = min(far, 1)
		}
		if far <= limit {
			list = append(list, candidate{name, far})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return a.far - b.far })
	var names []string
	for _, c := range list[:min(nearestShown, len(list))] {
		names = append(names, c.name)
	}
	if len(names) == 0 {
		names = slices.Clone(known[:min(nearestShown, len(known))])
	}
	return names
}

// distance counts letters to insert, delete or replace.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

func quote(name string) string { return "“" + name + "”" }

func appendQuoted(text []byte, name string) []byte {
	return append(append(append(text, "“"...), name...), "”"...)
}

// textCache holds what only texts need.
type textCache struct {
	once sync.Once
	url  []string
}

// urls are the paths of all pages, "" where one cannot be told.
func (t *textCache) urls(e *Engine) []string {
	t.once.Do(func() {
		t.url = make([]string, len(e.site.WebPages))
		for i := range t.url {
			t.url[i] = e.walkURL(int32(i))
		}
	})
	return t.url
}

func (e *Engine) walkURL(page int32) string {
	var parts []string
	for range len(e.site.WebPages) + 1 {
		p := &e.site.WebPages[page]
		if part := strings.Trim(p.PartialURL, "/"); part != "" {
			parts = append(parts, part)
		}
		if p.Parent == "" {
			slices.Reverse(parts)
			if len(parts) == 0 {
				return "/"
			}
			return "/" + strings.Join(parts, "/") + "/"
		}
		next, known := e.index.pages[p.Parent]
		if !known {
			return ""
		}
		page = next
	}
	return ""
}
