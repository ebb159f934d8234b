package access_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// A change is tried on a site without what bears on no answer, so there the visitor is told the same.
func TestAlone(t *testing.T) {
	smaller := 0
	for _, missing := range []access.Missing{access.MissingUnknown, access.MissingAbsent} {
		eachRandom(t, missing, true, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
			whole := answers(v)
			for _, pages := range []bool{true, false} {
				alone := v.Alone(pages)
				if len(alone.Contacts) < len(s.Contacts) {
					smaller++
				}
				for question, got := range answers(prepared(t, compiled(t, alone, v.Engine().Options()), v.Who())) {
					if got != whole[question] && (pages || strings.HasPrefix(question, "table ") || strings.HasPrefix(question, "column ")) {
						t.Errorf("%s was %s and is %s", question, whole[question], got)
					}
				}
			}
		})
	}
	if smaller == 0 {
		t.Error("nothing was left out")
	}
}
