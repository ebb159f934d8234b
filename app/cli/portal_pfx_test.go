package cli_test

import (
	"bytes"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"software.sslmate.com/src/go-pkcs12"

	"gatehouse/app/cli"
	"gatehouse/backend/certificate"
	"gatehouse/backend/vault"
)

// A PFX asks for its password by the flag that takes it.
func TestPortalWatchPFX(t *testing.T) {
	folder := t.TempDir()
	pair, err := certificate.New(time.Now(), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(pair.Certificate.DER)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.ParsePKCS8PrivateKey(pair.Private)
	if err != nil {
		t.Fatal(err)
	}
	pfx, err := pkcs12.LegacyDES.WithIterations(10).Encode(private, parsed, nil, "secret")
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := file("key.pfx", pfx)
	watch := func(args ...string) (code int, errs string) {
		var stdout, stderr bytes.Buffer
		p := cli.Program{Stdout: &stdout, Stderr: &stderr, KeyStore: vault.PreferSealed}
		args = append([]string{"portal", "watch", "--data", filepath.Join(folder, "data"), "--name", "Intranet", "--certificate", path}, args...)
		return p.Run(t.Context(), args), stderr.String()
	}
	for name, more := range map[string][]string{
		"without":    nil,
		"with wrong": {"--password-file", file("wrong", []byte("guess\n"))},
	} {
		if code, errs := watch(more...); code != 3 || !strings.Contains(errs, "name that with --password-file.") {
			t.Errorf("%s password: code %d, stderr %q", name, code, errs)
		}
	}
	if code, errs := watch("--password-file", file("right", []byte("secret\n"))); code != 0 {
		t.Errorf("with the password: code %d, stderr %q", code, errs)
	}
}
