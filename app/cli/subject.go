package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gatehouse/backend/access"
)

// subject is what one question is about.
type subject struct {
	page         string
	file         string
	change       bool
	table        string
	privilege    string
	column       string // only where columns can be asked about
	websiteRight string
}

func (s *subject) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.page, "page", "", "a web page: path, id or name")
	f.StringVar(&s.file, "file", "", "a web file: path, id or name")
	f.BoolVar(&s.change, "change", false, "ask about changing the page or file, not reading it")
	f.StringVar(&s.table, "table", "", "a table: logical name; with --privilege")
	f.StringVar(&s.privilege, "privilege", "", "a right on the table: "+strings.Join(privilegeWords(), ", "))
	f.StringVar(&s.websiteRight, "website-right", "", "a website right: "+strings.Join(rightWords(), ", "))
}

func privilegeWords() []string {
	var words []string
	for _, p := range access.Privileges() {
		words = append(words, string(p))
	}
	return words
}

func columnWords() []string {
	var words []string
	for _, r := range access.ColumnRights() {
		words = append(words, string(r))
	}
	return words
}

func rightWords() []string {
	var words []string
	for _, r := range access.WebsiteRights() {
		words = append(words, string(r))
	}
	return append(words, string(access.AboutAdministrator))
}

// check wants exactly one subject, with what belongs to it, in words that exist.
func (s *subject) check() error {
	const hint = "Name one: --page URL, --file URL, --table NAME --privilege read, or --website-right RIGHT."
	given := 0
	for _, text := range []string{s.page, s.file, s.table, s.websiteRight} {
		if text != "" {
			given++
		}
	}
	switch {
	case given == 0 && (s.privilege != "" || s.column != ""):
		return usage("Name the table, as in --table contact --privilege read.", "The table is missing.")
	case given == 0:
		return usage(hint, "What is asked about is missing.")
	case given > 1:
		return usage(hint, "One question at a time: there are %d things to ask about.", given)
	case s.change && s.page == "" && s.file == "":
		return usage("For a table, ask for --privilege write.", "The flag %q belongs to pages and files.", "--change")
	case s.table == "" && (s.privilege != "" || s.column != ""):
		return usage("Leave it out, or ask about a table.", "Privileges and columns belong to tables.")
	case s.table != "" && s.privilege == "":
		return usage("Add one, such as --privilege read.", "The privilege is missing.")
	}
	switch {
	case s.column != "":
		if strings.EqualFold(s.privilege, string(access.Write)) {
			s.privilege = string(access.ColumnUpdate) // the word that columns have for it
		}
		return s.oneWord("privilege", &s.privilege, columnWords())
	case s.table != "":
		if strings.EqualFold(s.privilege, "update") {
			s.privilege = string(access.Write)
		}
		return s.oneWord("privilege", &s.privilege, privilegeWords())
	case s.websiteRight != "":
		return s.oneWord("website-right", &s.websiteRight, rightWords())
	}
	return nil
}

// oneWord finds a word in whatever letter case.
func (s *subject) oneWord(flag string, value *string, words []string) error {
	if i := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, *value) }); i >= 0 {
		*value = words[i]
		return nil
	}
	return oneOf(flag, *value, words)
}
