package importer_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/importer"
)

// plainSeeds are files that the quick reader takes.
var plainSeeds = []string{
	"adx_name: A\nadx_webroleid: r1\n",
	"adx_name: 'it''s'\r\nadx_webroleid: r1\r\n",
	"- adx_name: A\n  adx_webroleid: r1\n- adx_webroleid: r2\n  adx_description: \n  adx_name: Gäste 管理",
	"adx_entitypermission_webrole:\n- r1\n- 'r2'\nadx_entitypermissionid: p\nunknown:\n- a\nadx_scope: 756150000\n",
	"- adx_websiteaccess_webrole:\n  - r1\n  - r2\n  adx_websiteaccessid: a\n  adx_name:\n",
	"adx_entitypermission_webrole: []\nadx_name: a\nname: b\nadx_name: c\n",
	"adx_name: 00:03:00\nadx_value: null\nadx_webroleid: http://x/?a=b#c\n",
}

// notPlain are files that the quick reader must leave to the library.
var notPlain = []string{
	"", "\n", "adx_name: A\n\n", "adx_name: >-\n  a\n", "adx_name: A\n  more\n", "adx_name: a: b\n", "adx_name: a #b\n",
	"adx_name: a:\n", "adx_name: *a\n", "adx_name: \"a\"\n", "adx_name: 'a' b\n", "adx_name: 'a'b'\n", "adx_name: [a]\n",
	"adx_name: a\n- b\n", "---\nadx_name: a\n", "# x\nadx_name: a\n", "adx_name:\ta\n", "adx_name:a\n", "a b: c\n",
	"- adx_name: a\nadx_webroleid: b\n", "- - a\n", "adx_name: a\r", "\ufeffadx_name: a\n", "adx_name: a\u2028b\n",
	"adx_name: \xff\n", "adx_name:\n- a: b\n", "adx_name: 'a\n", "<<: a\n", "adx_name: -\n", "adx_name:\n-\n",
}

func TestPlain(t *testing.T) {
	t.Run("ReadsTheSame", func(t *testing.T) {
		for _, seed := range plainSeeds {
			for _, kind := range []string{"webrole", "tablepermission", "websiteaccess", "sitesetting"} {
				if taken, difference := importer.DifferPlain([]byte(seed), kind); !taken || difference != "" {
					t.Errorf("%q as %s: taken %v, %s", seed, kind, taken, difference)
				}
			}
		}
	})
	t.Run("LeavesTheRest", func(t *testing.T) {
		for _, seed := range notPlain {
			if taken, _ := importer.DifferPlain([]byte(seed), "webrole"); taken {
				t.Errorf("%q was taken", seed)
			}
		}
	})
	t.Run("ReadsRealFilesTheSame", func(t *testing.T) {
		taken, all := 0, 0
		walkFiles(t, corpus(t), func(path string, d fs.DirEntry) {
			stem, ok := strings.CutSuffix(filepath.Base(path), ".yml")
			kind := stem[strings.LastIndexByte(stem, '.')+1:]
			if !ok || !importer.KnownKind(kind) {
				return
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all++
			quick, difference := importer.DifferPlain(data, kind)
			if quick {
				taken++
			}
			if difference != "" {
				t.Errorf("%s: %s", path, difference)
			}
		})
		if taken*2 < all {
			t.Errorf("only %d of %d files were quick", taken, all)
		}
		t.Logf("%d of %d files were quick", taken, all)
	})
}

// FuzzPlain holds the quick reader against the library.
func FuzzPlain(f *testing.F) {
	for _, seed := range append(plainSeeds, notPlain...) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []string{"webrole", "tablepermission"} {
			if _, difference := importer.DifferPlain(data, kind); difference != "" {
				t.Errorf("%q as %s: %s", data, kind, difference)
			}
		}
	})
}
