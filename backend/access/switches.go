package access

import (
	"slices"
	"strings"
	"time"

	"gatehouse/backend/fault"
)

// Profile names a set of defaults for the switches.
type Profile string

const (
	Current Profile = "current" // what the hosted product documents today
	Legacy  Profile = "legacy"  // the released runtime, version 8.3
)

// Other is the profile an answer is compared with.
func (p Profile) Other() Profile {
	if p == Legacy {
		return Current
	}
	return Legacy
}

// Missing says what a record is that is referred to and not in the export.
type Missing string

const (
	MissingUnknown Missing = "unknown" // the export may be partial: what the record could change is unknown
	MissingAbsent  Missing = "absent"  // the export is complete: the record does not exist
)

// Switch is a point on which runtimes or documents differ. The sources are in docs/rules-of-access.md.
type Switch string

const (
	RoleIdentity          Switch = "S01" // how roles on rules are matched with roles of visitors
	AnonymousToo          Switch = "S02" // whether signed-in visitors hold the anonymous role
	AnonymousOnPages      Switch = "S03" // whether an anonymous role assigned by hand counts on pages
	AccountRoles          Switch = "S04" // roles through the contact's account
	StateBoundGrants      Switch = "S05" // grant change bound to another publishing state
	FileInheritance       Switch = "S06" // how far up a web file looks for restrictions
	PageDates             Switch = "S07" // release and expiration dates of pages
	ComponentChecks       Switch = "S08" // whether lists and forms can do without table permissions
	OrphanPermissions     Switch = "S09" // child permissions without a usable parent
	ChildRoles            Switch = "S10" // roles written on child permissions
	InactiveWebsiteAccess Switch = "S11" // inactive website access permissions
	ForumWithoutRule      Switch = "S12" // forums nobody restricted
	FieldsStar            Switch = "S13" // Webapi/<table>/fields = *
	PermissionWebsite     Switch = "S14" // the website column of table permissions
	EnhancedAuthorization Switch = "S15" // the enhanced authorization model
	AnonymousReadBlocked  Switch = "S16" // the tenant's governance control
)

// Value is a setting of a switch.
type Value string

const (
	ByID         Value = "id"
	ByName       Value = "name"
	No           Value = "no"
	Yes          Value = "yes"
	Never        Value = "never"
	WhenAssigned Value = "when-assigned"
	WhenExported Value = "when-exported" // unknown where the association was not exported
	UnlessMatch  Value = "unless-matched"
	OnlyInState  Value = "only-in-state"
	DirectPage   Value = "direct-page"
	AllAncestors Value = "all-ancestors"
	Enforced     Value = "enforced"
	Ignored      Value = "ignored"
	ByFlag       Value = "by-flag"
	Always       Value = "always"
	Promoted     Value = "promoted"
	NoEffect     Value = "no-effect"
	RootOnly     Value = "root-only"
	Honoured     Value = "honoured"
	Readable     Value = "readable"
	Denied       Value = "denied"
	Refused      Value = "refused"
	EveryColumn  Value = "every-column"
	RoleDecides  Value = "role-decides"
	MustMatch    Value = "must-match"
	AsRecorded   Value = "as-recorded" // what the website's record says, off where it says nothing
	On           Value = "on"
	Off          Value = "off"
)

// SwitchInfo describes a switch.
type SwitchInfo struct {
	Switch  Switch
	Subject string
	Values  []Value
	Legacy  Value
	Current Value
}

// Switches lists all switches in order.
func Switches() []SwitchInfo { return slices.Clone(switches) }

var switches = []SwitchInfo{
	{RoleIdentity, "how roles on records are matched with roles of visitors", []Value{ByID, ByName}, ByName, ByID},
	{AnonymousToo, "whether signed-in visitors hold the anonymous users role too", []Value{No, Yes}, No, No},
	{AnonymousOnPages, "whether an anonymous users role assigned by hand counts on pages", []Value{Never, WhenAssigned}, WhenAssigned, Never},
	{AccountRoles, "roles through the contact's account", []Value{Yes, WhenExported, No}, Yes, WhenExported},
	{StateBoundGrants, "grant change bound to a publishing state that is not the page's", []Value{UnlessMatch, OnlyInState}, UnlessMatch, OnlyInState},
	{FileInheritance, "how far up a web file looks for restrictions", []Value{DirectPage, AllAncestors}, DirectPage, AllAncestors},
	{PageDates, "release and expiration dates of pages", []Value{Enforced, Ignored}, Enforced, Ignored},
	{ComponentChecks, "whether lists and forms check table permissions", []Value{ByFlag, Always}, ByFlag, Always},
	{OrphanPermissions, "child permissions without a usable parent", []Value{Promoted, NoEffect}, Promoted, NoEffect},
	{ChildRoles, "web roles listed on a child permission", []Value{RootOnly}, RootOnly, RootOnly},
	{InactiveWebsiteAccess, "inactive website access permissions", []Value{Honoured, NoEffect}, Honoured, NoEffect},
	{ForumWithoutRule, "forums without a restrict read permission for the visitor", []Value{Readable, Denied}, Readable, Denied},
	{FieldsStar, "a Web API field list of *", []Value{Refused, EveryColumn}, Refused, Refused},
	{PermissionWebsite, "the website of a table permission", []Value{RoleDecides, MustMatch}, RoleDecides, MustMatch},
	{EnhancedAuthorization, "the enhanced authorization model", []Value{AsRecorded, On, Off}, Off, AsRecorded},
	{AnonymousReadBlocked, "governance: anonymous visitors may not read table data", []Value{Off, On}, Off, Off},
}

// Options are the conditions under which a site is judged.
type Options struct {
	Profile  Profile          // Current when empty
	Switches map[Switch]Value // where they differ from the profile's
	Missing  Missing          // MissingUnknown when empty
	At       time.Time        // the moment asked about, UTC
	// Incomplete names kinds of records of which the export is known to have lost some, without a reference that would
	// show it. It counts only where missing records are unknown.
	Incomplete []Kind
	// EveryProfile lets a column right depend on all column permission profiles of the visitor instead of any of them.
	EveryProfile bool
}

// Setting is the value a switch has under these options.
func (o Options) Setting(s Switch) Value {
	if v, ok := o.Switches[s]; ok {
		return v
	}
	for _, info := range switches {
		if info.Switch == s {
			if o.Profile == Legacy {
				return info.Legacy
			}
			return info.Current
		}
	}
	return ""
}

// checked fills the defaults in and refuses what nobody can mean, with fault.Invalid.
func (o Options) checked() (Options, error) {
	switch o.Profile {
	case "":
		o.Profile = Current
	case Current, Legacy:
	default:
		return o, fault.New(fault.Invalid, "There is no profile %q.", o.Profile).WithHint("The profiles are current and legacy.")
	}
	switch o.Missing {
	case "":
		o.Missing = MissingUnknown
	case MissingUnknown, MissingAbsent:
	default:
		return o, fault.New(fault.Invalid, "Missing records cannot count as %q.", o.Missing).WithHint("They count as unknown or as absent.")
	}
	for s, v := range o.Switches {
		i := slices.IndexFunc(switches, func(info SwitchInfo) bool { return info.Switch == s })
		if i < 0 {
			return o, fault.New(fault.Invalid, "There is no switch %q.", s).WithHint("The switches are S01 to S16.")
		}
		if !slices.Contains(switches[i].Values, v) {
			return o, fault.New(fault.Invalid, "Switch %s cannot be %q.", s, v).WithHint("It can be %s.", valueList(switches[i].Values))
		}
	}
	return o, nil
}

func valueList(values []Value) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return strings.Join(texts, " or ")
}
