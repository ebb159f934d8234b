package importer

import (
	"context"
	"fmt"
	"slices"

	"gatehouse/backend/site"
)

// place is where a format found one site or several.
type place struct {
	root   string
	format format
}

// readAll reads the sites found, one place after the other, each with all workers.
func readAll(ctx context.Context, t *tree, found []place, opts Options) ([]site.Reading, error) {
	roots := make([]string, len(found))
	for i, p := range found {
		roots[i] = p.root
	}
	shared := t.share(roots)
	jobs := make([]*job, len(found))
	for i, p := range found {
		files := portion(found, p, shared[p.root])
		t.meter.total += len(files)
		jobs[i] = newJob(t, p, files, opts)
	}
	for _, unopened := range t.unopened {
		// Where no site has the archive among its files, it is said of the first one.
		about := max(0, slices.IndexFunc(jobs, func(j *job) bool { return j.account.has(unopened.File) }))
		jobs[about].account.problem(unopened)
	}
	readings := make([]site.Reading, 0, len(found))
	for i, p := range found {
		if err := p.format.read(ctx, jobs[i]); err != nil {
			return nil, canceled(err)
		}
		readings = append(readings, jobs[i].finish()...)
		jobs[i] = nil
	}
	distinguish(readings)
	return readings, nil
}

// portion is what a format reads of the files at a root that other formats may have sites at, too.
func portion(found []place, own place, files []entry) []entry {
	var others []place
	for _, p := range found {
		if p.root == own.root && p.format.id != own.format.id {
			others = append(others, p)
		}
	}
	if len(others) == 0 {
		return files
	}
	var kept []entry
	for _, e := range files {
		rel := below(own.root, e.path)
		mine := own.format.owns == nil || own.format.owns(rel)
		for _, p := range others {
			// Where two formats want a file, the first one of them has it.
			wanted := p.format.owns != nil && p.format.owns(rel)
			if wanted && (own.format.owns == nil || p.format.id < own.format.id) ||
				p.format.owns == nil && own.format.owns == nil && p.format.id < own.format.id {
				mine = false
			}
		}
		if mine {
			kept = append(kept, e)
		}
	}
	return kept
}

// distinguish gives sites at one root different roots: whoever keeps them tells them apart by it.
func distinguish(readings []site.Reading) {
	count := map[string]int{}
	for _, r := range readings {
		count[r.Site.Root]++
	}
	taken := map[string]int{}
	for i := range readings {
		s := &readings[i].Site
		if count[s.Root] == 1 {
			continue
		}
		name := fmt.Sprintf("%s#%s", s.Root, s.Website.ID)
		if taken[name]++; taken[name] > 1 {
			name = fmt.Sprintf("%s#%d", name, taken[name])
		}
		s.Root = name
	}
}
