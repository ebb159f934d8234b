package importer

import (
	"path"
	"strings"
)

// What the names of files in a flat folder mean.

// unneeded are files of records that say nothing about who may do what.
var unneeded = map[string]bool{
	"ad": true, "adplacement": true, "advancedformmetadata": true, "basicformmetadata": true, "botconsumer": true,
	"forumthreadtype": true, "poll": true, "polloption": true, "pollplacement": true, "tag": true,
	"urlhistory": true, "uxcomponent": true, "deployment": true, "sourcefile": true, "shortcut": true,
	"blogpostcomment": true, "idea": true, "ideacomment": true,
}

const (
	unneededReason  = "Records of this kind say nothing about access; they are not read."
	manifestReason  = "The command line's own list of check sums; a site is read without it."
	companionReason = "The text or content of a record; only the record itself is read."
	strayReason     = "No record of a site."
	foreignReason   = "No file of a site."
	misplacedReason = "It bears the name of a site's file, but lies in a folder where no site keeps it."
)

// cliFile tells what a file is by its path below the site: a file of records to read, or why it is ignored. Stray
// files are those that might have been meant as records.
func cliFile(rel string) (k *kind, reason string, stray bool) {
	top, _, _ := strings.Cut(rel, "/")
	if !strings.Contains(rel, "/") {
		top = ""
	}
	top = strings.ToLower(top)
	stem, isYAML := yamlStem(path.Base(rel))
	if !isYAML {
		base := strings.ToLower(path.Base(rel))
		switch {
		case companion(top, base):
			return nil, companionReason, false
		case strings.HasSuffix(base, ".json"):
			return nil, strayReason, true
		}
		return nil, foreignReason, false
	}
	word := stem[strings.LastIndexByte(stem, '.')+1:]
	whole := len(word) == len(stem)
	word = strings.ToLower(word) // only this: most of a name is a person's, with capitals, and there are thousands
	switch {
	case top == "web-files" && word != "webfile":
		return nil, companionReason, false // a visitor's download may be YAML
	case top == ".portalconfig" && (word == "manifest" && whole || endsIn(stem, "-manifest")):
		return nil, manifestReason, false
	case unneeded[word]:
		return nil, unneededReason, false
	case kinds[word] == nil:
		return nil, strayReason, true
	case whole && strings.Contains(rel, "/") && top != ".portalconfig" && top != "forums":
		return nil, misplacedReason, true
	}
	return kinds[word], "", false
}

// companions end the names of files that hold the text of a record.
var companions = []string{
	".copy.html", ".summary.html", ".custom_css.css", ".custom_javascript.js", ".source.html", ".value.html",
	".params.json",
}

func companion(top, base string) bool {
	if top == "web-files" || top == "server-logic" || top == "ux-components" {
		return true
	}
	for _, ending := range companions {
		if strings.HasSuffix(base, ending) {
			return true
		}
	}
	return false
}

// yamlStem takes the ending off the name of a YAML file.
func yamlStem(base string) (stem string, isYAML bool) {
	for _, ending := range []string{".yml", ".yaml"} {
		if endsIn(base, ending) {
			return base[:len(base)-len(ending)], true
		}
	}
	return "", false
}

// endsIn reports whether a name ends in this, in any letter case.
func endsIn(name, ending string) bool {
	return len(name) >= len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending)
}
