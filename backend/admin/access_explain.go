package admin

import (
	"context"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
)

// TargetKind names what one question is about.
type TargetKind string

const (
	TargetPage         TargetKind = "page"
	TargetFile         TargetKind = "file"
	TargetForum        TargetKind = "forum" // or a blog, blog post or idea forum
	TargetTable        TargetKind = "table"
	TargetColumn       TargetKind = "column"
	TargetWebsiteRight TargetKind = "websiteRight"
)

// Target is what one question is about.
type Target struct {
	Kind   TargetKind
	ID     string // of a page, file or forum (or its path or name); the table; the website right
	Right  string // read or change; a privilege; a column right; "" of a website right
	Column string // of kind column
}

// Explained is an explanation with the doors through which a privilege on a table is used.
type Explained struct {
	*access.Explanation
	Channels []access.Channel
}

// Explain tells why a visitor may do one thing, or may not and what the smallest change is that would allow it.
// Codes: invalid, not_found, conflict (several pages or files of one path), unreachable.
func (a *Access) Explain(ctx context.Context, q Question, t Target) (Explained, error) {
	_, v, _, err := a.ask(ctx, q)
	if err != nil {
		return Explained{}, err
	}
	found, err := resolve(v.Engine(), t)
	if err != nil {
		return Explained{}, err
	}
	x := Explained{Explanation: found.explain(v)}
	if x.Answer == access.Deny.String() || x.Answer == access.ReachNone.String() {
		x.Change = found.suggest(v)
	}
	if t.Kind == TargetTable {
		x.Channels = v.Channels(t.ID, access.Privilege(t.Right))
	}
	return x, nil
}

// Who tells who may do one thing. Codes: invalid, not_found, conflict, unreachable.
func (a *Access) Who(ctx context.Context, b Basis, t Target) (access.WhoAnswers, error) {
	_, engine, _, err := a.judge(ctx, b)
	if err != nil {
		return access.WhoAnswers{}, err
	}
	found, err := resolve(engine, t)
	if err != nil {
		return access.WhoAnswers{}, err
	}
	return found.who(engine), nil
}

// Without tells what would change for a visitor if a record were deleted. Codes: invalid, not_found, conflict,
// unreachable.
func (a *Access) Without(ctx context.Context, q Question, kind access.Kind, id string) (*access.WithoutSheet, error) {
	_, v, basis, err := a.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	if kind == access.KindGrantChange || kind == access.KindRestrictRead {
		kind = access.KindPagePermission
	}
	ref, err := v.Engine().FindRecord(kind, id)
	if err != nil {
		return nil, err
	}
	return v.WithoutSheet(ref, basis.At)
}

// resolved is a target that was found in a site.
type resolved struct {
	explain func(*access.Visitor) *access.Explanation
	suggest func(*access.Visitor) string
	who     func(*access.Engine) access.WhoAnswers
}

func resolve(e *access.Engine, t Target) (resolved, error) {
	switch t.Kind {
	case TargetPage, TargetFile, TargetForum:
		return resolveContent(e, t)
	case TargetTable:
		return resolveTable(e, t)
	case TargetColumn:
		return resolveColumn(e, t)
	case TargetWebsiteRight:
		return resolveRight(t)
	}
	return resolved{}, fault.New(fault.Invalid, "One cannot ask about %q.", t.Kind).
		WithHint("One can ask about a page, file, forum, table, column or websiteRight.")
}

func resolveContent(e *access.Engine, t Target) (resolved, error) {
	if t.Right != "read" && t.Right != "change" {
		return resolved{}, noRight(t.Right, "read", "change")
	}
	change := t.Right == "change"
	switch t.Kind {
	case TargetPage:
		page, err := e.FindPage(t.ID)
		return pageTarget(page, change), err
	case TargetFile:
		file, err := e.FindFile(t.ID)
		return fileTarget(file, change), err
	}
	return resolveForum(e.Site(), t.ID, change)
}

func pageTarget(page int, change bool) resolved {
	if change {
		return resolved{
			func(v *access.Visitor) *access.Explanation { return v.ExplainPageChange(page) },
			func(v *access.Visitor) string { return v.SuggestPageChange(page) },
			func(e *access.Engine) access.WhoAnswers { return access.WordsOf(e.WhoCanChange(page)) },
		}
	}
	return resolved{
		func(v *access.Visitor) *access.Explanation { return v.ExplainPageRead(page) },
		func(v *access.Visitor) string { return v.SuggestPageRead(page) },
		func(e *access.Engine) access.WhoAnswers { return access.WordsOf(e.WhoCanRead(page)) },
	}
}

func fileTarget(file int, change bool) resolved {
	if change {
		return resolved{
			func(v *access.Visitor) *access.Explanation { return v.ExplainFileChange(file) },
			func(v *access.Visitor) string { return v.SuggestFileChange(file) },
			func(e *access.Engine) access.WhoAnswers { return access.WordsOf(e.WhoCanChangeFile(file)) },
		}
	}
	return resolved{
		func(v *access.Visitor) *access.Explanation { return v.ExplainFileRead(file) },
		func(v *access.Visitor) string { return v.SuggestFileRead(file) },
		func(e *access.Engine) access.WhoAnswers { return access.WordsOf(e.WhoCanReadFile(file)) },
	}
}

func resolveTable(e *access.Engine, t Target) (resolved, error) {
	privilege := access.Privilege(t.Right)
	if !slices.Contains(access.Privileges(), privilege) {
		return resolved{}, noRight(t.Right, words(access.Privileges())...)
	}
	table, err := e.FindTable(t.ID)
	return resolved{
		func(v *access.Visitor) *access.Explanation { return v.ExplainTable(table, privilege) },
		func(v *access.Visitor) string { return v.SuggestTable(table, privilege) },
		func(e *access.Engine) access.WhoAnswers { return access.WordsOf(e.WhoCan(table, privilege)) },
	}, err
}

func resolveColumn(e *access.Engine, t Target) (resolved, error) {
	right := access.ColumnRight(t.Right)
	if !slices.Contains(access.ColumnRights(), right) {
		return resolved{}, noRight(t.Right, words(access.ColumnRights())...)
	}
	if t.Column == "" {
		return resolved{}, fault.New(fault.Invalid, "No column of table %q was named.", t.ID)
	}
	table, err := e.FindTable(t.ID)
	return resolved{
		func(v *access.Visitor) *access.Explanation { return v.ExplainColumn(table, t.Column, right) },
		func(v *access.Visitor) string { return v.SuggestColumn(table, t.Column, right) },
		func(e *access.Engine) access.WhoAnswers {
			return access.WordsOf(e.WhoHasColumn(table, t.Column, right))
		},
	}, err
}

func resolveRight(t Target) (resolved, error) {
	right := access.WebsiteRight(t.ID)
	all := append(access.WebsiteRights(), access.AboutAdministrator)
	if !slices.Contains(all, right) {
		return resolved{}, noRight(t.ID, words(all)...)
	}
	return resolved{
		func(v *access.Visitor) *access.Explanation { return v.ExplainWebsiteRight(right) },
		func(v *access.Visitor) string { return v.SuggestWebsiteRight(right) },
		func(e *access.Engine) access.WhoAnswers { return access.WordsOf(e.WhoHas(right)) },
	}, nil
}

func noRight(right string, known ...string) error {
	return fault.New(fault.Invalid, "There is no right %q here.", right).WithHint("The rights are %s.", strings.Join(known, ", "))
}

func words[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, word := range list {
		texts[i] = string(word)
	}
	return texts
}
