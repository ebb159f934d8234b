package site_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
)

// What is packed is read by the scanner alone, whichever fields say something. Where this fails, a field is missing in
// fields.go or stands in another order there.
func TestScan(t *testing.T) {
	t.Run("EveryField", func(t *testing.T) {
		s := testkit.FullSite()
		wantScanned(t, s)
		account := site.Account{Files: testkit.FullReading().Files, Problems: testkit.FullReading().Problems}
		wantAccount(t, account)
	})
	t.Run("EachFieldMissing", func(t *testing.T) {
		s := testkit.FullSite()
		eachLeaf(reflect.ValueOf(&s).Elem(), "Site", func(v reflect.Value, _ string) {
			old := reflect.New(v.Type()).Elem()
			old.Set(v)
			v.SetZero()
			wantScanned(t, s)
			v.Set(old)
		})
	})
	t.Run("AnyValues", func(t *testing.T) {
		for seed := range uint64(60) {
			random := rand.New(rand.NewPCG(seed, 7))
			s := testkit.FullSite()
			scramble(random, reflect.ValueOf(&s).Elem())
			wantScanned(t, s)
			r := testkit.FullReading()
			account := site.Account{Files: r.Files, Problems: r.Problems}
			scramble(random, reflect.ValueOf(&account).Elem())
			wantAccount(t, account)
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	})
	t.Run("KeepsNothingOfTheData", func(t *testing.T) {
		want := testkit.FullSite()
		packed, err := want.Pack()
		if err != nil {
			t.Fatal(err)
		}
		got, err := site.Unpack(slices.Values(packed))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packed {
			clear(p.Data)
		}
		if got.Format, got.DataModel, got.Root = want.Format, want.DataModel, want.Root; !reflect.DeepEqual(got, want) {
			t.Error("the site changes with the data it was read from")
		}
	})
	t.Run("AccountsOfLittle", func(t *testing.T) {
		for _, a := range []site.Account{
			{}, {Files: []site.File{}}, {Problems: []site.Problem{}}, {Files: []site.File{{}}, Problems: []site.Problem{{}}},
		} {
			wantAccount(t, a)
		}
	})
}

// wantScanned checks that a site is unpacked as package json would, and without it.
func wantScanned(t *testing.T, want site.Site) {
	t.Helper()
	packed, err := want.Pack()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packed {
		if rest := site.Unread(p); rest != "" {
			t.Errorf("the scanner does not read all of %s; list in fields.go what begins with %s", p.Kind, rest)
		}
	}
	got, err := site.Unpack(slices.Values(packed))
	if err != nil {
		t.Fatal(err)
	}
	if want := viaJSON(t, packed); !reflect.DeepEqual(got, want) {
		t.Errorf("site is\n%+v\nwant\n%+v", got, want)
	}
}

func wantAccount(t *testing.T, a site.Account) {
	t.Helper()
	data, err := site.PackAccount(a)
	if err != nil {
		t.Fatal(err)
	}
	if rest := site.UnreadAccount(data); rest != "" {
		t.Errorf("the scanner does not read all of an account; list in fields.go what begins with %s", rest)
	}
	got, err := site.UnpackAccount(data)
	if err != nil {
		t.Fatal(err)
	}
	var want site.Account
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("account is\n%+v\nwant\n%+v", got, want)
	}
}

// viaJSON puts records together with package json alone.
func viaJSON(t testing.TB, packed []site.Packed) site.Site {
	t.Helper()
	var s site.Site
	for _, p := range packed {
		if p.Kind == "website" {
			if err := json.Unmarshal(p.Data, &s.Website); err != nil {
				t.Fatal(err)
			}
			s.Website.Source = p.Source
			continue
		}
		list := reflect.ValueOf(&s).Elem().FieldByName(fieldOf[p.Kind])
		r := reflect.New(list.Type().Elem())
		if err := json.Unmarshal(p.Data, r.Interface()); err != nil {
			t.Fatal(err)
		}
		r.Elem().FieldByName("Source").Set(reflect.ValueOf(p.Source))
		list.Set(reflect.Append(list, r.Elem()))
	}
	return s
}

// fieldOf names the field of a site that holds the records of a kind.
var fieldOf = func() map[string]string {
	names := map[string]string{}
	for i := range reflect.TypeFor[site.Site]().NumField() {
		field := reflect.TypeFor[site.Site]().Field(i)
		if field.Type.Kind() != reflect.Slice {
			continue
		}
		var s site.Site
		reflect.ValueOf(&s).Elem().Field(i).Set(reflect.MakeSlice(field.Type, 1, 1))
		packed, err := s.Pack()
		if err != nil || len(packed) != 2 {
			panic(fmt.Sprintf("a site with one of %s makes %d records: %v", field.Name, len(packed), err))
		}
		names[packed[1].Kind] = field.Name
	}
	return names
}()

// scramble gives every field below v some value that its type can have.
func scramble(random *rand.Rand, v reflect.Value) {
	texts := []string{
		"", "plain", "00000064-0000-4000-8000-000000000064", `"`, `\`, `a\"b`, "<fetch><entity name='a'/></fetch>", "a & b",
		"line\nline\ttab\x00", "\u2028", "Größe", "דף הבית", "🚪", "\xff\xfe", "{", `{"`, "}],[{", strings.Repeat("long ", 100),
	}
	numbers := []int{0, 1, -1, 10, 1033, 999999999, -999999999}
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Unix(random.Int64N(4e9), random.Int64N(1e9)*random.Int64N(2)).UTC()))
		return
	case random.IntN(8) == 0 && v.Kind() != reflect.Struct:
		v.SetZero()
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(texts[random.IntN(len(texts))])
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(int64(numbers[random.IntN(len(numbers))]))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		scramble(random, v.Elem())
	case reflect.Slice:
		n := random.IntN(12)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			scramble(random, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			scramble(random, v.Field(i))
		}
	default:
		panic(fmt.Sprintf("%s cannot be scrambled", v.Type()))
	}
}

// Whatever a record looks like, it is unpacked as package json would, or refused where that would refuse it.
func FuzzUnpack(f *testing.F) {
	s := testkit.FullSite()
	packed, err := s.Pack()
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range packed {
		f.Add(p.Kind, string(p.Data))
	}
	for _, data := range []string{
		``, `{}`, `{"id":"a"}`, ` {"id":"a","name":"b"} `, `{"id":"a" ,"name":"b"}`, `{"name":"b","id":"a"}`, `{"ID":"a","name":"b"}`,
		`{"id":"a","id":"b"}`, `{"id":"a","name":"b","name":"c"}`, `{"id":null,"name":"b"}`, `{"id":1,"name":"b"}`, `{"id":"a","name":"b"`,
		`{"id":"a","name":"b"}}`, `{"id":"a","name":"b",}`, `{"id":"a"{"name":"b"}`, `,"id":"a"}`, `{"id":"a","name":"b","new":1}`,
		`{"id":"a","name":"b","inactive":null}`, `{"id":"a","name":"b","inactive":false}`, `{"id":"a","name":"b","inactive":truetrue}`,
		`{"id":"a","name":"\u00e9\/\ud83d\ude00\ud83d"}`, `{"id":"a","name":"\x"}`, "{\"id\":\"a\",\"name\":\"\n\"}", "{\"id\":\"a\",\"name\":\"\xff\"}",
		`{"id":"a","name":"b","source":{"file":"c","line":1}}`,
		`{"id":"a","name":"b","displayOrder":1e2}`, `{"id":"a","name":"b","displayOrder":1.0}`, `{"id":"a","name":"b","displayOrder":01}`,
		`{"id":"a","name":"b","displayOrder":-0}`, `{"id":"a","name":"b","displayOrder":-}`, `{"id":"a","name":"b","displayOrder":12345678901}`,
		`{"id":"a","name":"b","displayOrder":123456789012345678901234567890}`, `{"id":"a","name":"b","displayOrder":"1"}`,
		`{"id":"a","name":"b","released":"2026-03-01T09:00:00Z"}`, `{"id":"a","name":"b","released":"2026-03-01T09:00:00+02:00"}`,
		`{"id":"a","name":"b","released":"tomorrow"}`, `{"id":"a","name":"b","released":null}`, `{"id":"a","name":"b","released":"\u0032026-03-01T09:00:00Z"}`,
	} {
		f.Add("webPage", data)
	}
	for _, roles := range []string{`[]`, `null`, `["a"]`, `["a",]`, `[,"a"]`, `["a""b"]`, `["a","b"`, `["a",1]`, `["a", "b"]`, `["1","2","3","4","5","6","7","8","9"]`} {
		f.Add("roleGate", `{"id":"a","name":"b","kind":"c","roles":`+roles+`}`)
	}
	f.Fuzz(func(t *testing.T, kind, data string) {
		into, known := reflect.TypeFor[site.Website](), kind == "website"
		field, listed := fieldOf[kind]
		if listed {
			list, _ := reflect.TypeFor[site.Site]().FieldByName(field)
			into, known = list.Type.Elem(), true
		}
		s, err := site.Unpack(slices.Values([]site.Packed{{Kind: kind, Data: []byte(data)}}))
		if !known {
			if err == nil {
				t.Errorf("a record of kind %q was read", kind)
			}
			return
		}
		want := reflect.New(into)
		if wantErr := json.Unmarshal([]byte(data), want.Interface()); (err != nil) != (wantErr != nil) {
			t.Fatalf("error is %v, package json says %v", err, wantErr)
		}
		if err != nil {
			return
		}
		want.Elem().FieldByName("Source").SetZero()
		got := reflect.ValueOf(s.Website)
		if listed {
			got = reflect.ValueOf(s).FieldByName(field).Index(0)
		}
		if !reflect.DeepEqual(got.Interface(), want.Elem().Interface()) {
			t.Errorf("%s is\n%+v\nwant\n%+v", kind, got, want.Elem())
		}
	})
}

// The same for accounts.
func FuzzUnpackAccount(f *testing.F) {
	for _, data := range []string{
		``, `{}`, `{"files":null,"problems":null}`, `{"files":[],"problems":[]}`, `{"files":[{"path":"a","use":"used"}],"problems":null}`,
		`{"files":[{"path":"a","use":"used"},{"path":"b","use":"ignored","reason":"c","line":1,"column":2}],"problems":[{"severity":"error","file":"a","message":"{"}]}`,
		`{"files":[{}],"problems":[{}]}`, `{"files":[{"path":"a"}{"path":"b"}],"problems":null}`, `{"files":[{"path":"a"},],"problems":null}`,
		`{"files":[{"path":"a"},null],"problems":null}`, `{"problems":null,"files":[{"path":"a"}]}`, `{"files":{"path":"a"},"problems":null}`,
		`{"files":[{"path":"a"}],"files":null}`, `{"files":[{"path":"a","use":"used"}]`, `{"files":[["a"]],"problems":null}`,
	} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		got, err := site.UnpackAccount([]byte(data))
		var want site.Account
		if wantErr := json.Unmarshal([]byte(data), &want); (err != nil) != (wantErr != nil) {
			t.Fatalf("error is %v, package json says %v", err, wantErr)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("account is\n%+v\nwant\n%+v", got, want)
		}
	})
}
