package importer

import (
	"strings"

	"gatehouse/backend/site"
)

// The kinds that are the content of a site.

var _ = define("website", "website", "website", "name",
	func(a *assembly) *[]site.Website { return &a.websites },
	numberIn("website_language", func(w *site.Website) *int { return &w.LanguageCode }),
	linkIn("defaultlanguage", "websitelanguage", site.Note,
		func(w *site.Website) *site.ID { return &w.DefaultLanguage }),
	textIn("primarydomainname", func(w *site.Website) *string { return &w.PrimaryDomain }),
	column[site.Website]{keys: keys("enhancedauthorization"), set: func(c *cell, w *site.Website) {
		if c.value.null() {
			return
		}
		w.EnhancedAuthorization = site.No
		if c.flag() {
			w.EnhancedAuthorization = site.Yes
		}
	}},
)

// binding tells under which host a site of the standard model runs.
type binding struct {
	site.Record
	host string
}

var _ = define("websitebinding", "websitebinding", "website binding", "name",
	func(a *assembly) *[]binding { return &a.bindings },
	column[binding]{keys: keys("sitename"), set: func(c *cell, b *binding) {
		// Older sites bind to the name of a web application, which is no host.
		if host := strings.ToLower(c.text()); strings.Contains(host, ".") && !strings.ContainsAny(host, " /") {
			b.host = host
		}
	}},
)

// portalLanguage is a language as the environment knows it; only its code is wanted.
type portalLanguage struct {
	site.Record
	code string
}

var _ = define("portallanguage", "portallanguage", "portal language", "name",
	func(a *assembly) *[]portalLanguage { return &a.portalLanguages },
	textIn("languagecode", func(l *portalLanguage) *string { return &l.code }),
)

var _ = define("websitelanguage", "websitelanguage", "website language", "name",
	ofSite(func(s *site.Site) *[]site.Language { return &s.Languages }),
	linkIn("portallanguageid", "portallanguage", site.Note, func(l *site.Language) *site.ID { return &l.PortalLanguage }),
	textIn("languagecode", func(l *site.Language) *string { return &l.Code }),
	linkIn("publishingstate publishingstateid", "publishingstate", site.Warning,
		func(l *site.Language) *site.ID { return &l.PublishingState }),
)

var _ = define("webpage", "webpage", "web page", "name",
	ofSite(func(s *site.Site) *[]site.WebPage { return &s.WebPages }),
	textIn("partialurl", func(p *site.WebPage) *string { return &p.PartialURL }),
	linkIn("parentpageid", "webpage", site.Warning, func(p *site.WebPage) *site.ID { return &p.Parent }),
	flagIn("isroot", func(p *site.WebPage) *bool { return &p.IsRoot }),
	linkIn("rootwebpageid", "webpage", site.Warning, func(p *site.WebPage) *site.ID { return &p.RootPage }),
	linkIn("webpagelanguageid", "websitelanguage", site.Note, func(p *site.WebPage) *site.ID { return &p.Language }),
	textIn("title", func(p *site.WebPage) *string { return &p.Title }),
	linkIn("pagetemplateid", "pagetemplate", site.Note, func(p *site.WebPage) *site.ID { return &p.PageTemplate }),
	linkIn("publishingstateid", "publishingstate", site.Warning,
		func(p *site.WebPage) *site.ID { return &p.PublishingState }),
	flagIn("hiddenfromsitemap", func(p *site.WebPage) *bool { return &p.HiddenFromSitemap }),
	column[site.WebPage]{keys: keys("releasedate"), set: func(c *cell, p *site.WebPage) { p.Released = c.moment() }},
	column[site.WebPage]{keys: keys("expirationdate"), set: func(c *cell, p *site.WebPage) { p.Expires = c.moment() }},
	linkIn("entitylist", "list", site.Note, func(p *site.WebPage) *site.ID { return &p.List }),
	linkIn("entityform", "basicform", site.Note, func(p *site.WebPage) *site.ID { return &p.BasicForm }),
	linkIn("webform", "advancedform", site.Note, func(p *site.WebPage) *site.ID { return &p.AdvancedForm }),
	numberIn("displayorder", func(p *site.WebPage) *int { return &p.DisplayOrder }),
)

var _ = define("webfile", "webfile", "web file", "name",
	ofSite(func(s *site.Site) *[]site.WebFile { return &s.WebFiles }),
	textIn("partialurl", func(f *site.WebFile) *string { return &f.PartialURL }),
	linkIn("parentpageid", "webpage", site.Warning, func(f *site.WebFile) *site.ID { return &f.Parent }),
	linkIn("blogpostid", "blogpost", site.Warning, func(f *site.WebFile) *site.ID { return &f.BlogPost }),
	linkIn("publishingstateid", "publishingstate", site.Warning,
		func(f *site.WebFile) *site.ID { return &f.PublishingState }),
	column[site.WebFile]{keys: keys("releasedate"), set: func(c *cell, f *site.WebFile) { f.Released = c.moment() }},
	column[site.WebFile]{keys: keys("expirationdate"), set: func(c *cell, f *site.WebFile) { f.Expires = c.moment() }},
)

var _ = define("sitesetting", "sitesetting", "site setting", "name",
	func(a *assembly) *[]setting { return &a.settings },
	textIn("value", func(s *setting) *string { return &s.Value }),
	textIn("description", func(s *setting) *string { return &s.Description }),
	numberIn("source", func(s *setting) *int { return &s.origin }),
	textIn("envvar_schema", func(s *setting) *string { return &s.EnvironmentVariable }),
)

// setting is a site setting before its secrets are taken out.
type setting struct {
	site.SiteSetting
	origin int // 0 the record, 1 an environment variable
}

// joinSettings moves the settings to the site and leaves every secret behind. From here on nobody can show one.
func (a *assembly) joinSettings() {
	a.site.SiteSettings = make([]site.SiteSetting, 0, len(a.settings))
	for _, s := range a.settings {
		if s.origin != 1 {
			s.EnvironmentVariable = "" // a name left over from when the value lay there
		}
		if site.SecretSetting(s.Name, s.Value) {
			s.Value, s.Secret = "", true
		}
		if site.SecretSetting("", s.Description) {
			s.Description = ""
		}
		a.site.SiteSettings = append(a.site.SiteSettings, s.SiteSetting)
	}
	a.settings = nil
}

var _ = define("sitemarker", "sitemarker", "site marker", "name",
	ofSite(func(s *site.Site) *[]site.SiteMarker { return &s.SiteMarkers }),
	linkIn("pageid", "webpage", site.Note, func(m *site.SiteMarker) *site.ID { return &m.Page }),
)

var _ = define("weblinkset", "weblinkset", "web link set", "name",
	ofSite(func(s *site.Site) *[]site.WebLinkSet { return &s.WebLinkSets }),
	linkIn("websitelanguageid", "websitelanguage", site.Note, func(s *site.WebLinkSet) *site.ID { return &s.Language }),
	linkIn("publishingstateid", "publishingstate", site.Note,
		func(s *site.WebLinkSet) *site.ID { return &s.PublishingState }),
)

var _ = define("weblink", "weblink", "web link", "name",
	ofSite(func(s *site.Site) *[]site.WebLink { return &s.WebLinks }),
	linkIn("weblinksetid", "weblinkset", site.Note, func(l *site.WebLink) *site.ID { return &l.Set }),
	linkIn("parentweblinkid", "weblink", site.Note, func(l *site.WebLink) *site.ID { return &l.Parent }),
	linkIn("pageid", "webpage", site.Note, func(l *site.WebLink) *site.ID { return &l.Page }),
	addressIn("externalurl", func(l *site.WebLink) *string { return &l.ExternalURL }),
	flagIn("disablepagevalidation", func(l *site.WebLink) *bool { return &l.DisablePageValidation }),
	linkIn("publishingstateid", "publishingstate", site.Note,
		func(l *site.WebLink) *site.ID { return &l.PublishingState }),
)

// addressIn keeps an address, but not the keys and signatures that some carry behind the question mark.
func addressIn[T any](names string, at func(*T) *string) column[T] {
	return column[T]{keys: keys(names), set: func(c *cell, into *T) {
		address := c.text()
		if site.SecretSetting("", address) {
			address = withoutSecrets(address)
		}
		*at(into) = address
	}}
}

// withoutSecrets cuts what follows the question mark, and the whole address where that is not enough.
func withoutSecrets(address string) string {
	address, _, _ = strings.Cut(address, "?")
	if site.SecretSetting("", address) {
		return ""
	}
	return address
}

var _ = define("contentsnippet", "contentsnippet", "content snippet", "name",
	ofSite(func(s *site.Site) *[]site.ContentSnippet { return &s.ContentSnippets }),
	linkIn("contentsnippetlanguageid", "websitelanguage", site.Note,
		func(s *site.ContentSnippet) *site.ID { return &s.Language }),
)

var _ = define("pagetemplate", "pagetemplate", "page template", "name",
	ofSite(func(s *site.Site) *[]site.PageTemplate { return &s.PageTemplates }),
	linkIn("webtemplateid", "webtemplate", site.Note, func(t *site.PageTemplate) *site.ID { return &t.WebTemplate }),
	textIn("rewriteurl", func(t *site.PageTemplate) *string { return &t.RewriteURL }),
	textIn("entityname", func(t *site.PageTemplate) *string { return &t.EntityName }),
	flagIn("isdefault", func(t *site.PageTemplate) *bool { return &t.IsDefault }),
)

var _ = define("webtemplate", "webtemplate", "web template", "name",
	ofSite(func(s *site.Site) *[]site.WebTemplate { return &s.WebTemplates }),
	textIn("mimetype", func(t *site.WebTemplate) *string { return &t.MIMEType }),
)

var _ = define("publishingstate", "publishingstate", "publishing state", "name",
	ofSite(func(s *site.Site) *[]site.PublishingState { return &s.PublishingStates }),
	flagIn("isvisible", func(p *site.PublishingState) *bool { return &p.Visible }),
	flagIn("isdefault", func(p *site.PublishingState) *bool { return &p.Default }),
)

var _ = define("redirect", "redirect", "redirect", "name",
	ofSite(func(s *site.Site) *[]site.Redirect { return &s.Redirects }),
	textIn("inboundurl", func(r *site.Redirect) *string { return &r.InboundURL }),
	linkIn("webpageid", "webpage", site.Note, func(r *site.Redirect) *site.ID { return &r.Page }),
	linkIn("sitemarkerid", "sitemarker", site.Note, func(r *site.Redirect) *site.ID { return &r.SiteMarker }),
	addressIn("externalurl", func(r *site.Redirect) *string { return &r.ExternalURL }),
	column[site.Redirect]{keys: keys("statuscode"), set: func(c *cell, r *site.Redirect) {
		// Below 300 it is the reason of the record's state, which goes by the same name.
		if n, _ := c.number(); n >= 300 {
			r.StatusCode = n
		}
	}},
)
