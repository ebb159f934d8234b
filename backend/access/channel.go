package access

import "gatehouse/backend/site"

// Channel is a door through which a table privilege is used.
type Channel struct {
	Through ChannelKind `json:"through"`
	Record  *Ref        `json:"record,omitempty"` // the list, form or step
	Page    *Ref        `json:"page,omitempty"`   // the page it stands on
	// Open says whether the visitor gets as far as the door: the page is readable, the table is exposed.
	Open Verdict `json:"open"`
	// Reach is how many rows lie behind it. Doors that do not check table permissions have all rows.
	Reach     Reach  `json:"reach"`
	Unchecked bool   `json:"unchecked,omitempty"`
	Note      string `json:"note,omitempty"`
}

// ChannelKind names a kind of door.
type ChannelKind string

const (
	ThroughTemplates ChannelKind = "templates" // Liquid in templates and page copy, search, file attachments
	ThroughWebAPI    ChannelKind = "web-api"
	ThroughList      ChannelKind = "list"
	ThroughFeed      ChannelKind = "feed"
	ThroughForm      ChannelKind = "form"
	ThroughFormStep  ChannelKind = "form-step"
)

// Modes of forms, as stored.
const (
	insertMode   = "100000000"
	editMode     = "100000001"
	readOnlyMode = "100000002"
)

func modePrivilege(mode string) Privilege {
	switch mode {
	case insertMode:
		return Create
	case editMode:
		return Write
	case readOnlyMode:
		return Read
	}
	return ""
}

// Channels lists the doors for a privilege on a table that the site's records show. Templates are always one: their
// text is not part of a site, so whether any uses the table is not known.
func (v *Visitor) Channels(table string, privilege Privilege) []Channel {
	e := v.engine
	reach := v.TableRight(table, privilege).Reach
	list := []Channel{}
	if privilege == Read {
		list = append(list, Channel{Through: ThroughTemplates, Open: Allow, Reach: reach,
			Note: "Templates can show the rows on any page the visitor reads."})
	}
	api := e.WebAPI(table)
	list = append(list, Channel{Through: ThroughWebAPI, Open: api.Reachable, Reach: reach, Note: api.Why})
	for i := range e.site.Lists {
		l := &e.site.Lists[i]
		if l.Inactive || l.Table != table || privilege != Read {
			continue
		}
		list = append(list, v.onPages(Channel{Through: ThroughList}, KindList, &l.Record, l.TablePermissionsEnabled, reach,
			func(p *site.WebPage) bool { return p.List == l.ID })...)
		if l.ODataEnabled {
			list = append(list, v.feed(l, reach))
		}
	}
	for i := range e.site.BasicForms {
		f := &e.site.BasicForms[i]
		if !f.Inactive && f.Table == table && modePrivilege(f.Mode) == privilege {
			list = append(list, v.onPages(Channel{Through: ThroughForm}, KindBasicForm, &f.Record, f.TablePermissionsEnabled, reach,
				func(p *site.WebPage) bool { return p.BasicForm == f.ID })...)
		}
	}
	for i := range e.site.AdvancedFormSteps {
		s := &e.site.AdvancedFormSteps[i]
		if !s.Inactive && s.Table == table && modePrivilege(s.Mode) == privilege {
			list = append(list, v.onPages(Channel{Through: ThroughFormStep}, KindAdvancedFormStep, &s.Record, s.TablePermissionsEnabled, reach,
				func(p *site.WebPage) bool { return p.AdvancedForm != "" && p.AdvancedForm == s.Form })...)
		}
	}
	return list
}

// onPages gives the channel once for every page it stands on, or once, closed, when it stands on none.
func (v *Visitor) onPages(c Channel, kind Kind, r *site.Record, flag bool, reach Reach, holds func(*site.WebPage) bool) []Channel {
	ref := refTo(kind, r)
	c.Record, c.Reach = &ref, reach
	if !v.engine.checks(flag) {
		c.Reach, c.Unchecked = ReachAll, true
	}
	var list []Channel
	for i := range v.engine.site.WebPages {
		p := &v.engine.site.WebPages[i]
		if p.Inactive || !holds(p) {
			continue
		}
		on := c
		page := refTo(KindWebPage, &p.Record)
		on.Page, on.Open = &page, v.PageRead(i)
		list = append(list, on)
	}
	if len(list) == 0 {
		c.Note = "No page of the export shows it."
		return []Channel{c}
	}
	return list
}

// feed is a list's OData feed, which needs no page.
func (v *Visitor) feed(l *site.List, reach Reach) Channel {
	ref := refTo(KindList, &l.Record)
	c := Channel{Through: ThroughFeed, Record: &ref, Open: Allow, Reach: reach}
	if !v.engine.checks(l.TablePermissionsEnabled) {
		c.Reach, c.Unchecked = ReachAll, true
	}
	return c
}

// checks reports whether a list or form with this flag checks table permissions.
func (e *Engine) checks(flag bool) bool { return flag || !e.rules.flagDecides }

// ListRows answers how many rows the list at a place of Site.Lists shows the visitor, once on its page.
func (v *Visitor) ListRows(list int) Reach {
	l := &v.engine.site.Lists[list]
	if l.Inactive {
		return ReachNone
	}
	if !v.engine.checks(l.TablePermissionsEnabled) {
		return ReachAll
	}
	return v.TableRight(l.Table, Read).Reach
}

// OpenForm answers for how many rows the form at a place of Site.BasicForms opens to the visitor, once on its page.
func (v *Visitor) OpenForm(form int) Reach {
	f := &v.engine.site.BasicForms[form]
	if f.Inactive {
		return ReachNone
	}
	if !v.engine.checks(f.TablePermissionsEnabled) {
		return ReachAll
	}
	privilege := modePrivilege(f.Mode)
	if privilege == "" {
		privilege = Read
	}
	return v.TableRight(f.Table, privilege).Reach
}
