package site

import (
	"regexp"
	"strings"
)

// SecretSetting reports whether the value of a site setting has to be withheld: whoever holds it could act as the
// site, as a user or as a service. It decides by the name and by the shape of the value, and it errs on the side of
// withholding. A blank value is no secret, and neither is a switch, whatever the name.
//
// The shape alone can be asked for by leaving the name empty, as one does for addresses and descriptions.
func SecretSetting(name, value string) bool {
	value = strings.TrimSpace(value)
	if value == "" || isSwitch(value) {
		return false
	}
	return secretName(name) || secretShape.MatchString(value)
}

// secretEndings are the last words of names whose values are secrets, without blanks, dashes and underscores.
var secretEndings = []string{
	"secret", "secretkey", "password", "passwd", "pwd", "passphrase", "connectionstring",
	"apikey", "subscriptionkey", "accesskey", "accountkey", "sharedkey", "functionkey", "functionskey", "hostkey",
	"masterkey", "privatekey", "encryptionkey", "signingkey", "storagekey", "authkey", "hmackey",
	"accesstoken", "refreshtoken", "bearertoken", "authtoken", "sastoken", "apitoken", "sasurl", "sasuri",
	"credential", "credentials",
}

// trailing says nothing about what a value is: ClientSecretValue, Password2, ApiKeyPrimary, SecretOld.
var trailing = regexp.MustCompile(`(?:value|primary|secondary|current|old|new|test|prod|dev|[0-9])+$`)

// separators within the last part of a name.
var separators = strings.NewReplacer("-", "", "_", "", " ", "")

// secretName looks at the last part of a name such as Authentication/OpenIdConnect/AAD/ClientSecret. Names of rules
// about secrets (PasswordValidator/RequiredLength, PasswordResetPolicyId) have another last word and pass.
func secretName(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	last := name[strings.LastIndexAny(name, `/\:.`)+1:]
	last = separators.Replace(last)
	for {
		for _, ending := range secretEndings {
			if strings.HasSuffix(last, ending) {
				return true
			}
		}
		// "Secret/Value" and "Password.2" say it one part earlier.
		shorter := trailing.ReplaceAllString(last, "")
		if shorter == last {
			return false
		}
		if last = shorter; last == "" {
			name = name[:max(0, strings.LastIndexAny(name, `/\:.`))]
			last = separators.Replace(name[strings.LastIndexAny(name, `/\:.`)+1:])
		}
	}
}

// secretShape matches texts that carry a secret wherever they stand:
var secretShape = regexp.MustCompile(strings.Join([]string{
	`(?i:[?&;]|^)(?i:sig|signature)=[^&\s]{8,}`,                                                                // shared access signatures, addresses of flows
	`(?i:[?&](?:code|key|api[-_]?key|subscription-key|access_token|client_secret|token|password)=[^&\s]{16,})`, // keys in addresses
	`(?i:(?:^|;)\s*(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|AccessKey|ClientSecret|SharedSecret)\s*=\s*[^;\s])`,
	`://[^/\s:@]+:[^/\s@]+@`, // user:password@host
	`-----BEGIN [A-Z ]*PRIVATE KEY`,
	`\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`,           // a signed token
	`(?:^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{30,}`, // a client secret of Entra
	`(?i:\bBearer\s+[A-Za-z0-9._~+/-]{16,})`,
	`\b(?:ghp|gho|ghs|github_pat|sk_live|sk_test|xox[abp])[_-][A-Za-z0-9_-]{16,}`, // tokens that announce themselves
	`\bAIza[A-Za-z0-9_-]{30,}`,
}, "|"))

// isSwitch tells the values of settings that only turn something on or off.
func isSwitch(value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "yes", "no", "on", "off":
		return true
	}
	return false
}
