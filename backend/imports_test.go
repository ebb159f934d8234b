// Package backend_test holds the rule of who may import whom, as a test. The folder has no other package.
package backend_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ring is how far out a package lies. Imports point inwards only.
type ring int

const (
	ground    ring = iota // plain data
	knowledge             // answers from data; no file, no socket, no clock
	useCases              // what an administrator does
	adapters              // the outside; they do not know each other
	outside               // programs, and what builds them from their parts
)

// rings has every package of the module but helpers for tests. A package that is missing here belongs nowhere yet.
var rings = map[string]ring{
	"backend/fault":  ground,
	"backend/site":   ground,
	"backend/portal": ground,
	"backend/event":  ground,

	"backend/access":      knowledge,
	"backend/lint":        knowledge,
	"backend/lint/rules":  knowledge,
	"backend/renewal":     knowledge,
	"backend/notify":      knowledge,
	"backend/cloud":       knowledge,
	"backend/certificate": knowledge,

	"backend/notify/notifytest": knowledge, // for the tests of channels

	"backend/admin": useCases,

	"backend/importer":       adapters,
	"backend/store":          adapters,
	"backend/snapshotfile":   adapters,
	"backend/vault":          adapters,
	"backend/keyservice":     adapters,
	"backend/portalhost":     adapters,
	"backend/report":         adapters,
	"backend/sample":         adapters,
	"backend/cloud/ppapi":    adapters,
	"backend/cloud/provider": adapters,
	"backend/notify/channel": adapters,

	"app":           outside,
	"app/tray":      outside,
	"app/autostart": outside,
	"app/wiring":    outside,
	"app/cli":       outside,
	"frontend":      outside,
	".":             outside,
}

// neighbours are the imports within a ring that are wanted. Programs below app/cli and build are the outermost.
var neighbours = map[string][]string{
	"backend/lint/rules":     {"backend/lint"},
	"backend/notify":         {"backend/renewal"},
	"backend/cloud/provider": {"backend/cloud/ppapi"},
	"app":                    {"app/wiring", "app/tray", "app/autostart"},
	"app/cli":                {"app/wiring"},
	".":                      {"app", "frontend"},

	"backend/notify/notifytest": {"backend/notify", "backend/renewal"},
}

// owners says which packages alone may know a library, by the beginning of the library's import path.
var owners = map[string][]string{
	"go.etcd.io/bbolt":              {"backend/store"},
	"github.com/zalando/go-keyring": {"backend/vault"},
	"github.com/golang-jwt":         {"backend/keyservice"},
	"github.com/xuri/excelize":      {"backend/report"},
	"filippo.io/age":                {"backend/vault"},
	"go.yaml.in/yaml":               {"backend/importer"},
	"software.sslmate.com/src":      {"backend/certificate"},
	"github.com/spf13":              {"app/cli"},
	"github.com/arran4/golang-ical": {"app/cli"},
	"github.com/wailsapp/wails":     {"app"},
	"github.com/gen2brain/beeep":    {"backend/notify/channel"},
	"github.com/wneessen/go-mail":   {"backend/notify/channel"},
	"github.com/godbus/dbus":        {"backend/vault", "backend/notify/channel", "app/tray"},
	"github.com/emersion":           {},
	"fyne.io/systray":               {"app/tray"},
	"gatehouse/backend/internal":    {},

	"gatehouse/backend/notify/channel": {"app"}, // the command line carries nothing of a desktop
	"github.com/rogpeppe/go-internal":  {},
}

const module = "gatehouse"

// source is one Go file.
type source struct {
	folder string // of the package, from the top of the module, "." for the top
	name   string
	file   *ast.File
}

func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

// aside reports whether a folder is one, or below one, of the places that hold helpers and tools rather than packages
// of the program.
func aside(folder string) bool {
	for _, place := range []string{"backend/internal", "build", "app/cli", "app/windowtest"} {
		if strings.HasPrefix(folder, place+"/") || folder == place && place != "app/cli" {
			return true
		}
	}
	return false
}

func TestImports(t *testing.T) {
	sources := parseAll(t, "..")
	if len(sources) < 20 {
		t.Fatalf("only %d files were found", len(sources))
	}
	for _, s := range sources {
		for _, complaint := range check(s) {
			t.Errorf("%s: %s", path.Join(s.folder, s.name), complaint)
		}
	}
}

// The rules themselves, on sources that break them.
func TestImportRules(t *testing.T) {
	for name, test := range map[string]struct {
		folder, file, code string
		want               string // part of the complaint, empty for none
	}{
		"Down":               {"backend/store", "a.go", `import "gatehouse/backend/admin"`, ""},
		"Up":                 {"backend/admin", "a.go", `import "gatehouse/backend/store"`, "must not import gatehouse/backend/store"},
		"UpInATest":          {"backend/admin", "a_test.go", `import "gatehouse/backend/store"`, ""},
		"AdaptersMeet":       {"backend/report", "a.go", `import "gatehouse/backend/importer"`, "must not import"},
		"GroundMeets":        {"backend/site", "a.go", `import "gatehouse/backend/portal"`, "must not import"},
		"Neighbours":         {"backend/lint/rules", "a.go", `import "gatehouse/backend/lint"`, ""},
		"NeighboursBack":     {"backend/lint", "a.go", `import "gatehouse/backend/lint/rules"`, "must not import"},
		"BackendKnowsApp":    {"backend/store", "a.go", `import "gatehouse/app"`, "must not import"},
		"BackendTestsApp":    {"backend/store", "a_test.go", `import "gatehouse/app/wiring"`, "must not import"},
		"BackendKnowsWails":  {"backend/admin", "a.go", `import "github.com/wailsapp/wails/v2/pkg/runtime"`, "may import github.com/wailsapp/wails"},
		"WiringKnowsApp":     {"app/wiring", "a.go", `import "gatehouse/app"`, "must not import"},
		"CLIKnowsApp":        {"app/cli", "a.go", `import "gatehouse/app"`, "must not import"},
		"CLIProgramKnowsApp": {"app/cli/gatectl", "main.go", `import "gatehouse/app"`, "must not import"},
		"CLIProgram":         {"app/cli/gatectl", "main.go", `import "gatehouse/app/cli"`, ""},
		"CLIKnowsWails":      {"app/cli", "a.go", `import "github.com/wailsapp/wails/v2"`, "may import github.com/wailsapp/wails"},
		"WiringKnowsWails":   {"app/wiring", "a.go", `import "github.com/wailsapp/wails/v2"`, "may import github.com/wailsapp/wails"},
		"WiringKnowsDesktop": {"app/wiring", "a.go", `import "gatehouse/backend/notify/channel"`, "may import gatehouse/backend/notify/channel"},
		"AppKnowsTray":       {"app", "a.go", `import "fyne.io/systray"`, "may import fyne.io/systray"},
		"CLIKnowsDesktop":    {"app/cli", "a.go", `import "github.com/gen2brain/beeep"`, "may import github.com/gen2brain/beeep"},
		"AppKnowsWails":      {"app", "a.go", `import "github.com/wailsapp/wails/v2"`, ""},
		"OtherDatabase":      {"backend/vault", "a.go", `import "go.etcd.io/bbolt"`, "may import go.etcd.io/bbolt"},
		"HelpersInTheOpen":   {"backend/store", "a.go", `import "gatehouse/backend/internal/testkit"`, "may import gatehouse/backend/internal"},
		"HelpersInATest":     {"backend/store", "a_test.go", `import "gatehouse/backend/internal/testkit"`, ""},
		"NewPackage":         {"backend/utils", "a.go", ``, "has no ring"},
		"KnowledgeOpensFile": {"backend/certificate", "a.go", `import "os"`, "must not import os"},
		"GroundCalls":        {"backend/site", "a.go", `import "net/http"`, "must not import net/http"},
		"KnowledgeParsesURL": {"backend/access", "a.go", `import "net/url"`, ""},
		"AdapterOpensFile":   {"backend/importer", "a.go", `import "os"`, ""},
		"KnowledgeAsksTime":  {"backend/renewal", "a.go", "import \"time\"\nvar _ = time.Now()", "must not call time.Now"},
		"KnowledgeKeepsTime": {"backend/renewal", "a.go", "import clock \"time\"\nvar _ = clock.Now", "must not call time.Now"},
		"KnowledgeSleeps":    {"backend/cloud", "a.go", "import \"time\"\nfunc f() { time.Sleep(1) }", "must not call time.Sleep"},
		"KnowledgeDates":     {"backend/renewal", "a.go", "import \"time\"\nvar _ = time.Date(1, 2, 3, 4, 5, 6, 7, time.UTC)", ""},
		"TestAsksTime":       {"backend/renewal", "a_test.go", "import \"time\"\nvar _ = time.Now()", ""},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := parser.ParseFile(token.NewFileSet(), test.file, "package x\n"+test.code, 0)
			if err != nil {
				t.Fatal(err)
			}
			complaints := check(source{test.folder, test.file, file})
			if test.want == "" && len(complaints) > 0 || test.want != "" && !strings.Contains(strings.Join(complaints, "\n"), test.want) {
				t.Errorf("complaints are %q, want %q", complaints, test.want)
			}
		})
	}
}

// check returns what is wrong with a file, as sentences.
func check(s source) []string {
	var complaints []string
	complain := func(format string, args ...any) { complaints = append(complaints, fmt.Sprintf(format, args...)) }
	own, known := rings[s.folder]
	if !known && !aside(s.folder) {
		complain("the package %s has no ring; add it to the table, with a sentence that says what belongs there", s.folder)
	}
	inBackend := strings.HasPrefix(s.folder, "backend")
	pure := known && own <= knowledge && !s.isTest()
	for _, spec := range s.file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			complain("%s is no import path", spec.Path.Value)
			continue
		}
		switch target, ours := strings.CutPrefix(imported, module+"/"); {
		case !ours:
			if pure && opensSomething(imported) {
				complain("%s must not import %s: it opens no file and no socket", s.folder, imported)
			}
		case inBackend && !strings.HasPrefix(target, "backend/"):
			complain("%s must not import %s: the backend does not know its programs", s.folder, imported)
		case s.isTest() || strings.HasPrefix(target, "backend/internal/"):
		case aside(s.folder):
			// A program below app/cli is as free of the window as app/cli itself.
			if strings.HasPrefix(s.folder, "app/cli/") && target != "app/cli" {
				complain("%s must not import %s: it only starts app/cli", s.folder, imported)
			}
		case rings[target] >= own && !slices.Contains(neighbours[s.folder], target):
			complain("%s must not import %s: imports point inwards", s.folder, imported)
		}
		for _, library := range slices.Sorted(maps.Keys(owners)) {
			if (imported == library || strings.HasPrefix(imported, library+"/")) && !s.isTest() &&
				!slices.Contains(owners[library], s.folder) && !aside(s.folder) {
				complain("only %v may import %s, not %s", owners[library], library, s.folder)
			}
		}
	}
	if pure {
		for _, call := range clockCalls(s.file) {
			complain("%s must not call time.%s: the time is an argument", s.folder, call)
		}
	}
	return complaints
}

// opensSomething reports whether a package of the standard library reaches out of the program.
func opensSomething(imported string) bool {
	switch imported {
	case "net", "io/ioutil", "plugin", "syscall":
		return true
	}
	for _, tree := range []string{"os", "net/http", "net/rpc", "net/smtp", "database/sql", "log"} {
		if imported == tree || strings.HasPrefix(imported, tree+"/") {
			return true
		}
	}
	return false
}

// clockCalls returns the functions of package time that a file uses and that depend on the present.
func clockCalls(file *ast.File) []string {
	name := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == `"time"` {
			name = "time"
			if spec.Name != nil {
				name = spec.Name.Name
			}
		}
	}
	var calls []string
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := selector.X.(*ast.Ident); ok && name != "" && of.Name == name {
			switch selector.Sel.Name {
			case "Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker":
				calls = append(calls, selector.Sel.Name)
			}
		}
		return true
	})
	return calls
}

// parseAll reads every Go file of the module, for whatever system it is meant. It reads the sources itself: the go
// command would leave out files of other systems, and its answers can be stale in the cache of test results.
func parseAll(t *testing.T, root string) []source {
	t.Helper()
	var sources []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			base := entry.Name()
			if name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && name != root {
				return filepath.SkipDir // another module
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if folder := filepath.ToSlash(filepath.Dir(relative)); folder != "backend" { // this test itself
			sources = append(sources, source{folder, entry.Name(), file})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}
