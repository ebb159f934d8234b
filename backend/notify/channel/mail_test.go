package channel_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/channel"
	"gatehouse/backend/notify/notifytest"
	"gatehouse/backend/renewal"
)

var (
	ada     = notify.Recipient{Address: "ada@contoso.example", Name: "Ada"}
	message = notify.Message{ID: "schedule/b5d", Severity: renewal.SeverityHigh, Title: "Care", Body: "It ends."}
)

func TestMailSuite(t *testing.T) {
	for _, security := range []channel.MailSecurity{channel.MailPlain, channel.MailStartTLS, channel.MailTLS} {
		t.Run(string(security), func(t *testing.T) {
			notifytest.Run(t, func(t *testing.T) notifytest.Fixture {
				server := startMailServer(t, security)
				return notifytest.Fixture{
					Channel: server.channel(), Good: ada, Arrived: server.arrived, Break: server.stop, Repair: server.start,
					Bad: []notify.Recipient{
						{}, {Address: "ada"}, {Address: "Ada <ada@contoso.example>"}, {Address: "ada@contoso.example, eve@evil.example"},
						{Address: "ada@contoso.example\r\nRCPT TO:<eve@evil.example>"},
					},
				}
			})
		})
	}
}

func TestMailLetter(t *testing.T) {
	server := startMailServer(t, channel.MailStartTLS)
	mailer := server.channel()
	send := func(m notify.Message, to notify.Recipient) letter {
		t.Helper()
		if err := mailer.Send(t.Context(), m, to); err != nil {
			t.Fatal(err)
		}
		all := server.got()
		return all[len(all)-1]
	}
	first := send(message, ada)
	header := first.read(t).Header
	for name, want := range map[string]string{
		"From": `"Gatehouse" <gatehouse@contoso.example>`, "To": `"Ada" <ada@contoso.example>`, "Subject": "Care",
		"Date": "Fri, 05 Mar 2027 13:00:00 +0000", "Content-Type": "text/plain; charset=UTF-8", "Auto-Submitted": "auto-generated",
		"Importance": "high", "List-Unsubscribe": "", "User-Agent": "", "X-Mailer": "",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	t.Run("the same message to the same person has the same id", func(t *testing.T) {
		id := header.Get("Message-ID")
		if !strings.HasSuffix(id, "@contoso.example>") {
			t.Errorf("the id is %q", id)
		}
		if again := send(message, ada).read(t).Header.Get("Message-ID"); again != id {
			t.Errorf("the second time the id is %q, was %q", again, id)
		}
		other := message
		other.ID = "schedule/b4d"
		for _, different := range []letter{send(other, ada), send(message, notify.Recipient{Address: "grace@contoso.example"})} {
			if got := different.read(t).Header.Get("Message-ID"); got == id {
				t.Errorf("another message has the id %q too", got)
			}
		}
	})
	t.Run("nothing ends a header before its time", func(t *testing.T) {
		evil := message
		evil.Title, evil.ID = "Care\r\nBcc: eve@evil.example\r\n\r\nBody", "a\r\nBcc: eve@evil.example"
		got := send(evil, notify.Recipient{Address: ada.Address, Name: "Ada\r\nBcc: eve@evil.example"})
		if !slices.Equal(got.to, []string{ada.Address}) || got.from != "gatehouse@contoso.example" {
			t.Errorf("it went from %q to %q", got.from, got.to)
		}
		header := got.read(t).Header
		if len(header["Bcc"]) > 0 || header.Get("Subject") != "Care Bcc: eve@evil.example Body" {
			t.Errorf("the headers are %v", header)
		}
	})
	t.Run("a sender with two lines is refused", func(t *testing.T) {
		settings := server.settings()
		settings.From = "gatehouse@contoso.example\r\nBcc: eve@evil.example"
		if err := mailer.SendTest(t.Context(), settings, mailPassword, ada); !fault.Is(err, fault.Invalid) {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("a test says that it is one", func(t *testing.T) {
		if err := mailer.SendTest(t.Context(), server.settings(), mailPassword, ada); err != nil {
			t.Fatal(err)
		}
		all := server.arrived()
		if last := all[len(all)-1]; !strings.Contains(last.Body, "This is a test") || !strings.Contains(last.Title, "Gatehouse") {
			t.Errorf("arrived: %+v", last)
		}
	})
}

func TestMailErrors(t *testing.T) {
	refuse := func(code int) *smtp.SMTPError {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "for a reason"}
	}
	for name, test := range map[string]struct {
		security channel.MailSecurity
		prepare  func(*mailServer, *channel.MailSettings)
		password string // "" for the right one
		code     fault.Code
		says     string
	}{
		"WrongPassword":      {channel.MailStartTLS, nil, "wrong", fault.SignedOut, "does not let gatehouse@contoso.example sign in (535)"},
		"WrongPasswordTLS":   {channel.MailTLS, nil, "wrong", fault.SignedOut, "sign in (535)"},
		"SignInLater":        {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.signIn = refuse(454) }, "", fault.Unreachable, "at the moment (454)"},
		"NoUserGiven":        {channel.MailTLS, func(_ *mailServer, m *channel.MailSettings) { m.User = "" }, "", fault.SignedOut, "wants a user"},
		"NoUserWanted":       {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.noUsers = true }, "", fault.SignedOut, "does not offer"},
		"SenderRefused":      {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.sender = refuse(550) }, "", fault.SignedOut, "does not take e-mail from"},
		"UnknownRecipient":   {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.recipient = refuse(550) }, "", fault.Denied, "does not deliver to ada@contoso.example (550)"},
		"OddRecipient":       {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.recipient = refuse(553) }, "", fault.Invalid, "address ada@contoso.example"},
		"Greylisted":         {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.recipient = refuse(451) }, "", fault.Unreachable, "at the moment (451)"},
		"ContentRefused":     {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.data = refuse(554) }, "", fault.Denied, "does not take the message"},
		"ContentLater":       {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { s.data = refuse(452) }, "", fault.Unreachable, "at the moment (452)"},
		"UntrustedTLS":       {channel.MailTLS, func(s *mailServer, _ *channel.MailSettings) { _, s.trust = throwAwayCertificate(s.t) }, "", fault.SignedOut, "is not trusted"},
		"UntrustedStartTLS":  {channel.MailStartTLS, func(s *mailServer, _ *channel.MailSettings) { _, s.trust = throwAwayCertificate(s.t) }, "", fault.SignedOut, "is not trusted"},
		"OtherName":          {channel.MailTLS, func(_ *mailServer, m *channel.MailSettings) { m.Host = "localhost" }, "", fault.SignedOut, "is not trusted"},
		"NoStartTLS":         {channel.MailPlain, func(_ *mailServer, m *channel.MailSettings) { m.Security = channel.MailStartTLS }, "", fault.SignedOut, "does not offer"},
		"TLSWhereNoneIs":     {channel.MailStartTLS, func(_ *mailServer, m *channel.MailSettings) { m.Security = channel.MailTLS }, "", fault.SignedOut, "does not speak TLS"},
		"Gone":               {channel.MailStartTLS, func(s *mailServer, _ *channel.MailSettings) { s.stop() }, "", fault.Unreachable, "does not answer"},
		"NoServer":           {channel.MailTLS, func(_ *mailServer, m *channel.MailSettings) { m.Host = "" }, "", fault.SignedOut, "No mail server"},
		"NoPort":             {channel.MailTLS, func(_ *mailServer, m *channel.MailSettings) { m.Port = 0 }, "", fault.Invalid, "no port"},
		"OddSecurity":        {channel.MailTLS, func(_ *mailServer, m *channel.MailSettings) { m.Security = "some" }, "", fault.Invalid, `"some" is not known`},
		"NoSender":           {channel.MailTLS, func(_ *mailServer, m *channel.MailSettings) { m.From = "Gatehouse" }, "", fault.Invalid, "no sender"},
		"PasswordInTheClear": {channel.MailPlain, func(_ *mailServer, m *channel.MailSettings) { m.User = mailUser }, "", fault.Invalid, "without encryption"},
	} {
		t.Run(name, func(t *testing.T) {
			server := startMailServer(t, test.security)
			settings := server.settings()
			if test.prepare != nil {
				test.prepare(server, &settings)
			}
			password := mailPassword
			if test.password != "" {
				password = test.password
			}
			err := server.channel().SendTest(t.Context(), settings, password, ada)
			if f := fault.Of(err); err == nil || f.Code != test.code || !strings.Contains(f.Message, test.says) || f.Hint == "" {
				t.Errorf("the error is %v, want %s: %s", err, test.code, test.says)
			}
			for _, secret := range []string{mailPassword, "wrong"} {
				if strings.Contains(fmt.Sprintf("%+v %#v", err, fault.Of(err)), secret) {
					t.Errorf("the error tells the password: %v", err)
				}
			}
			if len(server.got()) > 0 {
				t.Error("it arrived")
			}
		})
	}
}

// The settings and the password come from outside, and so do their errors.
func TestMailSources(t *testing.T) {
	server := startMailServer(t, channel.MailTLS)
	locked := fault.New(fault.Unreachable, "The key store is locked.")
	mailer := server.channel()
	mailer.Password = func(context.Context) (string, error) { return "", locked }
	if err := mailer.Send(t.Context(), message, ada); !fault.Is(err, fault.Unreachable) || fault.Of(err) != locked {
		t.Errorf("the error is %v", err)
	}
	if err := (&channel.Mail{}).Send(t.Context(), message, ada); !fault.Is(err, fault.SignedOut) {
		t.Errorf("without settings the error is %v", err)
	}
}

// A server that takes the call and then says nothing holds nobody up for longer than the patience, and an end of the
// context at once.
func TestMailSilence(t *testing.T) {
	for _, security := range []channel.MailSecurity{channel.MailPlain, channel.MailStartTLS, channel.MailTLS} {
		t.Run(string(security), func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			hung := make(chan struct{}, 8) // closed connections
			go func() {
				for {
					line, err := listener.Accept()
					if err != nil {
						return
					}
					go func() {
						var b [512]byte
						for err == nil {
							_, err = line.Read(b[:])
						}
						hung <- struct{}{}
					}()
				}
			}()
			host, port := split(t, listener.Addr().String())
			settings := channel.MailSettings{Host: host, Port: port, Security: security, From: "gatehouse@contoso.example"}
			mailer := &channel.Mail{Patience: 100 * time.Millisecond}
			if err := mailer.SendTest(t.Context(), settings, "", ada); !fault.Is(err, fault.Unreachable) {
				t.Errorf("the error is %v", err)
			}
			<-hung
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(50*time.Millisecond, cancel)
			if err := (&channel.Mail{}).SendTest(ctx, settings, "", ada); !fault.Is(err, fault.Canceled) {
				t.Errorf("when the context ends the error is %v", err)
			}
			<-hung
		})
	}
}

func split(t *testing.T, address string) (string, int) {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return host, number
}
