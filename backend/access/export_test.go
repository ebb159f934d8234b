package access

import "gatehouse/backend/site"

// Alone opens alone to the tests.
func (v *Visitor) Alone(pages bool) *site.Site { return v.alone(pages) }
