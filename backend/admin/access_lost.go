package admin

import (
	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// incomplete names the kinds of records of which the export lost some, without a reference that would show it.
func incomplete(r *site.Reading) []access.Kind { return nil }
