package channel

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

var mailName = register("mail", func(p Parts) notify.Channel {
	return &Mail{Settings: p.Mail, Password: p.MailPassword}
})

// mailPatience is how long a mail server may take for one message, from the first byte to the last.
const mailPatience = 30 * time.Second

// MailSecurity says how the connection to the mail server is protected.
type MailSecurity string

const (
	MailStartTLS MailSecurity = "starttls" // begins in the clear and must change to TLS; usually port 587
	MailTLS      MailSecurity = "tls"      // from the first byte; usually port 465
	MailPlain    MailSecurity = "none"     // for a server at this machine or in a closed network; no password is sent
)

// MailSettings says how e-mail is sent. The password is not among them.
type MailSettings struct {
	Host     string
	Port     int
	Security MailSecurity
	User     string // empty: without signing in
	From     string // sender, an address with or without a name
}

// Mail sends each message as an e-mail in plain text to one recipient. It is safe for concurrent use.
type Mail struct {
	Settings func(context.Context) (MailSettings, error)
	Password func(context.Context) (string, error) // "" for none; asked for only where there is a user
	Trust    func(*tls.Config)                     // changes whom to trust; nil for those the system trusts
	Patience time.Duration                         // for one message; 0 for half a minute
	Now      func() time.Time                      // for the date of messages; nil is time.Now
}

// Name implements notify.Channel.
func (m *Mail) Name() string { return mailName }

// Traits implements notify.Channel.
func (m *Mail) Traits() notify.Traits { return notify.Traits{Addressed: true} }

// Send implements notify.Channel. A message that is sent again to the same recipient has the same Message-ID, so that
// most servers and mail programs show it once. Codes: unreachable, signed_out, denied, invalid, canceled.
func (m *Mail) Send(ctx context.Context, message notify.Message, to notify.Recipient) error {
	if ctx.Err() != nil {
		return stopped(ctx.Err())
	}
	if m.Settings == nil {
		return noServer()
	}
	settings, err := m.Settings(ctx)
	if err != nil {
		return err
	}
	password := ""
	if settings.User != "" && m.Password != nil {
		if password, err = m.Password(ctx); err != nil {
			return err
		}
	}
	return m.deliver(ctx, settings, password, message, to)
}

// SendTest sends a message with settings that need not be kept yet, so that a person sees whether they are right.
// Codes: unreachable, signed_out, denied, invalid, canceled.
func (m *Mail) SendTest(ctx context.Context, settings MailSettings, password string, to notify.Recipient) error {
	now := m.now()
	return m.deliver(ctx, settings, password, notify.Message{
		ID: notify.ID("test/" + now.UTC().Format(time.RFC3339Nano)), Severity: renewal.SeverityInfo,
		Title: "Gatehouse can send you reminders.",
		Body: "This is a test from the settings of Gatehouse. Reminders of authentication keys that end will come to this address " +
			"from " + settings.From + " over " + settings.Host + ".",
	}, to)
}

func (m *Mail) deliver(ctx context.Context, settings MailSettings, password string, message notify.Message, to notify.Recipient) error {
	from, err := settings.check()
	if err != nil {
		return err
	}
	recipient, err := mailAddress(to)
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, cmp.Or(m.Patience, mailPatience))
	defer cancel()
	talk := &mailTalk{settings: settings, password: password, trust: &tls.Config{ServerName: settings.Host, MinVersion: tls.VersionTLS12}}
	if m.Trust != nil {
		m.Trust(talk.trust)
	}
	sent, err := talk.send(limited, m.letter(from, recipient, message))
	switch {
	case sent:
		return nil // what goes wrong after the server took it is nobody's concern
	case ctx.Err() != nil:
		return stopped(ctx.Err())
	case limited.Err() != nil:
		return settings.silent(err)
	}
	return settings.translate(err, recipient.Address)
}

// check returns the sender. Codes: invalid, signed_out.
func (s MailSettings) check() (*mail.Address, error) {
	switch {
	case s.Host == "":
		return nil, noServer()
	case s.Port < 1 || s.Port > 65535:
		return nil, fault.New(fault.Invalid, "%d is no port of a mail server.", s.Port).
			WithHint("Mail servers mostly have 587 with STARTTLS or 465 with TLS.")
	case s.Security != MailStartTLS && s.Security != MailTLS && s.Security != MailPlain:
		return nil, fault.New(fault.Invalid, "The security %q is not known.", s.Security).
			WithHint("Use one of %q, %q, %q.", MailStartTLS, MailTLS, MailPlain)
	case s.Security == MailPlain && s.User != "":
		return nil, fault.New(fault.Invalid, "A password is not sent over a connection without encryption.").
			WithHint("Choose STARTTLS or TLS, or leave the user empty.")
	}
	from, err := mail.ParseAddress(s.From)
	if err != nil || !oneLine(s.From) {
		return nil, fault.New(fault.Invalid, "%q is no sender.", s.From).
			WithHint("Enter an address such as gatehouse@contoso.example.").Because(err)
	}
	return from, nil
}

// noServer waits for a person, not for a server.
func noServer() error {
	return fault.New(fault.SignedOut, "No mail server is set up.").WithHint("Enter one in the settings of reminders.")
}

// mailAddress checks a recipient. Codes: invalid.
func mailAddress(to notify.Recipient) (*mail.Address, error) {
	parsed, err := mail.ParseAddress(to.Address)
	if err != nil || parsed.Address != to.Address || !oneLine(to.Address) {
		return nil, fault.New(fault.Invalid, "%q is no e-mail address.", to.Address).
			WithHint("Enter one such as ada@contoso.example.").Because(err)
	}
	// The name is only shown; what could end its header is left out of it.
	parsed.Name = strings.Join(strings.FieldsFunc(to.Name, unicode.IsControl), " ")
	return parsed, nil
}

func oneLine(text string) bool { return !strings.ContainsFunc(text, unicode.IsControl) }

// letter makes the e-mail. The library encodes every header; the title is one line already, and is kept to one.
func (m *Mail) letter(from, to *mail.Address, message notify.Message) *gomail.Msg {
	letter := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	letter.FromMailAddress(from)
	letter.ToMailAddress(to)
	letter.Subject(strings.Join(strings.FieldsFunc(message.Title, unicode.IsControl), " "))
	letter.SetDateWithValue(m.now())
	letter.SetMessageIDWithValue(messageID(from, to, message.ID))
	// Programs that answer letters by themselves leave these alone.
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	if message.Severity.Compare(renewal.SeverityHigh) >= 0 {
		letter.SetImportance(gomail.ImportanceHigh)
	}
	letter.SetBodyString(gomail.TypeTextPlain, message.Body)
	return letter
}

// messageID is the same for the same message to the same recipient.
func messageID(from, to *mail.Address, id notify.ID) string {
	sum := sha256.Sum256([]byte(string(id) + "\n" + to.Address))
	_, domain, _ := strings.Cut(from.Address, "@")
	return hex.EncodeToString(sum[:16]) + "@" + domain
}

func (m *Mail) now() time.Time {
	if m.Now == nil {
		return time.Now()
	}
	return m.Now()
}
