package site_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
)

func TestPack(t *testing.T) {
	t.Run("RoundTripOfEveryField", func(t *testing.T) {
		want := testkit.FullSite()
		wantNoZero(t, reflect.ValueOf(want), "Site")
		packed, err := want.Pack()
		if err != nil {
			t.Fatal(err)
		}
		got, err := site.Unpack(slices.Values(packed))
		if err != nil {
			t.Fatal(err)
		}
		// What a snapshot's header says is not packed.
		got.Format, got.DataModel, got.Root = want.Format, want.DataModel, want.Root
		for i := range reflect.TypeOf(want).NumField() {
			field := reflect.TypeOf(want).Field(i)
			g, w := reflect.ValueOf(got).Field(i).Interface(), reflect.ValueOf(want).Field(i).Interface()
			if !reflect.DeepEqual(g, w) {
				t.Errorf("%s is\n%+v\nwant\n%+v", field.Name, g, w)
			}
		}
	})
	t.Run("SourceStaysOut", func(t *testing.T) {
		s := testkit.FullSite()
		packed, err := s.Pack()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packed {
			if p.Source == (site.Source{}) || strings.Contains(string(p.Data), p.Source.File) {
				t.Errorf("a %s from %+v is packed as %s", p.Kind, p.Source, p.Data)
			}
		}
	})
	t.Run("LeavesTheSiteAlone", func(t *testing.T) {
		s := testkit.FullSite()
		if _, err := s.Pack(); err != nil {
			t.Fatal(err)
		}
		if want := testkit.FullSite(); !reflect.DeepEqual(s, want) {
			t.Error("packing changed the site")
		}
	})
	t.Run("EveryKindByItsOwnName", func(t *testing.T) {
		s := testkit.FullSite()
		packed, err := s.Pack()
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for _, p := range packed {
			count[p.Kind]++
		}
		slices := 0
		for i := range reflect.TypeOf(s).NumField() {
			if reflect.TypeOf(s).Field(i).Type.Kind() == reflect.Slice {
				slices++
			}
		}
		if len(count) != slices+1 || count["website"] != 1 {
			t.Errorf("%d kinds for %d slices and the website: %v", len(count), slices, count)
		}
		for kind, n := range count {
			if kind != "website" && n != 2 {
				t.Errorf("%d records of kind %s, want 2", n, kind)
			}
		}
	})
	t.Run("NamesAreStored", func(t *testing.T) {
		// Databases hold these names. One may be added; none may change or go.
		want := "advancedForm advancedFormStep basicForm blog blogPost columnPermission columnPermissionProfile contact " +
			"contentSnippet forum forumPermission ideaForum language list pageRule pageTemplate publishingState " +
			"publishingTransition redirect roleAssignment roleGate siteMarker siteSetting tablePermission webFile webLink " +
			"webLinkSet webPage webRole webTemplate website websiteAccessPermission"
		s := testkit.FullSite()
		packed, err := s.Pack()
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, p := range packed {
			kinds = append(kinds, p.Kind)
		}
		slices.Sort(kinds)
		if got := strings.Join(slices.Compact(kinds), " "); got != want {
			t.Errorf("kinds are\n%s\nwant\n%s", got, want)
		}
	})
}

func TestUnpack(t *testing.T) {
	t.Run("ErrUnknownKind", func(t *testing.T) {
		_, err := site.Unpack(slices.Values([]site.Packed{{Kind: "hologram", Data: []byte("{}")}}))
		if err == nil || !strings.Contains(err.Error(), `"hologram"`) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("ErrNoJSON", func(t *testing.T) {
		for _, kind := range []string{"website", "webRole"} {
			_, err := site.Unpack(slices.Values([]site.Packed{{Kind: kind, Data: []byte("{")}}))
			if err == nil || !strings.Contains(err.Error(), "unpack "+kind) {
				t.Errorf("error is %v", err)
			}
		}
	})
}

// wantNoZero makes sure that a filled value has no field that a test could not see missing.
func wantNoZero(t *testing.T, v reflect.Value, path string) {
	t.Helper()
	if v.IsZero() {
		t.Errorf("%s is not filled", path)
	}
	switch {
	case v.Kind() == reflect.Struct && v.Type().PkgPath() != "time":
		for i := range v.NumField() {
			wantNoZero(t, v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			wantNoZero(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

func fingerprint(t *testing.T, s site.Site) string {
	t.Helper()
	sum, err := s.Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestFingerprint(t *testing.T) {
	base := fingerprint(t, testkit.FullSite())
	t.Run("Form", func(t *testing.T) {
		if len(base) != 64 || strings.Trim(base, "0123456789abcdef") != "" {
			t.Errorf("fingerprint is %q", base)
		}
	})
	t.Run("SameInAnyOrderAndLayout", func(t *testing.T) {
		s := testkit.FullSite()
		s.Format, s.DataModel, s.Root = "other", "other", "other"
		s.Website.Source = site.Source{}
		v := reflect.ValueOf(&s).Elem()
		for i := range v.NumField() {
			list := v.Field(i)
			if list.Kind() != reflect.Slice {
				continue
			}
			swap := reflect.Swapper(list.Interface())
			swap(0, 1)
			for j := range list.Len() {
				list.Index(j).FieldByName("Source").Set(reflect.ValueOf(site.Source{File: "moved.yml", Line: 1000 + j}))
			}
		}
		if got := fingerprint(t, s); got != base {
			t.Error("another order, layout or format changes it")
		}
	})
	t.Run("DiffersByEachField", func(t *testing.T) {
		s := testkit.FullSite()
		seen := map[string]string{base: "nothing"}
		changed := 0
		// Each field that says something, one at a time: make it another value, look, put it back.
		eachLeaf(reflect.ValueOf(&s).Elem(), "Site", func(v reflect.Value, path string) {
			if path == "Site.Website.PrimaryDomain" || path == "Site.Format" || path == "Site.DataModel" || path == "Site.Root" || strings.Contains(path, ".Source.") {
				return
			}
			old := reflect.New(v.Type()).Elem()
			old.Set(v)
			v.SetZero()
			sum := fingerprint(t, s)
			if other, taken := seen[sum]; taken {
				t.Errorf("without %s it is the same as without %s", path, other)
			}
			seen[sum] = path
			v.Set(old)
			changed++
		})
		if changed < 300 {
			t.Errorf("only %d fields were looked at", changed)
		}
	})
	t.Run("KindsAreNotMixedUp", func(t *testing.T) {
		record := site.Record{ID: "1", Name: "A"}
		role := site.Site{ContentSnippets: []site.ContentSnippet{{Record: record}}}
		list := site.Site{WebTemplates: []site.WebTemplate{{Record: record}}}
		if fingerprint(t, role) == fingerprint(t, list) {
			t.Error("equal records of two kinds have one fingerprint")
		}
	})
}

// eachLeaf visits every value below v that has no parts of its own, and every element of a list.
func eachLeaf(v reflect.Value, path string, visit func(reflect.Value, string)) {
	switch {
	case v.Kind() == reflect.Struct && v.Type().PkgPath() != "time":
		for i := range v.NumField() {
			eachLeaf(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachLeaf(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	default:
		visit(v, path)
	}
}
