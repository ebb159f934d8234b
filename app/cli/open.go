package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// pathHelp says what PATH can be, in the words of every command that reads one.
const pathHelp = `PATH is a folder, a zip file, the data.xml of a Configuration Migration package, or a snapshot
file that Gatehouse wrote (.gatehouse).`

// readPath reads what is at a path, whatever it is, and tells on standard error how far that is when it takes long.
func (p *Program) readPath(ctx context.Context, path string) ([]site.Reading, error) {
	return wiring.ReadSites(ctx, path, progress(p.Stderr, p.Now))
}

// readOne reads the one site at a path that a person means: the only one, or the one named by name, id or root.
func (p *Program) readOne(ctx context.Context, path, named string) (*site.Reading, error) {
	readings, err := p.readPath(ctx, path)
	if err != nil {
		return nil, err
	}
	if named == "" {
		if len(readings) == 1 {
			return &readings[0], nil
		}
		return nil, usage("Choose one with --site: "+strings.Join(siteList(readings), "; ")+".",
			"There are %d sites at %s, and one is asked about.", len(readings), path)
	}
	var found []*site.Reading
	for _, fits := range []func(*site.Site) bool{
		func(s *site.Site) bool { return s.Root == named },
		func(s *site.Site) bool { return strings.EqualFold(string(s.Website.ID), strings.Trim(named, "{}")) },
		func(s *site.Site) bool { return strings.EqualFold(s.Website.Name, named) },
	} {
		for i := range readings {
			if fits(&readings[i].Site) {
				found = append(found, &readings[i])
			}
		}
		if len(found) > 0 {
			break
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, usage("The sites are "+strings.Join(siteList(readings), "; ")+".", "There is no site %q at %s.", named, path)
	}
	var roots []string
	for _, r := range found {
		roots = append(roots, fmt.Sprintf("%q", r.Site.Root))
	}
	return nil, usage("Name one by where it lies: "+strings.Join(roots, ", ")+".", "%d sites at %s answer to %q.", len(found), path, named)
}

// siteList names sites by what tells them apart.
func siteList(readings []site.Reading) []string {
	list := make([]string, len(readings))
	for i := range readings {
		s := &readings[i].Site
		list[i] = fmt.Sprintf("%q in %s", s.Website.Name, s.Root)
	}
	slices.Sort(list)
	return list
}

// asked makes a wrong call of what the engine says about a name that is not there, or a value that cannot be: the person
// has to ask something else. Everything else stays what it is.
func asked(err error) error {
	switch f := fault.Of(err); fault.CodeOf(err) {
	case fault.NotFound, fault.Invalid, fault.Conflict:
		return &usageError{f}
	}
	return err
}
