package app

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/admin"
)

func accessSubjects(id string, s admin.Subjects) AccessSubjects {
	view := AccessSubjects{
		SnapshotID: id, Roles: make([]AccessRole, len(s.Roles)), Pages: make([]AccessPage, len(s.Pages)),
		Files: make([]AccessFile, len(s.Files)), Tables: make([]AccessTable, len(s.Tables)), Forums: make([]AccessForum, len(s.Forums)),
		Contacts: s.Contacts, Profiles: accessProfiles(), Missing: string(access.MissingUnknown),
		Incomplete: texts(s.Incomplete), EnhancedAuthorization: string(s.EnhancedAuthorization),
	}
	for i, r := range s.Roles {
		view.Roles[i] = AccessRole{
			ID: string(r.Role.ID), Name: r.Role.Name, Anonymous: r.Role.Anonymous, Authenticated: r.Role.Authenticated,
			Counts: r.Counts, Why: r.Why, Namesakes: r.Namesakes,
		}
	}
	for i, p := range s.Pages {
		view.Pages[i] = AccessPage{
			ID: string(p.Page.ID), Name: p.Page.Name, URL: p.URL, Parent: p.Parent, Depth: p.Depth, Active: !p.Page.Inactive,
			Detached: p.Detached, Own: p.Own, File: p.Page.Source.File, Line: p.Page.Source.Line,
		}
	}
	for i, f := range s.Files {
		view.Files[i] = AccessFile{ID: string(f.File.ID), Name: f.File.Name, URL: f.URL, Page: f.Page, Active: !f.File.Inactive}
	}
	for i, t := range s.Tables {
		view.Tables[i] = AccessTable(t)
	}
	for i, f := range s.Forums {
		view.Forums[i] = AccessForum{Kind: string(f.Kind), ID: string(f.Record.ID), Name: f.Record.Name, Active: !f.Record.Inactive}
	}
	return view
}

func accessProfiles() []AccessProfile {
	var views []AccessProfile
	for _, profile := range []access.Profile{access.Current, access.Legacy} {
		view := AccessProfile{Profile: string(profile)}
		for _, s := range access.Switches() {
			value := access.Options{Profile: profile}.Setting(s.Switch)
			view.Switches = append(view.Switches, AccessSwitch{
				Switch: string(s.Switch), Subject: s.Subject, Value: string(value), Differs: s.Current != s.Legacy,
			})
		}
		views = append(views, view)
	}
	return views
}

func contactsFound(contacts []admin.FoundContact, total int) ContactsFound {
	view := ContactsFound{Contacts: make([]AccessContact, len(contacts)), Total: total}
	for i, c := range contacts {
		view.Contacts[i] = AccessContact{
			ID: string(c.Contact.ID), Name: c.Contact.Name, UserName: c.Contact.UserName, Email: c.Contact.Email,
			Active: !c.Contact.Inactive, Roles: c.Roles,
		}
	}
	return view
}

func accessAnswer(a admin.Answer) AccessAnswer {
	view := AccessAnswer{
		Profile: string(a.Basis.Profile), Other: string(a.Other), Missing: string(a.Basis.Missing), At: timestamp(a.Basis.At),
		Visitor: a.Visitor, CanCome: a.CanSignIn, Held: make([]HeldRole, len(a.Held)), Notes: texts(a.Notes),
		Refused: string(a.Refused), Pages: contentAnswers(a.Pages), Files: contentAnswers(a.Files), Forums: forumAnswers(a.Forums),
		Languages: make([]LanguageAnswer, len(a.Languages)), Tables: tableAnswers(a.Tables),
		Rights: make([]RightAnswer, len(a.Rights)), Columns: make([]ColumnTable, len(a.Columns)),
	}
	for i, h := range a.Held {
		view.Held[i] = HeldRole{ID: string(h.Role.ID), Name: h.Role.Name, How: string(h.How), OnPages: h.OnPages, OnTables: h.OnTables}
	}
	for i, l := range a.Languages {
		view.Languages[i] = LanguageAnswer{
			Page: l.Page, ID: string(l.ID), Language: l.Language, Read: l.Read.String(), Change: l.Change.String(),
		}
	}
	for i, r := range a.Rights {
		view.Rights[i] = RightAnswer{Right: string(r.Right), Answer: r.Answer.String(), Other: r.Other.String()}
	}
	for i, t := range a.Columns {
		table := ColumnTable{
			Table: t.Table, Exposed: t.API.Reachable.String(), Why: t.API.Why, AllColumns: t.API.AllFields,
			Columns: make([]ColumnAnswer, len(t.Columns)),
		}
		for j, c := range t.Columns {
			table.Columns[j] = ColumnAnswer{Column: c.Answer.Column, Reach: columnReach(c.Answer), Other: columnReach(c.Other)}
		}
		view.Columns[i] = table
	}
	return view
}

func whoView(a access.WhoAnswers) WhoView {
	view := WhoView{Anonymous: a.Anonymous, Authenticated: a.Authenticated, Roles: make([]GiverView, len(a.Roles))}
	for i, r := range a.Roles {
		view.Roles[i] = GiverView{ID: string(r.Role.ID), Name: r.Role.Name, Alone: r.Alone, With: r.With}
	}
	return view
}

func withoutView(s *access.WithoutSheet) WithoutView {
	view := WithoutView{Removed: recordRefs(s.Removed), Differences: make([]DifferenceView, len(s.Differences))}
	for i, d := range s.Differences {
		it := DifferenceView{
			ID: d.ID, Label: d.Label, Right: d.Right, Before: d.Before, After: d.After, Wider: access.Wider(d.Before, d.After),
		}
		switch d.What {
		case access.KindWebPage:
			it.Kind = string(admin.TargetPage)
		case access.KindWebFile:
			it.Kind = string(admin.TargetFile)
		case access.KindForum, access.KindBlog, access.KindBlogPost, access.KindIdeaForum:
			it.Kind = string(admin.TargetForum)
		case access.KindTablePermission:
			it.Kind = string(admin.TargetTable)
		case access.KindColumnPermission:
			it.Kind = string(admin.TargetColumn)
			it.ID, it.Column, _ = strings.Cut(d.ID, ".")
		default:
			it.Kind = string(admin.TargetWebsiteRight)
		}
		view.Differences[i] = it
	}
	return view
}

func explanationView(x admin.Explained) ExplanationView {
	view := ExplanationView{
		Question: x.Question, Visitor: x.Visitor, Profile: string(x.Profile), Answer: x.Answer, AccessTypes: texts(x.AccessTypes),
		Sentence: x.Sentence, Steps: make([]StepView, len(x.Steps)), Candidates: make([]CandidateView, len(x.Candidates)),
		Paths: make([]PathView, len(x.Paths)), Channels: make([]ChannelView, len(x.Channels)), Change: x.Change, Notes: texts(x.Notes),
		Other: OtherProfileView{Profile: string(x.Other.Profile), Answer: x.Other.Answer, Differs: x.Other.Differs}, Text: x.Text(),
	}
	for i, s := range x.Steps {
		view.Steps[i] = StepView{Text: s.Text, Record: optionalRef(s.Record)}
	}
	for i, c := range x.Candidates {
		view.Candidates[i] = CandidateView{Record: recordRef(c.Record), Fails: c.Fails}
	}
	for i, p := range x.Paths {
		path := PathView{
			Permissions: recordRefs(p.Permissions), AccessType: string(p.AccessType), Hops: make([]HopView, len(p.Hops)),
			End: string(p.End), Certain: p.Certain, Empty: p.Empty,
		}
		for j, h := range p.Hops {
			path.Hops[j] = HopView(h)
		}
		view.Paths[i] = path
	}
	for i, c := range x.Channels {
		view.Channels[i] = ChannelView{
			Through: string(c.Through), Record: optionalRef(c.Record), Page: optionalRef(c.Page), Open: c.Open.String(),
			Reach: c.Reach.String(), Unchecked: c.Unchecked, Note: c.Note,
		}
	}
	return view
}

// recordRef shows a record. One that is not in the export has an id and nothing else.
func recordRef(r access.Ref) RecordRef {
	return RecordRef{
		Kind: string(r.Kind), ID: string(r.ID), Name: r.Name, File: r.File, Line: r.Line, Missing: r.Name == "" && r.File == "",
	}
}

func optionalRef(r *access.Ref) *RecordRef {
	if r == nil {
		return nil
	}
	view := recordRef(*r)
	return &view
}

func recordRefs(refs []access.Ref) []RecordRef {
	views := make([]RecordRef, len(refs))
	for i, r := range refs {
		views[i] = recordRef(r)
	}
	return views
}

// texts is a list of words or sentences, never nil.
func texts[T ~string](list []T) []string {
	words := make([]string, len(list))
	for i, word := range list {
		words[i] = string(word)
	}
	return words
}
