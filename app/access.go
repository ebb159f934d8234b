package app

import (
	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
)

// Access tells what a visitor of a site may do, and why, from a snapshot.
type Access struct{ engine *engine }

// Subjects returns what can be asked about a snapshot. Codes: invalid, not_found, unreachable.
func (a *Access) Subjects(snapshotID string) (AccessSubjects, error) {
	return ask[AccessSubjects](a)
}

// Contacts searches the snapshot's contacts by name, user name, e-mail address and id, without regard to letter case.
// An empty search finds all; limit is 1 to 500. Codes: invalid, not_found, unreachable.
func (a *Access) Contacts(snapshotID, search string, limit int) (ContactsFound, error) {
	return ask[ContactsFound](a)
}

// Answer returns everything a visitor may do. Codes: invalid, not_found (the snapshot, a role or the contact; the hint
// has the nearest names), unreachable.
func (a *Access) Answer(question AccessQuestion) (AccessAnswer, error) {
	return ask[AccessAnswer](a)
}

// Explain tells why the visitor may do one thing, or may not, and then the smallest change that would allow it.
// Codes: invalid, not_found, conflict (a path that several pages answer to), unreachable.
func (a *Access) Explain(question AccessQuestion, target AccessTarget) (ExplanationView, error) {
	return ask[ExplanationView](a)
}

// Who tells who may do one thing: everybody, everybody signed in, and what each role gives.
// Codes: invalid, not_found, conflict, unreachable.
func (a *Access) Who(basis AccessBasis, target AccessTarget) (WhoView, error) {
	return ask[WhoView](a)
}

// Without tells what would change for the visitor if a record were deleted. Codes: invalid, not_found, unreachable.
func (a *Access) Without(question AccessQuestion, record RecordKey) (WithoutView, error) {
	return ask[WithoutView](a)
}

// PageMatrix answers for all pages who reads and changes them. Mode is "with" for roles together with what every
// signed-in visitor has, "alone" for what they give by themselves. Codes: invalid, not_found, unreachable.
func (a *Access) PageMatrix(basis AccessBasis, mode string) (ContentMatrix, error) {
	return ask[ContentMatrix](a)
}

// FileMatrix is PageMatrix for web files. Codes: invalid, not_found, unreachable.
func (a *Access) FileMatrix(basis AccessBasis, mode string) (ContentMatrix, error) {
	return ask[ContentMatrix](a)
}

// TableMatrix answers for all tables how far each privilege reaches, in a mode as PageMatrix has it.
// Codes: invalid, not_found, unreachable.
func (a *Access) TableMatrix(basis AccessBasis, mode string) (TableMatrix, error) {
	return ask[TableMatrix](a)
}

// ask answers nothing until the use case is there.
func ask[T any](a *Access) (T, error) {
	return call(a.engine, func(lifetime, *wiring.Program) (none T, err error) {
		return none, fault.New(fault.Internal, "Questions about access cannot be answered yet.")
	})
}
