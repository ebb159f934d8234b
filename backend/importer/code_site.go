package importer

import (
	"context"
	"path"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// The folder .powerpages-site that "pac pages download-code-site" writes beside the sources of a single-page
// application. Newer ones hold one record in a file and keys without prefix, older ones look like a flat folder; keys
// are told apart file by file, so both are read in the same way.
var _ = register(format{
	id:    site.CodeSite,
	looks: "the folder .powerpages-site of a code site",
	roots: codeSiteRoots,
	read:  readCodeSite,
})

// codeSiteFolder is the name of the folder. What lies around it is the source of a program.
const codeSiteFolder = ".powerpages-site"

// codeSiteParts are folders that only a code site has, by which a renamed one is known.
var codeSiteParts = []string{"web-roles", "site-settings", "webpage-rules", "website-accesss", "site-languages", "publishing-states"}

// codeSiteRoots finds folders of that name with anything of a site in them, and folders of another name with a
// website.yml without prefixes among the parts of a code site.
func codeSiteRoots(ctx context.Context, t *tree) ([]string, error) {
	var roots []string
	for _, e := range t.entries {
		if !isWebsiteFile(e) || e.odd != nil && e.odd.ignored != "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		dir := path.Dir(e.path)
		if t.base(dir) == codeSiteFolder || looksLikeCodeSite(t, dir) && namesCodeSite(t, e) {
			roots = append(roots, dir)
		}
	}
	return slices.Compact(roots), nil
}

func looksLikeCodeSite(t *tree, dir string) bool {
	return slices.ContainsFunc(codeSiteParts, func(part string) bool { return t.hasFolder(beside(dir, part)) })
}

// namesCodeSite reports whether a file holds the record of a website without prefixed keys.
func namesCodeSite(t *tree, e entry) (found bool) {
	t.peek(e, kinds["website"], func(f *yamlFile, _ []byte) {
		for _, r := range f.records {
			id, ok := r.field(idColumn)
			found = found || ok && !hasPrefix(id.spelled)
		}
	})
	return found
}

func readCodeSite(ctx context.Context, j *job) error {
	j.model = site.Enhanced
	return readYAMLSite(ctx, j, yamlFormat{file: codeSiteFile})
}

// codeSiteFile is cliFile with the parts that only code sites have.
func codeSiteFile(rel string) (k *kind, reason string, stray bool) {
	if strings.HasPrefix(strings.ToLower(rel), "source-files/") {
		return nil, unneededReason, false
	}
	return cliFile(rel)
}
