package importer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.yaml.in/yaml/v4"

	"gatehouse/backend/event"
	"gatehouse/backend/importer"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

// generate writes a made-up site of n YAML files, mixed like real ones, and returns their paths and their size.
func generate(b *testing.B, dir string, n int) (paths []string, size int) {
	b.Helper()
	id := func(i int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", i, i) }
	write := func(name, content string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
		paths = append(paths, path)
		size += len(content)
	}
	write("website.yml", website)
	write("websitelanguage.yml", fmt.Sprintf("- adx_name: English\n  adx_portallanguageid: %[1]s\n  adx_websitelanguageid: %[1]s\n", id(2)))
	write("publishingstate.yml", fmt.Sprintf("- adx_isvisible: true\n  adx_name: Published\n  adx_publishingstateid: %s\n", id(3)))
	var roles, rules, settings strings.Builder
	for i := range 20 {
		fmt.Fprintf(&roles, "- adx_anonymoususersrole: false\n  adx_authenticatedusersrole: %v\n  adx_name: Role %d\n  adx_webroleid: %s\n", i == 0, i, id(100+i))
		fmt.Fprintf(&rules, "- adx_name: Rule %d\n  adx_right: 2\n  adx_webpageaccesscontrolrule_webrole:\n  - %s\n  adx_webpageaccesscontrolruleid: %s\n  adx_webpageid: %s\n", i, id(100+i), id(200+i), id(100_000))
	}
	for i := range 200 {
		fmt.Fprintf(&settings, "- adx_description: What setting number %d is good for, in a sentence of some length.\n  adx_name: Contoso/Setting/%d\n  adx_sitesettingid: %s\n  adx_value: true\n", i, i, id(1000+i))
	}
	write("webrole.yml", roles.String())
	write("webpagerule.yml", rules.String())
	write("sitesetting.yml", settings.String())
	for i := 0; len(paths) < n; i++ {
		page, content := id(100_000+i), id(200_000+i)
		write(fmt.Sprintf("web-pages/page-%d/Page-%d.webpage.yml", i, i), fmt.Sprintf("adx_displayorder: %d\nadx_enablerating: false\nadx_excludefromsearch: false\nadx_feedbackpolicy: 756150005\nadx_hiddenfromsitemap: false\nadx_isroot: true\nadx_name: Page %d\nadx_parentpageid: %s\nadx_partialurl: page-%d\nadx_publishingstateid: %s\nadx_sharedpageconfiguration: false\nadx_webpageid: %s\n", i, i, id(100_000), i, id(3), page))
		write(fmt.Sprintf("web-pages/page-%d/content-pages/Page-%d.en-US.webpage.yml", i, i), fmt.Sprintf("adx_enablerating: false\nadx_enabletracking: false\nadx_excludefromsearch: false\nadx_hiddenfromsitemap: false\nadx_isroot: false\nadx_name: Page %d\nadx_partialurl: page-%d\nadx_publishingstateid: %s\nadx_rootwebpageid: %s\nadx_title: The title of page %d\nadx_webpageid: %s\nadx_webpagelanguageid: %s\n", i, i, id(3), page, i, content, id(2)))
		write(fmt.Sprintf("content-snippets/snippet-%d/Snippet-%d.en-US.contentsnippet.yml", i, i), fmt.Sprintf("adx_contentsnippetid: %s\nadx_contentsnippetlanguageid: %s\nadx_display_name: Snippet %d\nadx_name: Snippet/%d\nadx_type: 756150000\n", id(300_000+i), id(2), i, i))
		write(fmt.Sprintf("web-files/file-%d.png.webfile.yml", i), fmt.Sprintf("adx_contentdisposition: 756150000\nadx_enabletracking: false\nadx_excludefromsearch: false\nadx_hiddenfromsitemap: false\nadx_name: file-%d.png\nadx_parentpageid: %s\nadx_partialurl: file-%d.png\nadx_publishingstateid: %s\nadx_webfileid: %s\nannotationid: %s\nfilename: file-%d.png\nisdocument: true\nmimetype: image/png\nobjectid: %s\nobjecttypecode: adx_webfile\n", i, page, i, id(3), id(400_000+i), id(500_000+i), i, id(400_000+i)))
		write(fmt.Sprintf("table-permissions/Permission-%d.tablepermission.yml", i), fmt.Sprintf("adx_append: true\nadx_appendto: true\nadx_create: false\nadx_delete: false\nadx_entitylogicalname: contoso_table%d\nadx_entityname: Permission %d\nadx_entitypermission_webrole:\n- %s\n- %s\nadx_entitypermissionid: %s\nadx_read: true\nadx_scope: 756150000\nadx_write: false\n", i%50, i, id(100+i%20), id(100+(i+1)%20), id(600_000+i)))
		write(fmt.Sprintf("web-templates/template-%d/Template-%d.webtemplate.yml", i, i), fmt.Sprintf("adx_name: Template %d\nadx_webtemplateid: %s\n", i, id(700_000+i)))
	}
	return paths, size
}

// BenchmarkRead reads a site of 5,000 YAML files, then opens it from a snapshot that was kept of it. Then the peer reads:
// the same files, one after the other, each into a map. ratio is our time in the peer's, opened-ratio that of opening in
// ours, and heap-x the most memory held at once in five readings, in sizes of the files.
func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	paths, size := generate(b, dir, 5000)
	read := func() {
		readings, err := importer.Read(b.Context(), dir, importer.Options{})
		if err != nil || len(readings) != 1 {
			b.Fatal(err)
		}
		for _, f := range readings[0].Files {
			if f.Use != "used" {
				b.Fatalf("%+v", f)
			}
		}
	}
	peer := func() {
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			if strings.HasPrefix(string(data[:2]), "- ") {
				var list []map[string]any
				err = yaml.Unmarshal(data, &list)
			} else {
				var one map[string]any
				err = yaml.Unmarshal(data, &one)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	read() // both find the files in the cache
	open := keep(b, dir)
	var ours, theirs, opened time.Duration
	rounds := 0
	for b.Loop() {
		runtime.GC()
		start := time.Now()
		read()
		ours += time.Since(start)
		runtime.GC()
		start = time.Now()
		open()
		opened += time.Since(start)
		runtime.GC()
		start = time.Now()
		peer()
		theirs += time.Since(start)
		rounds++
	}
	b.ReportMetric(float64(ours.Milliseconds())/float64(rounds), "ours-ms/op")
	b.ReportMetric(float64(theirs.Milliseconds())/float64(rounds), "peer-ms/op")
	b.ReportMetric(float64(ours)/float64(theirs), "ratio")
	b.ReportMetric(float64(opened.Microseconds())/1000/float64(rounds), "opened-ms/op")
	b.ReportMetric(float64(opened)/float64(ours), "opened-ratio")
	var most uint64
	for range 5 {
		most = max(most, peak(read))
	}
	b.ReportMetric(float64(most)/float64(size), "heap-x")
}

// keep reads the site of a folder, keeps a snapshot of it, and returns what opens that again.
func keep(b *testing.B, dir string) (open func()) {
	b.Helper()
	readings, err := importer.Read(b.Context(), dir, importer.Options{})
	if err != nil {
		b.Fatal(err)
	}
	r := readings[0]
	s, err := store.Open(b.Context(), b.TempDir(), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	var p portal.Portal
	testkit.Fill(&p)
	p.Version = 0
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entry := event.Activity{At: at, Actor: "ana@contoso.example", Action: event.SiteImported, PortalID: p.ID, PortalName: p.Name, Summary: "Imported."}
	if p, err = s.SavePortal(b.Context(), p, entry); err != nil {
		b.Fatal(err)
	}
	snapshot := site.Snapshot{ID: uuid.New(), PortalID: p.ID, TakenAt: at, Path: dir, Root: r.Site.Root, Format: r.Site.Format, DataModel: r.Site.DataModel, Counts: r.Site.Counts()}
	if _, err = s.AddSnapshot(b.Context(), p, snapshot, r, entry); err != nil {
		b.Fatal(err)
	}
	files := len(r.Files) // the reading itself would only give the collector more to do
	return func() {
		_, kept, err := s.Snapshot(b.Context(), snapshot.ID)
		if err != nil || len(kept.Files) != files {
			b.Fatal(len(kept.Files), err)
		}
	}
}

// peak is the most heap in use beyond what was there before, watched while do runs.
func peak(do func()) uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, m.HeapInuse
	done := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	do()
	close(done)
	<-stopped
	return most - before
}
