package site

import "slices"

// Unread is what the scanner left of a record for package json; empty where it read all of it.
func Unread(p Packed) string {
	var (
		s   Site
		in  scanner
		err error
	)
	if p.Kind == websiteKind {
		err = unpack(&in, p.Data, &s.Website)
	} else {
		k := kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.name == p.Kind })]
		k.grow(&s, 1)
		err = k.unpack(&s, p, &in)
	}
	return in.unread(p.Data, err)
}

// UnreadAccount is what the scanner left of an account.
func UnreadAccount(data []byte) string {
	var (
		a  Account
		in scanner
	)
	return in.unread(data, unpack(&in, data, &a))
}

func (s *scanner) unread(data []byte, err error) string {
	switch {
	case s.done():
		return ""
	case s.gaveUp || err != nil:
		return string(data)
	}
	return string(s.rest)
}
