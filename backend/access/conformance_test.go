package access_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

var update = flag.Bool("update", false, "write docs/conformance.md anew")

const conformanceList = "../../docs/conformance.md"

// vectorCount is how many worked cases there are; none may be lost on the way.
const vectorCount = 171

var vectorGroups = []struct{ name, title, letters string }{
	{"roles", "Roles", "VR"}, {"pages", "Web pages", "VP"}, {"files", "Files, links and publishing states", "VF"},
	{"website", "Website access permissions", "VW"}, {"tables", "Table permissions", "VT"},
	{"columns", "Columns and the Web API", "VC"}, {"forums", "Forums, blogs and idea forums", "VB"},
}

const conformanceHead = `# Conformance

The %d worked cases that ` + "`backend/access`" + ` is held to, with the answer of each profile. The tests of the package ask
every one of them; this page is written by them, with

    go test ./backend/access -run Conformance -update

All cases start from one site. Its roles are Anon (Anonymous Users), Auth (Authenticated Users), Emp, Mgr, Ed, Adm, Off
(inactive), Xr (of another website) and MgrX (a role called Mgr of another website). Its visitors are anon, who is not
signed in, and the contacts nob (no role), bob (Emp), sue (Mgr), both (Emp and Mgr), ed (Ed) and adm (Adm); bob and sue
belong to account A1, both to A2. Its published pages are home, about and staff below home, hr and denied below staff;
denied is the target of the site marker *Access Denied*, and staff_en is a content page of staff. A missing record is
taken for absent. What a case adds stands in its second column, the answers in the third; the fourth names what the
legacy profile answers instead. On tables, ` + "`[O1]`" + ` are the rows reached, ` + "`[]`" + ` is a permission that matches no row,
and rights are letters: read, write, create, delete, append, and T for append to.
`

// The list of worked cases is published, and says what the tests say.
func TestConformance(t *testing.T) {
	var page bytes.Buffer
	fmt.Fprintf(&page, conformanceHead, vectorCount)
	seen := 0
	for _, group := range vectorGroups {
		fmt.Fprintf(&page, "\n## %s\n\n| case | given | answers | legacy |\n|---|---|---|---|\n", group.title)
		for i, v := range vectorNodes(t, group.name) {
			if want := fmt.Sprintf("%s%02d", group.letters, i+1); v["id"].Value != want {
				t.Fatalf("%s stands where %s belongs", v["id"].Value, want)
			}
			fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", v["id"].Value, cell(v, "given", "page", "url", "languages", "visitor", "transition", "q", "op"),
				cell(v, "expect", "older_hosted"), cell(v, "legacy"))
			seen++
		}
	}
	if seen != vectorCount {
		t.Errorf("%d cases, want %d", seen, vectorCount)
	}
	if *update {
		if err := os.WriteFile(conformanceList, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(conformanceList)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(published, page.Bytes()) {
		t.Error("docs/conformance.md is out of date; run the test with -update")
	}
}

func vectorNodes(t *testing.T, name string) (list []map[string]*yaml.Node) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "vectors-"+name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var nodes []yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		t.Fatal(err)
	}
	known := []string{"id", "src", "given", "page", "url", "languages", "visitor", "transition", "q", "op", "expect", "older_hosted", "legacy"}
	for _, n := range nodes {
		v := map[string]*yaml.Node{}
		for i := 0; i < len(n.Content); i += 2 {
			if v[n.Content[i].Value] = n.Content[i+1]; !slices.Contains(known, n.Content[i].Value) {
				t.Errorf("the list does not show %s", n.Content[i].Value)
			}
		}
		list = append(list, v)
	}
	return list
}

// cell shows some entries of a vector as it writes them.
func cell(v map[string]*yaml.Node, keys ...string) string {
	var parts []string
	for i, key := range keys {
		n, ok := v[key]
		if !ok || n.Kind == yaml.MappingNode && len(n.Content) == 0 {
			continue
		}
		text := flow(n)
		if i == 0 && n.Kind == yaml.MappingNode {
			text = strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
		} else if i > 0 {
			text = strings.ReplaceAll(key, "_", " ") + " " + text
		}
		parts = append(parts, strings.ReplaceAll(text, "|", "\\|"))
	}
	return strings.Join(parts, "; ")
}

func flow(n *yaml.Node) string {
	var parts []string
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			parts = append(parts, n.Content[i].Value+": "+flow(n.Content[i+1]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml.SequenceNode:
		for _, item := range n.Content {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if n.Value == "" {
		return `""`
	}
	return n.Value
}
