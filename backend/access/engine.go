package access

import (
	"sync"
	"time"

	"gatehouse/backend/site"
)

// Engine is a site compiled for questions under one set of options. It may be used by several goroutines at once; the
// site must not change meanwhile.
type Engine struct {
	site    *site.Site
	index   *index
	options Options
	rules   ruleSet

	roles    roleTable
	sets     sets
	states   stateTable
	pages    pageTable
	lists    listTable
	tables   tableTable
	access   accessTable
	contacts contactTable
	texts    textCache
	settings settingTable
	cited    citedTable
	matrix   matrixTable

	otherOnce sync.Once
	other     *Engine
	wholeOnce sync.Once
	whole     *Engine // see unlost
}

// ruleSet is what the switches say, in the form in which it is asked for.
type ruleSet struct {
	unknown bool // missing records may be anything

	byName           bool // S01
	anonymousToo     bool // S02
	anonymousOnPages bool // S03
	accountRoles     Value
	looseStates      bool // S05
	filesLookUp      bool // S06
	pageDates        bool // S07
	flagDecides      bool // S08
	promoteOrphans   bool // S09
	inactiveAccess   bool // S11
	forumsOpen       bool // S12
	starIsAll        bool // S13
	websiteMustMatch bool // S14
	enhanced         bool // S15
	noAnonymousRead  bool // S16
	brokenFails      bool // a permission that cannot be evaluated fails the whole request, in the released runtime
	incomplete
}

// Compile indexes a site. It costs about twice as much as one pass over the site's records; everything that depends on a
// visitor waits for Visitor, and what only texts need for the first of them. Options that cannot be meant give fault.Invalid.
func Compile(s *site.Site, options Options) (*Engine, error) {
	options, err := options.checked()
	if err != nil {
		return nil, err
	}
	return compile(s, newIndex(s), options), nil
}

// compile takes options that were checked.
func compile(s *site.Site, x *index, options Options) *Engine {
	e := &Engine{site: s, index: x, options: options}
	e.rules = options.ruleSet(s)
	e.sets = newSets(len(s.PageRules) + len(s.TablePermissions))
	e.compileRoles()
	e.compileLinks()
	e.compileStates()
	e.compileAccess()
	e.compilePages()
	e.compileLists()
	e.compileTables()
	e.closeRoles()
	e.quicken()
	e.arrangeGivers()
	e.pages.certain = e.certain()
	return e
}

func (o Options) ruleSet(s *site.Site) ruleSet {
	is := func(sw Switch, v Value) bool { return o.Setting(sw) == v }
	unknown := o.Missing == MissingUnknown
	return ruleSet{
		unknown:          unknown,
		byName:           is(RoleIdentity, ByName),
		anonymousToo:     is(AnonymousToo, Yes),
		anonymousOnPages: is(AnonymousOnPages, WhenAssigned),
		accountRoles:     o.Setting(AccountRoles),
		looseStates:      is(StateBoundGrants, UnlessMatch),
		filesLookUp:      is(FileInheritance, AllAncestors),
		pageDates:        is(PageDates, Enforced),
		flagDecides:      is(ComponentChecks, ByFlag),
		promoteOrphans:   is(OrphanPermissions, Promoted),
		inactiveAccess:   is(InactiveWebsiteAccess, Honoured),
		forumsOpen:       is(ForumWithoutRule, Readable),
		starIsAll:        is(FieldsStar, EveryColumn),
		websiteMustMatch: is(PermissionWebsite, MustMatch),
		enhanced:         is(EnhancedAuthorization, On) || is(EnhancedAuthorization, AsRecorded) && o.mayBeEnhanced(s),
		noAnonymousRead:  is(AnonymousReadBlocked, On),
		brokenFails:      is(OrphanPermissions, Promoted),
		incomplete:       o.incomplete(s),
	}
}

// Profile is the profile whose defaults this engine follows.
func (e *Engine) Profile() Profile { return e.options.Profile }

// Options are the options with their defaults filled in.
func (e *Engine) Options() Options { return e.options }

// Site is the site that was compiled.
func (e *Engine) Site() *site.Site { return e.site }

// Other is the engine for the same site under the other profile; switches that were set stay set. It is compiled when
// first asked for.
func (e *Engine) Other() *Engine {
	e.otherOnce.Do(func() {
		options := e.options
		options.Profile = options.Profile.Other()
		e.other = compile(e.site, e.index, options)
	})
	return e.other
}

// ofSite reports whether a record with this website belongs to the site. Exports that leave the column out hold the
// records of one site only.
func (e *Engine) ofSite(website site.ID) bool {
	return website == "" || e.site.Website.ID == "" || website == e.site.Website.ID
}

// within reports whether now lies between two optional moments.
func within(released, expires *time.Time, now time.Time) bool {
	return (released == nil || !released.After(now)) && (expires == nil || !now.After(*expires))
}
