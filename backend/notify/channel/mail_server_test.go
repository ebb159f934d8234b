package channel_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gatehouse/backend/notify/channel"
	"gatehouse/backend/notify/notifytest"
)

const (
	mailUser     = "gatehouse@contoso.example"
	mailPassword = "correct horse battery staple"
)

// letter is an e-mail as the server got it.
type letter struct {
	from string
	to   []string
	raw  []byte
}

// mailServer is a real SMTP server on loopback, with a certificate of an authority that only the test knows.
type mailServer struct {
	t        *testing.T
	security channel.MailSecurity
	address  string
	trust    *x509.CertPool
	config   *tls.Config

	// What it answers; nil for yes.
	sender, recipient, data *smtp.SMTPError
	signIn                  *smtp.SMTPError
	noUsers                 bool // it knows nobody and does not offer to sign in

	mu      sync.Mutex
	server  *smtp.Server
	open    net.Listener
	letters []letter
}

func startMailServer(t *testing.T, security channel.MailSecurity) *mailServer {
	t.Helper()
	s := &mailServer{t: t, security: security, address: "127.0.0.1:0", noUsers: security == channel.MailPlain}
	s.config, s.trust = throwAwayCertificate(t)
	s.start()
	t.Cleanup(s.stop)
	return s
}

func (s *mailServer) start() {
	s.t.Helper()
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.address = listener.Addr().String()
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		session := &mailSession{server: s, signedIn: s.noUsers}
		if s.noUsers {
			return session, nil
		}
		return mailSignIn{session}, nil
	}))
	server.Domain, server.ErrorLog = "mail.contoso.example", log.New(io.Discard, "", 0)
	switch s.security {
	case channel.MailStartTLS:
		server.TLSConfig = s.config
	case channel.MailTLS:
		listener = tls.NewListener(listener, s.config)
	}
	s.mu.Lock()
	s.server, s.open = server, listener
	s.mu.Unlock()
	go server.Serve(listener)
}

func (s *mailServer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open.Close() // the server knows of it only once it serves
	s.server.Close()
}

// settings are the right ones for the server.
func (s *mailServer) settings() channel.MailSettings {
	host, port := split(s.t, s.address)
	settings := channel.MailSettings{Host: host, Port: port, Security: s.security, From: "Gatehouse <gatehouse@contoso.example>"}
	if !s.noUsers {
		settings.User = mailUser
	}
	return settings
}

// channel sends over the server.
func (s *mailServer) channel() *channel.Mail {
	return &channel.Mail{
		Settings: func(context.Context) (channel.MailSettings, error) { return s.settings(), nil },
		Password: func(context.Context) (string, error) { return mailPassword, nil },
		Trust:    func(c *tls.Config) { c.RootCAs = s.trust },
		Now:      func() time.Time { return time.Date(2027, 3, 5, 13, 0, 0, 0, time.UTC) },
	}
}

func (s *mailServer) got() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// arrived are the letters as a mail program shows them.
func (s *mailServer) arrived() []notifytest.Arrival {
	var all []notifytest.Arrival
	for _, l := range s.got() {
		m := l.read(s.t)
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			s.t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil {
			s.t.Fatal(err)
		}
		text := strings.TrimSuffix(strings.ReplaceAll(string(body), "\r\n", "\n"), "\n")
		all = append(all, notifytest.Arrival{Title: subject, Body: text})
	}
	return all
}

func (l letter) read(t *testing.T) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(l.raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

type mailSession struct {
	server   *mailServer
	signedIn bool
	letter   letter
}

// mailSignIn is a session with somebody to sign in.
type mailSignIn struct{ *mailSession }

func (s mailSignIn) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s mailSignIn) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if refused := s.server.signIn; refused != nil {
			return refused
		}
		if user != mailUser || password != mailPassword {
			return smtp.ErrAuthFailed
		}
		s.signedIn = true
		return nil
	}), nil
}

func (s *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	if !s.signedIn {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	s.letter = letter{from: from}
	return answer(s.server.sender)
}

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.letter.to = append(s.letter.to, to)
	return answer(s.server.recipient)
}

func (s *mailSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.server.data != nil {
		return s.server.data
	}
	s.letter.raw = raw
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.letters = append(s.server.letters, s.letter)
	return nil
}

func (s *mailSession) Reset() { s.letter = letter{} }

func (s *mailSession) Logout() error { return nil }

func answer(refused *smtp.SMTPError) error {
	if refused == nil {
		return nil
	}
	return refused
}

// throwAwayCertificate makes an authority and a certificate for loopback.
func throwAwayCertificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	authorityKey, keyErr := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	serverKey, serverKeyErr := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Throw-away authority"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	authorityDER, authorityErr := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	server := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "mail"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	serverDER, serverErr := x509.CreateCertificate(rand.Reader, server, authority, &serverKey.PublicKey, authorityKey)
	parsed, parseErr := x509.ParseCertificate(authorityDER)
	if err := errors.Join(keyErr, serverKeyErr, authorityErr, serverErr, parseErr); err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{serverDER}, PrivateKey: serverKey}}}, pool
}
