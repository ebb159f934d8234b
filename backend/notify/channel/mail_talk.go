package channel

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"

	gomail "github.com/wneessen/go-mail"

	"gatehouse/backend/fault"
)

// mailTalk is one conversation with a mail server: connect, sign in, hand over one letter, leave.
type mailTalk struct {
	settings MailSettings
	password string
	trust    *tls.Config
	line     net.Conn
}

// mechanisms are the ways to sign in, best first. Passwords travel over TLS only, so the plain ones are safe, and more
// servers get them right than the older riddles.
var mechanisms = []gomail.SMTPAuthType{
	gomail.SMTPAuthSCRAMSHA256PLUS, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5,
}

// send reports whether the server took the letter. Whatever it runs into, the line is closed when it returns, and when
// the context ends: the library looks at that only while it connects, and leaves lines open after some errors.
func (t *mailTalk) send(ctx context.Context, letter *gomail.Msg) (sent bool, err error) {
	client, err := t.client(ctx)
	if err != nil {
		return false, err
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if t.line != nil {
		defer t.line.Close()
	}
	if err != nil {
		return false, fmt.Errorf("greet the mail server: %w", err)
	}
	err = client.SendWithSMTPClient(session, letter)
	if letter.IsDelivered() {
		client.CloseWithSMTPClient(session) // says goodbye
		return true, nil
	}
	return false, err
}

func (t *mailTalk) client(ctx context.Context) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(t.settings.Port), gomail.WithTLSConfig(t.trust), gomail.WithTimeout(mailPatience),
		gomail.WithDialContextFunc(t.dial(ctx)), gomail.WithoutNoop(),
	}
	if t.settings.Security == MailStartTLS {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	} else {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS)) // of the library; dial has seen to it
	}
	if t.settings.User != "" {
		options = append(options, gomail.WithUsername(t.settings.User), gomail.WithPassword(t.password),
			gomail.WithOpportunisticSMTPAuth(mechanisms...))
	}
	return gomail.NewClient(t.settings.Host, options...)
}

// dial connects, and hangs up when life ends.
func (t *mailTalk) dial(life context.Context) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (line net.Conn, err error) {
		if t.settings.Security == MailTLS {
			line, err = (&tls.Dialer{Config: t.trust}).DialContext(ctx, network, address)
		} else {
			line, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		if err != nil {
			return nil, err
		}
		t.line = line
		context.AfterFunc(life, func() { line.Close() })
		return line, nil
	}
}

// server names the server for people.
func (s MailSettings) server() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

func (s MailSettings) silent(cause error) error {
	return fault.New(fault.Unreachable, "The mail server %s does not answer.", s.server()).
		WithHint("Look whether this machine is online, and whether port and security in the settings belong together.").Because(cause)
}

// translate turns what the server or the library said into a fault. What the server said stays in the cause.
func (s MailSettings) translate(err error, recipient string) error {
	var refused *gomail.SendError
	if errors.As(err, &refused) {
		return s.translateLetter(refused, recipient)
	}
	var said *textproto.Error
	var untrusted *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	var network net.Error
	switch {
	case errors.As(err, &said) && said.Code < 500:
		return s.later(said.Code, err)
	case errors.As(err, &said) && s.User != "" && said.Code != 554:
		return fault.New(fault.SignedOut, "The mail server %s does not let %s sign in (%d).", s.server(), s.User, said.Code).
			WithHint("Enter user and password again in the settings of reminders.").Because(err)
	case errors.As(err, &said):
		return fault.New(fault.SignedOut, "The mail server %s does not take e-mail from this machine (%d).", s.server(), said.Code).
			WithHint("Ask whoever runs the mail server, or enter another one.").Because(err)
	case errors.As(err, &untrusted):
		return fault.New(fault.SignedOut, "The certificate of the mail server %s is not trusted.", s.server()).
			WithHint("Look at the server's name in the settings. A certificate of your own has to be trusted by this system.").Because(err)
	case errors.As(err, &noTLS):
		return fault.New(fault.SignedOut, "The mail server %s does not speak TLS from the start.", s.server()).
			WithHint("Choose STARTTLS, or the port for TLS; that is mostly 465.").Because(err)
	case errors.As(err, &network), errors.Is(err, net.ErrClosed), isCut(err):
		return s.silent(err)
	}
	// The library's own words: no STARTTLS, or no way to sign in that both sides know.
	return fault.New(fault.SignedOut, "The mail server %s does not offer what the settings ask for.", s.server()).
		WithHint("Look at security, user and port in the settings of reminders.").Because(err)
}

// translateLetter is translate for what was said about the letter itself.
func (s MailSettings) translateLetter(refused *gomail.SendError, recipient string) error {
	const authenticationRequired, badSyntax, badName = 530, 501, 553
	code := refused.ErrorCode()
	switch {
	case code == 0:
		return s.silent(refused)
	case code < 500:
		return s.later(code, refused)
	case code == authenticationRequired:
		return fault.New(fault.SignedOut, "The mail server %s wants a user to sign in.", s.server()).
			WithHint("Enter user and password in the settings of reminders.").Because(refused)
	case refused.Reason == gomail.ErrSMTPMailFrom:
		return fault.New(fault.SignedOut, "The mail server %s does not take e-mail from %s (%d).", s.server(), s.From, code).
			WithHint("Enter a sender that the user of the mail server may use.").Because(refused)
	case refused.Reason == gomail.ErrSMTPRcptTo && (code == badSyntax || code == badName):
		return fault.New(fault.Invalid, "The mail server %s does not know what to make of the address %s (%d).", s.server(), recipient, code).
			WithHint("Correct the address.").Because(refused)
	case refused.Reason == gomail.ErrSMTPRcptTo:
		return fault.New(fault.Denied, "The mail server %s does not deliver to %s (%d).", s.server(), recipient, code).
			WithHint("Look whether the address is right.").Because(refused)
	}
	return fault.New(fault.Denied, "The mail server %s does not take the message to %s (%d).", s.server(), recipient, code).
		WithHint("Ask whoever runs the mail server.").Because(refused)
}

// later is the answer of a server that wants to be asked again.
func (s MailSettings) later(code int, cause error) error {
	return fault.New(fault.Unreachable, "The mail server %s takes no message at the moment (%d).", s.server(), code).
		WithHint("It is tried again by itself.").Because(cause)
}

// isCut reports whether the server hung up.
func isCut(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
