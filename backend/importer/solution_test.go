package importer_test

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

const oneSite = `<powerpagesites><powerpagesite powerpagesiteid="w1"><name>Contoso</name></powerpagesite></powerpagesites>`

// solutionOf reads a solution with one component.
func solutionOf(t testing.TB, component string) site.Reading {
	t.Helper()
	return readShape(t, fstest.MapFS{
		"Assets/powerpagesites.xml":                     {Data: []byte(oneSite)},
		"powerpagecomponents/c1/powerpagecomponent.xml": {Data: []byte(component)},
	})
}

const componentPath = "powerpagecomponents/c1/powerpagecomponent.xml"

// component writes a setting with this content.
func component(content string) string {
	return "<powerpagecomponent powerpagecomponentid=\"c1\">\n<content>" + html.EscapeString(content) + "</content><name>A</name>" +
		"<powerpagecomponenttype>9</powerpagecomponenttype><powerpagesiteid><powerpagesiteid>w1</powerpagesiteid></powerpagesiteid></powerpagecomponent>"
}

func TestSolutionUnreadable(t *testing.T) {
	cases := []struct {
		outcome, component, reason string
		line, column               int
	}{
		{"BrokenJSON", component("{\n\"value\": \"made-up-value\",\n\"source\" 1}"), "not valid JSON", 4, 10},
		{"JSONCutShort", component(`{"value": "made-up-`), "ends in the middle", 2, 20},
		{"JSONList", component(`[1]`), "no object", 2, 1},
		{"JSONTrailing", component(`{} {}`), "behind its end", 2, 0},
		{"JSONDeep", component(`{"a":` + strings.Repeat("[", 500)), "too deep", 2, 0},
		{"JSONHuge", component(`{"a":[` + strings.Repeat("0,", 300_000) + "0]}"), "more values", 2, 0},
		{"BrokenXML", "<powerpagecomponent>\n<content>", "ends in the middle", 2, 0},
		{"DocumentType", "<!DOCTYPE a [<!ENTITY b 'c'>]>" + component("{}"), "document type", 1, 0},
		{"Entity", "<powerpagecomponent>\n<name>&b;</name></powerpagecomponent>", "entity", 2, 0},
		{"Deep", "<powerpagecomponent>" + strings.Repeat("<a>", 300), "too deep", 1, 0},
		{"HalfUTF16", "\xff\xfe<", "cut in half", 1, 1},
	}
	for _, c := range cases {
		t.Run(c.outcome, func(t *testing.T) {
			r := solutionOf(t, c.component)
			f := fileOf(t, r, componentPath)
			if f.Use != site.Unreadable || !strings.Contains(f.Reason, c.reason) || f.Line != c.line || f.Column < 1 || c.column > 0 && f.Column != c.column {
				t.Errorf("%+v", f)
			}
			if strings.Contains(fmt.Sprint(r.Problems), "made-up") {
				t.Errorf("a secret is told: %v", r.Problems)
			}
			if r.Site.Website.Name != "Contoso" || len(r.Site.SiteSettings) != 0 {
				t.Errorf("%+v", r.Site.Website)
			}
		})
	}

	t.Run("TooLarge", func(t *testing.T) {
		readings, err := importer.ReadFS(t.Context(), fstest.MapFS{
			"Assets/powerpagesites.xml": {Data: []byte(oneSite)}, componentPath: {Data: []byte(component(`{"value":"` + strings.Repeat("x", 1000) + `"}`))},
		}, "test", importer.Options{Limits: importer.Limits{FileBytes: 500}})
		if err != nil {
			t.Fatal(err)
		}
		if f := fileOf(t, readings[0], componentPath); f.Use != site.Unreadable || !strings.Contains(f.Reason, "larger") {
			t.Errorf("%+v", f)
		}
	})
}

func TestSolutionContent(t *testing.T) {
	value := func(t *testing.T, content string) (string, site.Reading) {
		t.Helper()
		r := solutionOf(t, component(content))
		if len(r.Site.SiteSettings) != 1 {
			t.Fatalf("%v", r.Problems)
		}
		return r.Site.SiteSettings[0].Value, r
	}
	t.Run("Scalars", func(t *testing.T) {
		for content, want := range map[string]string{
			`{"value": true}`: "true", `{"value": 12.50}`: "12.50", `{"value": null}`: "", `{"value": "null"}`: "null",
			`{"VALUE": "x"}`: "x", `{"value": "\u00e4\r\n<b>&amp;"}`: "ä\n<b>&amp;", `{"adx_value": "y"}`: "y", "": "", "  ": "",
		} {
			if got, _ := value(t, content); got != want {
				t.Errorf("%s is %q, want %q", content, got, want)
			}
		}
	})
	t.Run("KeyTwice", func(t *testing.T) {
		got, r := value(t, "{\"value\": \"a\",\n\"value\": \"b\"}")
		if p := problemWith(t, r, "The field value stands twice"); got != "b" || p.Line != 3 || p.File != componentPath {
			t.Errorf("%q, %+v", got, p)
		}
	})
	t.Run("WrongTypes", func(t *testing.T) {
		_, r := value(t, "{\"source\": \"many\",\n\"value\": {\"a\": [1]}}")
		if p := problemWith(t, r, "The field source"); p.Line != 2 || p.Severity != site.Error {
			t.Errorf("%+v", p)
		}
		if p := problemWith(t, r, "The field value"); p.Line != 3 || !strings.Contains(p.Message, "a text") {
			t.Errorf("%+v", p)
		}
	})
	t.Run("ElementTwiceAndOtherFile", func(t *testing.T) {
		r := solutionOf(t, strings.Replace(component("{}"), "<name>A</name>", "<name>A</name><name>B</name>", 1))
		if problemWith(t, r, "The element name stands twice"); r.Site.SiteSettings[0].Name != "B" {
			t.Errorf("%+v", r.Site.SiteSettings)
		}
		r = solutionOf(t, "<something/>")
		if f := fileOf(t, r, componentPath); f.Use != site.Ignored || !strings.Contains(f.Reason, "something else") {
			t.Errorf("%+v", f)
		}
	})
	t.Run("WithoutID", func(t *testing.T) {
		r := solutionOf(t, strings.Replace(component("{}"), ` powerpagecomponentid="c1"`, "", 1))
		if p := problemWith(t, r, `"A" has no id`); p.Severity != site.Error || fileOf(t, r, componentPath).Use != site.Ignored {
			t.Errorf("%+v", p)
		}
	})
	t.Run("Types", func(t *testing.T) {
		typed := func(number string) site.Reading {
			return solutionOf(t, strings.Replace(component("{}"), ">9<", ">"+number+"<", 1))
		}
		if r := typed("27"); fileOf(t, r, componentPath).Use != site.Ignored || len(r.Problems) > 6 {
			t.Errorf("%v", r.Problems)
		}
		if p := problemWith(t, typed("4711"), `type "4711"`); p.Severity != site.Warning {
			t.Errorf("%+v", p)
		}
		if p := problemWith(t, typed(""), "without a type"); p.Severity != site.Warning {
			t.Errorf("%+v", p)
		}
	})
	t.Run("NoSites", func(t *testing.T) {
		r := readShape(t, fstest.MapFS{componentPath: {Data: []byte(strings.ReplaceAll(component("{}"), "w1", ""))}})
		if p := problemWith(t, r, "own record was not read"); p.Severity != site.Error || len(r.Site.SiteSettings) != 1 {
			t.Errorf("%+v", p)
		}
	})
	t.Run("EnhancedAuthorization", func(t *testing.T) {
		for written, want := range map[string]site.Tri{"<enhancedauthorization>1</enhancedauthorization>": site.Yes, "<enhancedauthorization>0</enhancedauthorization>": site.No, "": site.Untold} {
			r := readShape(t, fstest.MapFS{"Assets/powerpagesites.xml": {Data: []byte(strings.Replace(oneSite, "<name>", written+"<name>", 1))}})
			if got := r.Site.Website.EnhancedAuthorization; got != want {
				t.Errorf("%s is %q, want %q", written, got, want)
			}
		}
	})
}
