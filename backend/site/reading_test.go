package site_test

import (
	"reflect"
	"testing"

	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
)

func TestCounts(t *testing.T) {
	t.Run("EveryKind", func(t *testing.T) {
		s := testkit.FullSite()
		s.WebPages[1].IsRoot = false
		want := map[string]int64{"WebPages": 1, "ContentPages": 1}
		counts := reflect.ValueOf(s.Counts())
		for i := range counts.NumField() {
			name := counts.Type().Field(i).Name
			n, ok := want[name]
			if !ok {
				n = 2
			}
			if got := counts.Field(i).Int(); got != n {
				t.Errorf("%s counts %d, want %d", name, got, n)
			}
		}
	})
	t.Run("EachByItself", func(t *testing.T) {
		// A count that looks at another slice than its own would pass where all slices are alike.
		var s site.Site
		v := reflect.ValueOf(&s).Elem()
		for i := range v.NumField() {
			if v.Field(i).Kind() != reflect.Slice {
				continue
			}
			name := v.Type().Field(i).Name
			v.Field(i).Set(reflect.MakeSlice(v.Field(i).Type(), 3, 3))
			if name == "WebPages" {
				s.WebPages[0].IsRoot, s.WebPages[1].IsRoot, s.WebPages[2].IsRoot = true, true, true
			}
			counts := reflect.ValueOf(s.Counts())
			for j := range counts.NumField() {
				want := int64(0)
				if counts.Type().Field(j).Name == name {
					want = 3
				}
				if got := counts.Field(j).Int(); got != want {
					t.Errorf("with three %s, %s counts %d", name, counts.Type().Field(j).Name, got)
				}
			}
			v.Field(i).SetZero()
		}
	})
	t.Run("Empty", func(t *testing.T) {
		var s site.Site
		if s.Counts() != (site.Counts{}) {
			t.Errorf("an empty site counts %+v", s.Counts())
		}
	})
}

func TestReading(t *testing.T) {
	file := func(use site.FileUse) site.File { return site.File{Path: "a", Use: use} }
	problem := func(severity site.Severity) site.Problem { return site.Problem{Severity: severity} }
	for name, test := range map[string]struct {
		reading    site.Reading
		files      site.FileCounts
		severities site.SeverityCounts
		complete   bool
	}{
		"Empty": {complete: true},
		"Clean": {
			reading:  site.Reading{Files: []site.File{file(site.Used), file(site.Used), file(site.Ignored)}},
			files:    site.FileCounts{Used: 2, Ignored: 1},
			complete: true,
		},
		"Doubts": {
			reading:    site.Reading{Problems: []site.Problem{problem(site.Warning), problem(site.Note), problem(site.Note)}},
			severities: site.SeverityCounts{Warnings: 1, Notes: 2},
			complete:   true,
		},
		"UnreadableFile": {
			reading: site.Reading{Files: []site.File{file(site.Used), file(site.Unreadable)}},
			files:   site.FileCounts{Used: 1, Unreadable: 1},
		},
		"UnreadRecord": {
			reading:    site.Reading{Problems: []site.Problem{problem(site.Error)}},
			severities: site.SeverityCounts{Errors: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.reading.FileCounts(); got != test.files {
				t.Errorf("files are %+v, want %+v", got, test.files)
			}
			if got := test.reading.Severities(); got != test.severities {
				t.Errorf("problems are %+v, want %+v", got, test.severities)
			}
			if got := test.reading.Complete(); got != test.complete {
				t.Errorf("complete is %v, want %v", got, test.complete)
			}
		})
	}
}

func TestFromEnvironment(t *testing.T) {
	if (site.SiteSetting{Value: "x"}).FromEnvironment() || !(site.SiteSetting{EnvironmentVariable: "cr_x"}).FromEnvironment() {
		t.Error("a setting with a schema name has its value there, and no other")
	}
}

func TestPageURL(t *testing.T) {
	page := func(id, parent site.ID, partial string) site.WebPage {
		return site.WebPage{Record: site.Record{ID: id}, Parent: parent, PartialURL: partial, IsRoot: true}
	}
	s := site.Site{WebPages: []site.WebPage{
		page("home", "", "/"), page("orders", "home", "orders"), page("new", "orders", "/new/"),
		page("lost", "gone", "lost"), page("a", "b", "a"), page("b", "a", "b"), page("self", "self", "self"),
	}}
	index := site.NewIndex(&s)
	for id, want := range map[site.ID]string{"home": "/", "orders": "/orders/", "new": "/orders/new/", "lost": "", "a": "", "self": "", "nowhere": ""} {
		if got, ok := index.PageURL(id); got != want || ok != (want != "") {
			t.Errorf("the path of %s is %q, %v, want %q", id, got, ok, want)
		}
	}
}
