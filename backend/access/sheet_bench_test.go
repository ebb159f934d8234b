package access_test

import (
	"testing"
	"time"

	"gatehouse/backend/access"
)

// BenchmarkSheet is what "gatectl access" does once the site is read: compile it by both profiles and answer everything.
func BenchmarkSheet(b *testing.B) {
	s := largeSite()
	b.ReportAllocs()
	for b.Loop() {
		v := prepared(b, compiled(b, s, access.Options{At: now}), access.Contact(s.Contacts[100].ID))
		if sheet, err := v.Sheet(time.Time{}); err != nil || len(sheet.Pages) == 0 {
			b.Fatal(err)
		}
	}
}
