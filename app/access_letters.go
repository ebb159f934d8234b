package app

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/admin"
	"gatehouse/backend/site"
)

// The letters that the head of access_views.go explains.

func verdictLetter(v access.Verdict) byte { return "dau"[v] }

func reachLetter(r access.Reach, matchless bool) byte {
	if matchless {
		return 'e'
	}
	return "nsau"[r]
}

func decidingLetter(d admin.Decided) byte {
	switch d.By {
	case access.ByGrant:
		return ownLetter('G', d.Own)
	case access.ByRestriction:
		return ownLetter('R', d.Own)
	case access.ByNoGrant:
		return 'n'
	case access.ByService:
		return 's'
	case access.ByHiding:
		return 'h'
	case access.ByBreak:
		return 'b'
	case access.ByPost:
		return 'p'
	case access.ByMissing:
		return 'm'
	}
	return 'o'
}

func ownLetter(large byte, own bool) byte {
	if own {
		return large
	}
	return large + 'a' - 'A'
}

func typesCharacter(types []site.AccessType) byte {
	c := byte('0')
	for _, t := range types {
		switch t {
		case site.Global:
			c += 1
		case site.ContactScope:
			c += 2
		case site.AccountScope:
			c += 4
		case site.SelfScope:
			c += 8
		case site.ParentScope:
			c += 16
		case site.CustomFetchXML:
			c += 32
		}
	}
	return c
}

// letters writes one letter for every entry of a list.
func letters[T any](list []T, letter func(T) byte) string {
	var b strings.Builder
	b.Grow(len(list))
	for _, it := range list {
		b.WriteByte(letter(it))
	}
	return b.String()
}

func decidedVerdict(d admin.Decided) byte { return verdictLetter(d.Verdict) }

func contentAnswers(a admin.ContentAnswers) ContentAnswers {
	return ContentAnswers{
		Read: letters(a.Read, decidedVerdict), Change: letters(a.Change, decidedVerdict),
		OtherRead: letters(a.OtherRead, verdictLetter), OtherChange: letters(a.OtherChange, verdictLetter),
		ReadBy: letters(a.Read, decidingLetter), ChangeBy: letters(a.Change, decidingLetter),
		ReadFrom: decidedFrom(a.Read), ChangeFrom: decidedFrom(a.Change),
	}
}

func decidedFrom(list []admin.Decided) []int {
	from := make([]int, len(list))
	for i := range list {
		from[i] = list[i].From
	}
	return from
}

func forumAnswers(list []admin.ForumAnswer) ForumAnswers {
	of := func(verdict func(admin.ForumAnswer) access.Verdict) string {
		return letters(list, func(a admin.ForumAnswer) byte { return verdictLetter(verdict(a)) })
	}
	return ForumAnswers{
		Read:        of(func(a admin.ForumAnswer) access.Verdict { return a.Read }),
		Change:      of(func(a admin.ForumAnswer) access.Verdict { return a.Change }),
		OtherRead:   of(func(a admin.ForumAnswer) access.Verdict { return a.OtherRead }),
		OtherChange: of(func(a admin.ForumAnswer) access.Verdict { return a.OtherChange }),
	}
}

func privilegeReach(p admin.PrivilegeAnswer) byte { return reachLetter(p.Reach, p.Matchless) }

func privilegeTypes(p admin.PrivilegeAnswer) byte { return typesCharacter(p.AccessTypes) }

func tableAnswers(list [][]admin.PrivilegeAnswer) []TableAnswer {
	views := make([]TableAnswer, len(list))
	for i, row := range list {
		views[i] = TableAnswer{
			Reach: letters(row, privilegeReach), Types: letters(row, privilegeTypes),
			Other: letters(row, func(p admin.PrivilegeAnswer) byte { return reachLetter(p.Other, false) }),
		}
	}
	return views
}

func columnReach(a access.ColumnAnswer) string {
	return letters([]access.Reach{a.Create, a.Read, a.Update}, func(r access.Reach) byte { return reachLetter(r, false) })
}

func contentMatrix(m admin.ContentMatrix) ContentMatrix {
	view := ContentMatrix{Columns: matrixColumns(m.Columns), Rows: make([]ContentRow, len(m.Rows)), Row: m.Row}
	for i, row := range m.Rows {
		view.Rows[i] = ContentRow{
			Read: letters(row.Read, decidedVerdict), Change: letters(row.Change, decidedVerdict),
			ReadBy: letters(row.Read, decidingLetter), ChangeBy: letters(row.Change, decidingLetter),
		}
	}
	return view
}

func tableMatrix(m admin.TableMatrix) TableMatrix {
	view := TableMatrix{Columns: matrixColumns(m.Columns), Rows: make([]TableRow, len(m.Rows)), Row: []int{}}
	for i, row := range m.Rows {
		view.Rows[i] = TableRow{Reach: letters(row, privilegeReach), Types: letters(row, privilegeTypes)}
	}
	for _, rows := range m.Row {
		view.Row = append(view.Row, rows...)
	}
	return view
}

func matrixColumns(columns []admin.MatrixColumn) []MatrixColumn {
	views := make([]MatrixColumn, len(columns))
	for i, c := range columns {
		switch {
		case c.Role != nil:
			views[i] = MatrixColumn{Kind: "role", ID: string(c.Role.Role.ID), Name: c.Role.Role.Name}
		case c.Who.SignedIn:
			views[i].Kind = "authenticated"
		default:
			views[i].Kind = "anonymous"
		}
	}
	return views
}
