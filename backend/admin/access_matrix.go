package admin

import (
	"context"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
)

// MatrixMode says what a role's column of a matrix holds.
type MatrixMode string

const (
	RolesWith  MatrixMode = "with"  // the role together with what every signed-in visitor has
	RolesAlone MatrixMode = "alone" // the role by itself
)

// MatrixColumn is one visitor of a matrix: anonymous, signed in without assigned roles, or holding one role.
type MatrixColumn struct {
	Who  access.Who
	Role *SubjectRole // nil for the first two
}

// ContentMatrix has the answers of every column for all pages or files. Those that are judged alike share a row.
type ContentMatrix struct {
	Columns []MatrixColumn
	Rows    []ContentRow
	Row     []int // place in Rows of every page or file, in the order of Subjects
}

// ContentRow has the answer of every column. From is not filled in.
type ContentRow struct{ Read, Change []Decided }

// TableMatrix has the answers of every column for all tables. Equal rows are there once.
type TableMatrix struct {
	Columns []MatrixColumn
	Rows    [][]PrivilegeAnswer // by column; Other is not filled in
	Row     [][]int             // place in Rows of every table, in the order of Subjects, and privilege
}

// PageMatrix answers for all pages who reads and changes them. Codes: invalid, not_found, unreachable.
func (a *Access) PageMatrix(ctx context.Context, b Basis, mode MatrixMode) (ContentMatrix, error) {
	return a.contentMatrix(ctx, b, mode, (*answerBuilder).pages)
}

// FileMatrix answers for all web files who reads and changes them. Codes: invalid, not_found, unreachable.
func (a *Access) FileMatrix(ctx context.Context, b Basis, mode MatrixMode) (ContentMatrix, error) {
	return a.contentMatrix(ctx, b, mode, (*answerBuilder).files)
}

func (a *Access) contentMatrix(ctx context.Context, b Basis, mode MatrixMode, of func(*answerBuilder) ContentAnswers) (ContentMatrix, error) {
	s, columns, visitors, err := a.matrix(ctx, b, mode)
	if err != nil {
		return ContentMatrix{}, err
	}
	answers := make([]ContentAnswers, len(visitors))
	for i, v := range visitors {
		answers[i] = of(&answerBuilder{subjects: &s.subjects, v: v})
	}
	m := ContentMatrix{Columns: columns, Row: make([]int, len(answers[0].Read))}
	known := map[string]int{}
	key := make([]byte, 0, 4*len(columns))
	for subject := range m.Row {
		key = key[:0]
		for i := range answers {
			key = answers[i].Change[subject].key(answers[i].Read[subject].key(key))
		}
		row, ok := known[string(key)]
		if !ok {
			row = len(m.Rows)
			known[string(key)] = row
			var r ContentRow
			for i := range answers {
				r.Read = append(r.Read, answers[i].Read[subject])
				r.Change = append(r.Change, answers[i].Change[subject])
			}
			m.Rows = append(m.Rows, r)
		}
		m.Row[subject] = row
	}
	return m, nil
}

// key appends what makes two answers look alike in a matrix.
func (d Decided) key(to []byte) []byte {
	by := byte(d.By) << 1
	if d.Own {
		by |= 1
	}
	return append(to, byte(d.Verdict), by)
}

// TableMatrix answers for all tables how far each privilege reaches for whom. Codes: invalid, not_found, unreachable.
func (a *Access) TableMatrix(ctx context.Context, b Basis, mode MatrixMode) (TableMatrix, error) {
	s, columns, visitors, err := a.matrix(ctx, b, mode)
	if err != nil {
		return TableMatrix{}, err
	}
	m := TableMatrix{Columns: columns, Row: make([][]int, len(s.subjects.Tables))}
	known := map[string]int{}
	key := make([]byte, 0, 3*len(columns))
	for i, t := range s.subjects.Tables {
		for _, p := range access.Privileges() {
			key = key[:0]
			cells := make([]PrivilegeAnswer, len(visitors))
			for j, v := range visitors {
				cells[j] = PrivilegeAnswer{TableAnswer: v.TableRight(t.Name, p), Matchless: v.Matchless(t.Name, p)}
				key = cells[j].key(key)
			}
			row, ok := known[string(key)]
			if !ok {
				row = len(m.Rows)
				known[string(key)] = row
				m.Rows = append(m.Rows, cells)
			}
			m.Row[i] = append(m.Row[i], row)
		}
	}
	return m, nil
}

func (p *PrivilegeAnswer) key(to []byte) []byte {
	reach := byte(p.Reach) << 1
	if p.Matchless {
		reach |= 1
	}
	to = append(to, reach)
	for _, t := range p.AccessTypes {
		to = append(append(to, t...), ' ')
	}
	return append(to, 0)
}

// matrix prepares the visitor of every column. Codes: invalid, not_found, unreachable.
func (a *Access) matrix(ctx context.Context, b Basis, mode MatrixMode) (*openSite, []MatrixColumn, []*access.Visitor, error) {
	if mode != RolesWith && mode != RolesAlone {
		return nil, nil, nil, fault.New(fault.Invalid, "A matrix cannot show roles %q.", mode).WithHint("It can show them with or alone.")
	}
	s, engine, _, err := a.judge(ctx, b)
	if err != nil {
		return nil, nil, nil, err
	}
	columns := []MatrixColumn{{Who: access.Anonymous()}, {Who: access.Authenticated()}}
	for i := range s.subjects.Roles {
		if r := &s.subjects.Roles[i]; r.Counts {
			who := access.Holding(string(r.Role.ID))
			who.Alone = mode == RolesAlone
			columns = append(columns, MatrixColumn{Who: who, Role: r})
		}
	}
	visitors := make([]*access.Visitor, len(columns))
	for i := range columns {
		if visitors[i], err = engine.Visitor(columns[i].Who); err != nil {
			return nil, nil, nil, err
		}
	}
	return s, columns, visitors, nil
}
