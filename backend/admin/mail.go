package admin

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

// mailPassword is the name under which the key store keeps the password of the mail server.
const mailPassword = "mail/password"

// MailSecurity says how the connection to the mail server is protected.
type MailSecurity string

const (
	MailStartTLS MailSecurity = "starttls" // begins in the clear and must change to TLS; usually port 587
	MailTLS      MailSecurity = "tls"      // from the first byte; usually port 465
	MailPlain    MailSecurity = "none"     // for a server at this machine or in a closed network; no password is sent
)

// MailAccount says how e-mail is sent. The password is in the key store. The zero value sends none.
type MailAccount struct {
	Host     string       `json:"host"`
	Port     int          `json:"port"`
	Security MailSecurity `json:"security"`
	User     string       `json:"user,omitempty"` // empty: without signing in
	From     string       `json:"from"`           // sender, as an address with or without a name
}

// Known reports whether e-mail can be sent.
func (m MailAccount) Known() bool { return m.Host != "" }

// check tidies up what was entered. Codes: invalid.
func (m MailAccount) check() (MailAccount, error) {
	m.Host, m.User, m.From = strings.TrimSpace(m.Host), strings.TrimSpace(m.User), strings.TrimSpace(m.From)
	if m == (MailAccount{}) || m.Host == "" && m.User == "" && m.From == "" {
		return MailAccount{}, nil
	}
	switch {
	case m.Host == "" || len(m.Host) > 253 || strings.ContainsAny(m.Host, " /@\r\n\t"):
		return MailAccount{}, fault.New(fault.Invalid, "%q is no mail server.", clip(m.Host)).WithHint("Enter a name such as smtp.contoso.example.")
	case m.Port < 1 || m.Port > 65535:
		return MailAccount{}, fault.New(fault.Invalid, "%d is no port.", m.Port).WithHint("Mail servers mostly have 587 with STARTTLS or 465 with TLS.")
	case len(m.User) > 320 || strings.ContainsAny(m.User, "\r\n\t"):
		return MailAccount{}, fault.New(fault.Invalid, "%q is no user of a mail server.", clip(m.User))
	}
	switch m.Security {
	case MailStartTLS, MailTLS:
	case MailPlain:
		if m.User != "" {
			return MailAccount{}, fault.New(fault.Invalid, "A password is not sent over a connection without encryption.").
				WithHint("Choose STARTTLS or TLS, or leave the user empty.")
		}
	default:
		return MailAccount{}, fault.New(fault.Invalid, "The security %q is not known.", m.Security).
			WithHint("Use one of %q, %q, %q.", MailStartTLS, MailTLS, MailPlain)
	}
	if _, err := mail.ParseAddress(m.From); err != nil || strings.ContainsAny(m.From, "\r\n") {
		return MailAccount{}, fault.New(fault.Invalid, "%q is no sender.", clip(m.From)).
			WithHint("Enter an address such as gatehouse@contoso.example.")
	}
	return m, nil
}

// MailAccount returns how e-mail is sent. Codes: unreachable.
func (r *Reminders) MailAccount(ctx context.Context) (MailAccount, error) {
	return look(ctx, r, func(b *book, _ time.Time) MailAccount { return b.mail })
}

// MailPassword reads the password of the mail server, "" where there is none. It is for the channel only.
// Codes: unreachable.
func (r *Reminders) MailPassword(ctx context.Context) (string, error) {
	secret, err := r.Secrets.Get(ctx, mailPassword)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return string(secret), err
}

// SaveMail keeps how e-mail is sent. A nil password stays as it is; an empty one, and an account without a user, is
// forgotten. Codes: invalid, denied, unreachable.
func (r *Reminders) SaveMail(ctx context.Context, m MailAccount, password *string) (MailAccount, error) {
	m, err := m.check()
	if err != nil {
		return MailAccount{}, err
	}
	switch {
	case m.User == "" || password != nil && *password == "":
		err = r.Secrets.Delete(ctx, mailPassword)
	case password != nil:
		err = r.Secrets.Put(ctx, mailPassword, []byte(*password))
	}
	if err != nil {
		return MailAccount{}, fmt.Errorf("keep the password of the mail server: %w", err)
	}
	return m, r.act(ctx, func(a *act) error {
		a.draft.change.Mail = &m
		summary := "Set up e-mail over " + m.Host + "."
		if !m.Known() {
			summary = "Took the settings of e-mail away."
		}
		a.log(event.RemindersChanged, summary)
		return nil
	})
}
