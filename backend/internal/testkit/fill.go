package testkit

import (
	"fmt"
	"reflect"
	"time"

	"gatehouse/backend/site"
)

// Fill sets every exported field below a pointer to a value that is not its zero value and that differs from field to
// field: numbers count up, texts name their path, slices get two elements. What is added to a type later is filled
// too. It panics on kinds of values that it does not know.
func Fill(pointer any) {
	f := filler{next: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	v := reflect.ValueOf(pointer).Elem()
	f.fill(v, v.Type().Name())
}

// FullSite is a site with two records of every kind and every field of them filled.
func FullSite() site.Site {
	var s site.Site
	Fill(&s)
	s.Root = "contoso-portal"
	return s
}

// FullReading is FullSite with an account, as read from an export.
func FullReading() site.Reading {
	var r site.Reading
	Fill(&r)
	r.Site = FullSite()
	r.Kept = nil
	return r
}

type filler struct {
	number int
	next   time.Time
}

func (f *filler) fill(v reflect.Value, path string) {
	f.number++
	if v.Type() == reflect.TypeFor[time.Time]() {
		f.next = f.next.Add(time.Hour + time.Nanosecond)
		v.Set(reflect.ValueOf(f.next))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(fmt.Sprintf("%s %d", path, f.number))
	case reflect.Int:
		v.SetInt(int64(f.number))
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(uint64(f.number%250 + 1))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), path)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				f.fill(v.Field(i), path+"."+field.Name)
			}
		}
	default:
		panic(fmt.Sprintf("testkit cannot fill %s of kind %s", path, v.Kind()))
	}
}
