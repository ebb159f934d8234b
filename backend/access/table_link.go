package access

// Linking is the answer to a question about two tables. It is decided for the tables; whether two rows may be linked
// depends on the rows too.
type Linking struct {
	Verdict Verdict `json:"verdict"`
	Missing []Need  `json:"missing"` // what denies, or may
	Hint    string  `json:"hint,omitempty"`
}

// Need is a privilege on a table.
type Need struct {
	Table     string    `json:"table"`
	Privilege Privilege `json:"privilege"`
}

// Associate answers whether the visitor may link rows of a related table with a target, as a sub-grid does: append to
// the target and append of the related rows.
func (v *Visitor) Associate(target, related string) Linking {
	l := v.needs(nil, Need{related, Append}, Need{target, AppendTo})
	if l.Verdict == Deny && v.needs(nil, Need{related, AppendTo}, Need{target, Append}).Verdict == Allow {
		l.Hint = "The two privileges are swapped: the row that points needs append, the row pointed at needs append to."
	}
	return l
}

const noteTable = "annotation"

// AddNote answers whether the visitor may add a note to rows of a table.
func (v *Visitor) AddNote(table string) Linking {
	under := func(n Need) (Reach, bool) {
		if n.Table != noteTable {
			return ReachNone, false
		}
		return v.TableRightUnder(noteTable, n.Privilege, table).Reach, true
	}
	return v.needs(under, Need{noteTable, Create}, Need{noteTable, Append}, Need{table, AppendTo})
}

// Action is a command on a row that needs more than one privilege, or one of another name.
type Action string

const (
	QualifyLead    Action = "qualify-lead"
	QuoteToOrder   Action = "quote-to-order"
	OrderToInvoice Action = "order-to-invoice"
	GenerateQuote  Action = "generate-quote"
)

// Actions on rows of sales tables; buttons that view, edit, create or delete need read, write, create or delete.
var actions = map[Action][]Need{
	QualifyLead:    {{"lead", Write}, {"contact", Create}, {"account", Create}, {"opportunity", Create}},
	QuoteToOrder:   {{"quote", Write}, {"salesorder", Create}},
	OrderToInvoice: {{"salesorder", Write}, {"invoice", Create}},
	GenerateQuote:  {{"opportunity", Write}, {"quote", Create}},
}

// Act answers whether the visitor may use a command. A word that is none is denied.
func (v *Visitor) Act(action Action) Linking {
	needs, known := actions[action]
	if !known {
		return Linking{Missing: []Need{}}
	}
	return v.needs(nil, needs...)
}

// needs denies when one privilege is not had at all, and allows when all are.
func (v *Visitor) needs(special func(Need) (Reach, bool), needs ...Need) Linking {
	l := Linking{Verdict: Allow, Missing: []Need{}}
	for _, n := range needs {
		reach := v.TableRight(n.Table, n.Privilege).Reach
		if special != nil {
			if other, ok := special(n); ok {
				reach = other
			}
		}
		switch reach {
		case ReachNone:
			l.Verdict = Deny
			l.Missing = append(l.Missing, n)
		case ReachUnknown:
			if l.Verdict == Allow {
				l.Verdict = Unknown
			}
			l.Missing = append(l.Missing, n)
		}
	}
	return l
}
