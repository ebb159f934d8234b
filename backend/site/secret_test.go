package site_test

import (
	"testing"

	"gatehouse/backend/site"
)

func TestSecretSetting(t *testing.T) {
	const made = "c29tZSBtYWRlLXVwIHZhbHVl" // invented, opens nothing
	cases := []struct {
		outcome     string
		name, value string
		want        bool
	}{
		{"ClientSecret", "Authentication/OpenIdConnect/Contoso/ClientSecret", made, true},
		{"AnyLetterCase", "authentication/openauth/facebook/APPSECRET", made, true},
		{"ConsumerSecret", "Authentication/OpenAuth/Twitter/ConsumerSecret", made, true},
		{"BareSecret", "Authentication/OpenAuth/Facebook/Secret", made, true},
		{"Password", "Smtp/Password", "12345", true},
		{"ConnectionString", "Storage.ConnectionString", made, true},
		{"ConnectionStringApart", "Storage/Connection String", made, true},
		{"SubscriptionKey", "Contoso/Maps/Ocp-Apim-Subscription-Key", made, true},
		{"ApiKey", "Contoso/api_key", made, true},
		{"Numbered", "Contoso/Password2", made, true},
		{"SaidOnePartEarlier", "Contoso/ApiKey/Value", made, true},
		{"SaidWithAQualifier", "Contoso/ClientSecretOld", made, true},

		{"Blank", "Authentication/OpenIdConnect/Contoso/ClientSecret", "  ", false},
		{"Switch", "Contoso/Password", "True", false},
		{"RuleAboutPasswords", "Authentication/UserManager/PasswordValidator/RequiredLength", "8", false},
		{"PolicyForPasswords", "Authentication/OpenIdConnect/B2C/PasswordResetPolicyId", "B2C_1_reset", false},
		{"ClientId", "Authentication/OpenIdConnect/Contoso/ClientId", "5f0c6d3e-1a2b-4c3d-8e9f-000000000001", false},
		{"Fields", "Webapi/contoso_key/fields", "*", false},
		{"OnlyTrailingWords", "Value/Test/2", "x", false},
		{"NoName", "", "plain text", false},

		{"SharedAccessSignature", "Docs/Address", "https://contoso.example/c?sv=1&sig=abcdefgh12345678", true},
		{"FlowAddress", "", "https://flow.example/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=abcdefgh12345678", true},
		{"SignatureAlone", "Token", "sig=abcdefgh12345678", true},
		{"FunctionKey", "Contoso/Function", "https://contoso.example/api/run?code=abcdefgh12345678abcdefgh", true},
		{"StorageAccount", "Contoso/Files", "AccountName=contoso;AccountKey=" + made, true},
		{"DatabaseText", "Contoso/Database", "Server=db.example;User Id=web;Password=pass", true},
		{"UserInAddress", "Contoso/Feed", "https://web:pass@contoso.example/feed", true},
		{"PrivateKey", "Contoso/Certificate", "-----BEGIN RSA PRIVATE KEY-----", true},
		{"SignedToken", "Contoso/Something", "eyJhbGciOiJub25l.eyJzdWIiOiJtYWRlIHVw.", true},
		{"EntraSecret", "Contoso/Something", "abc8Q~" + "0123456789abcdefghijABCDEFGHIJ0123", true},

		{"Address", "Contoso/Link", "https://contoso.example/page?design=1&lang=en", false},
		{"AddressWithCode", "Contoso/Link", "https://contoso.example/page?code=short", false},
		{"Style", "Contoso/Style", "color:red;background:none", false},
		{"TimeSpan", "Contoso/Timeout", "00:03:00", false},
	}
	for _, c := range cases {
		t.Run(c.outcome, func(t *testing.T) {
			if got := site.SecretSetting(c.name, c.value); got != c.want {
				t.Errorf("SecretSetting(%q, %q) = %v, want %v", c.name, c.value, got, c.want)
			}
		})
	}
}
