package app

import (
	"time"

	"gatehouse/app/wiring"
	"gatehouse/backend/access"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Access tells what a visitor of a site may do, and why, from a snapshot.
type Access struct{ engine *engine }

// Subjects returns what can be asked about a snapshot. Codes: invalid, not_found, unreachable.
func (a *Access) Subjects(snapshotID string) (AccessSubjects, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (AccessSubjects, error) {
		id, err := snapshotKey(snapshotID)
		if err != nil {
			return AccessSubjects{}, err
		}
		subjects, err := program.Access.Subjects(life, id)
		if err != nil {
			return AccessSubjects{}, err
		}
		return accessSubjects(id.String(), subjects), nil
	})
}

// Contacts searches the snapshot's contacts by name, user name, e-mail address and id, without regard to letter case.
// An empty search finds all; limit is 1 to 500. Codes: invalid, not_found, unreachable.
func (a *Access) Contacts(snapshotID, search string, limit int) (ContactsFound, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (ContactsFound, error) {
		id, err := snapshotKey(snapshotID)
		if err != nil {
			return ContactsFound{}, err
		}
		contacts, total, err := program.Access.Contacts(life, id, search, limit)
		if err != nil {
			return ContactsFound{}, err
		}
		return contactsFound(contacts, total), nil
	})
}

// Answer returns everything a visitor may do. Codes: invalid, not_found (the snapshot, a role or the contact; the hint
// has the nearest names), unreachable.
func (a *Access) Answer(question AccessQuestion) (AccessAnswer, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (AccessAnswer, error) {
		q, err := accessQuestion(question)
		if err != nil {
			return AccessAnswer{}, err
		}
		answer, err := program.Access.Answer(life, q)
		if err != nil {
			return AccessAnswer{}, err
		}
		return accessAnswer(answer), nil
	})
}

// Explain tells why the visitor may do one thing, or may not, and then the smallest change that would allow it.
// Codes: invalid, not_found, conflict (a path that several pages answer to), unreachable.
func (a *Access) Explain(question AccessQuestion, target AccessTarget) (ExplanationView, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (ExplanationView, error) {
		q, err := accessQuestion(question)
		if err != nil {
			return ExplanationView{}, err
		}
		explained, err := program.Access.Explain(life, q, accessTarget(target))
		if err != nil {
			return ExplanationView{}, err
		}
		return explanationView(explained), nil
	})
}

// Who tells who may do one thing: everybody, everybody signed in, and what each role gives.
// Codes: invalid, not_found, conflict, unreachable.
func (a *Access) Who(basis AccessBasis, target AccessTarget) (WhoView, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (WhoView, error) {
		b, err := accessBasis(basis)
		if err != nil {
			return WhoView{}, err
		}
		answers, err := program.Access.Who(life, b, accessTarget(target))
		if err != nil {
			return WhoView{}, err
		}
		return whoView(answers), nil
	})
}

// Without tells what would change for the visitor if a record were deleted. Codes: invalid, not_found, unreachable.
func (a *Access) Without(question AccessQuestion, record RecordKey) (WithoutView, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (WithoutView, error) {
		q, err := accessQuestion(question)
		if err != nil {
			return WithoutView{}, err
		}
		sheet, err := program.Access.Without(life, q, access.Kind(record.Kind), record.ID)
		if err != nil {
			return WithoutView{}, err
		}
		return withoutView(sheet), nil
	})
}

// PageMatrix answers for all pages who reads and changes them. Mode is "with" for roles together with what every
// signed-in visitor has, "alone" for what they give by themselves. Codes: invalid, not_found, unreachable.
func (a *Access) PageMatrix(basis AccessBasis, mode string) (ContentMatrix, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (ContentMatrix, error) {
		b, err := accessBasis(basis)
		if err != nil {
			return ContentMatrix{}, err
		}
		matrix, err := program.Access.PageMatrix(life, b, admin.MatrixMode(mode))
		if err != nil {
			return ContentMatrix{}, err
		}
		return contentMatrix(matrix), nil
	})
}

// FileMatrix is PageMatrix for web files. Codes: invalid, not_found, unreachable.
func (a *Access) FileMatrix(basis AccessBasis, mode string) (ContentMatrix, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (ContentMatrix, error) {
		b, err := accessBasis(basis)
		if err != nil {
			return ContentMatrix{}, err
		}
		matrix, err := program.Access.FileMatrix(life, b, admin.MatrixMode(mode))
		if err != nil {
			return ContentMatrix{}, err
		}
		return contentMatrix(matrix), nil
	})
}

// TableMatrix answers for all tables how far each privilege reaches, in a mode as PageMatrix has it.
// Codes: invalid, not_found, unreachable.
func (a *Access) TableMatrix(basis AccessBasis, mode string) (TableMatrix, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (TableMatrix, error) {
		b, err := accessBasis(basis)
		if err != nil {
			return TableMatrix{}, err
		}
		matrix, err := program.Access.TableMatrix(life, b, admin.MatrixMode(mode))
		if err != nil {
			return TableMatrix{}, err
		}
		return tableMatrix(matrix), nil
	})
}

func accessBasis(b AccessBasis) (admin.Basis, error) {
	id, err := snapshotKey(b.SnapshotID)
	if err != nil {
		return admin.Basis{}, err
	}
	basis := admin.Basis{Snapshot: id, Profile: access.Profile(b.Profile), Missing: access.Missing(b.Missing)}
	if b.At == "" {
		return basis, nil
	}
	if basis.At, err = time.Parse(time.RFC3339, b.At); err != nil {
		return admin.Basis{}, fault.New(fault.Invalid, "%q is no moment.", b.At).
			WithHint("Write it like 2027-01-31T08:00:00Z.")
	}
	return basis, nil
}

func accessQuestion(q AccessQuestion) (admin.Question, error) {
	basis, err := accessBasis(q.AccessBasis)
	if err != nil {
		return admin.Question{}, err
	}
	return admin.Question{Basis: basis, Who: access.Who{
		SignedIn: q.Visitor.SignedIn, Roles: q.Visitor.Roles, Contact: site.ID(q.Visitor.Contact),
		Alone: q.Visitor.Alone, PreviewOff: q.Visitor.PreviewOff,
	}}, nil
}

func accessTarget(t AccessTarget) admin.Target {
	return admin.Target{Kind: admin.TargetKind(t.Kind), ID: t.ID, Right: t.Right, Column: t.Column}
}
