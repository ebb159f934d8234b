package importer

import "gatehouse/backend/site"

// The kinds that show rows of tables on pages.

var _ = define("list", "entitylist", "list", "name",
	ofSite(func(s *site.Site) *[]site.List { return &s.Lists }),
	textIn("entityname", func(l *site.List) *string { return &l.Table }),
	flagIn("entitypermissionsenabled", func(l *site.List) *bool { return &l.TablePermissionsEnabled }),
	flagIn("odata_enabled", func(l *site.List) *bool { return &l.ODataEnabled }),
	textIn("odata_entitysetname", func(l *site.List) *string { return &l.ODataEntitySet }),
)

var _ = define("basicform", "entityform", "basic form", "name",
	ofSite(func(s *site.Site) *[]site.BasicForm { return &s.BasicForms }),
	textIn("entityname", func(f *site.BasicForm) *string { return &f.Table }),
	textIn("mode", func(f *site.BasicForm) *string { return &f.Mode }),
	flagIn("entitypermissionsenabled", func(f *site.BasicForm) *bool { return &f.TablePermissionsEnabled }),
)

var _ = define("advancedform", "webform", "advanced form", "name",
	ofSite(func(s *site.Site) *[]site.AdvancedForm { return &s.AdvancedForms }),
	linkIn("startstep", "advancedformstep", site.Note, func(f *site.AdvancedForm) *site.ID { return &f.StartStep }),
	flagIn("authenticationrequired", func(f *site.AdvancedForm) *bool { return &f.AuthenticationRequired }),
)

var _ = define("advancedformstep", "webformstep", "advanced form step", "name",
	ofSite(func(s *site.Site) *[]site.AdvancedFormStep { return &s.AdvancedFormSteps }),
	linkIn("webform", "advancedform", site.Note, func(f *site.AdvancedFormStep) *site.ID { return &f.Form }),
	textIn("targetentitylogicalname", func(f *site.AdvancedFormStep) *string { return &f.Table }),
	textIn("mode", func(f *site.AdvancedFormStep) *string { return &f.Mode }),
	linkIn("nextstep", "advancedformstep", site.Note, func(f *site.AdvancedFormStep) *site.ID { return &f.NextStep }),
	flagIn("entitypermissionsenabled", func(f *site.AdvancedFormStep) *bool { return &f.TablePermissionsEnabled }),
)
