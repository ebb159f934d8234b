package renewal_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

func TestSuccessor(t *testing.T) {
	with := func(change func(*portal.KeyCredential)) portal.KeyCredential {
		key := newKey
		change(&key)
		return key
	}
	expired := renewal.BaselineOf([]portal.KeyCredential{{KeyID: uuid.UUID{1}, Thumbprint: "OLD", End: start}}, start)
	valid, none := renewal.BaselineOf(onlyOld, start), renewal.BaselineOf(nil, start)
	for name, test := range map[string]struct {
		base renewal.Baseline
		keys []portal.KeyCredential
		want string
	}{
		"New":            {valid, bothKeys, "NEW"},
		"Nothing":        {valid, nil, ""},
		"OnlyOld":        {valid, onlyOld, ""},
		"SameID":         {valid, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.KeyID = oldKey.KeyID })}, ""},
		"SameThumbprint": {valid, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.Thumbprint = "OLD" })}, ""},
		"SameEnd":        {valid, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.End = oldKey.End })}, ""},
		"LaterEnd":       {valid, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.End = oldKey.End.Add(1) })}, "NEW"},
		"NotInForce":     {valid, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.Start = start.Add(5*time.Minute + 1) })}, ""},
		"JustInForce":    {valid, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.Start = start.Add(5 * time.Minute) })}, "NEW"},
		"NoneShort":      {none, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.End = start.Add(day) })}, ""},
		"NoneLong":       {none, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.End = start.Add(day + 1) })}, "NEW"},
		"ExpiredShort":   {expired, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.End = start.Add(day) })}, ""},
		"ExpiredLong":    {expired, []portal.KeyCredential{with(func(k *portal.KeyCredential) { k.End = start.Add(day + 1) })}, "NEW"},
		"LatestOfTwo": {valid, []portal.KeyCredential{newKey, with(func(k *portal.KeyCredential) {
			k.KeyID, k.Thumbprint, k.Start = uuid.UUID{3}, "NEWER", start.Add(time.Minute)
		})}, "NEWER"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := renewal.Successor(test.base, test.keys, start)
			if got.Thumbprint != test.want || ok != (test.want != "") {
				t.Errorf("successor is %q, want %q", got.Thumbprint, test.want)
			}
		})
	}
}

func TestBaselineOf(t *testing.T) {
	b := renewal.BaselineOf(bothKeys, start)
	if b.Thumbprint != "NEW" || b.KeyID != newKey.KeyID || !b.End.Equal(newKey.End) || len(b.KeyIDs) != 2 || len(b.Thumbprints) != 2 {
		t.Errorf("baseline is %+v", b)
	}
	if b := renewal.BaselineOf(nil, start); b.KeyID != uuid.Nil || !b.End.IsZero() || b.KeyIDs == nil {
		t.Errorf("baseline of nothing is %+v", b)
	}
}

func TestProve(t *testing.T) {
	candidate := func(sightings int, apart time.Duration) *renewal.Candidate {
		return &renewal.Candidate{
			KeyID: newKey.KeyID, Thumbprint: "NEW", Start: newKey.Start, End: newKey.End,
			FirstSeen: start, LastSeen: start.Add(apart), Sightings: sightings,
		}
	}
	base := renewal.BaselineOf(onlyOld, start)
	for name, test := range map[string]struct {
		kind renewal.ProofKind
		of   renewal.Attempt
		want []renewal.Lack
	}{
		"Directory":     {renewal.ProofDirectory, renewal.Attempt{Candidate: candidate(2, 20*time.Second)}, nil},
		"TooClose":      {renewal.ProofDirectory, renewal.Attempt{Candidate: candidate(9, 20*time.Second-1)}, []renewal.Lack{renewal.LackSighting}},
		"Once":          {renewal.ProofDirectory, renewal.Attempt{Candidate: candidate(1, time.Hour)}, []renewal.Lack{renewal.LackSighting}},
		"Never":         {renewal.ProofDirectory, renewal.Attempt{}, []renewal.Lack{renewal.LackNewKey}},
		"Busy":          {renewal.ProofDirectory, renewal.Attempt{Candidate: candidate(2, time.Minute), SiteBusy: true}, []renewal.Lack{renewal.LackCalm}},
		"OnceAndBusy":   {renewal.ProofDirectory, renewal.Attempt{Candidate: candidate(1, 0), SiteBusy: true}, []renewal.Lack{renewal.LackSighting, renewal.LackCalm}},
		"SignInIsNoUse": {renewal.ProofDirectory, renewal.Attempt{Candidate: candidate(1, 0), SignIn: &renewal.SignIn{Thumbprint: "NEW"}}, []renewal.Lack{renewal.LackSighting}},
		"SignIn":        {renewal.ProofSignIn, renewal.Attempt{Candidate: candidate(1, 0), SignIn: &renewal.SignIn{Thumbprint: "NEW"}}, nil},
		"NoSignIn":      {renewal.ProofSignIn, renewal.Attempt{Candidate: candidate(9, time.Hour)}, []renewal.Lack{renewal.LackSignIn}},
		"OtherSignIn":   {renewal.ProofSignIn, renewal.Attempt{Candidate: candidate(1, 0), SignIn: &renewal.SignIn{Thumbprint: "OTHER"}}, []renewal.Lack{renewal.LackSignIn}},
		"SignInAlone":   {renewal.ProofSignIn, renewal.Attempt{SignIn: &renewal.SignIn{Thumbprint: "NEW"}}, []renewal.Lack{renewal.LackNewKey}},
	} {
		t.Run(name, func(t *testing.T) {
			test.of.Baseline = base
			got := renewal.Prove(test.kind, test.of, start)
			if !slices.Equal(got.Lacks, test.want) || got.Complete() != (test.want == nil) {
				t.Errorf("lacks %v, want %v", got.Lacks, test.want)
			}
		})
	}
}

// Two readings count only when none between them missed the key, and when they returned the same one.
func TestSightingsAreUnbroken(t *testing.T) {
	other := newKey
	other.KeyID, other.Thumbprint, other.Start = uuid.UUID{3}, "NEWER", start.Add(time.Second)
	for name, between := range map[string][]portal.KeyCredential{"Missing": onlyOld, "Another": {other, newKey, oldKey}} {
		t.Run(name, func(t *testing.T) {
			s := in(t, renewal.StateVerifying, managed).play(step{10 * time.Second, renewal.KeysRead{Keys: between}},
				step{10 * time.Second, renewal.KeysRead{Keys: bothKeys}})
			if s.op.State != renewal.StateVerifying || s.op.Current().Candidate.Sightings != 1 {
				t.Fatalf("it is %s with %+v", s.op.State, s.op.Current().Candidate)
			}
			if s.play(step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}}); s.op.State != renewal.StateSucceeded {
				t.Errorf("it is %s", s.op.State)
			}
		})
	}
}

// While the hosting service changes the site, the proof waits.
func TestSiteBusy(t *testing.T) {
	s := in(t, renewal.StateVerifying, managed).play(step{time.Minute, renewal.KeysRead{Keys: bothKeys, SiteBusy: true}})
	if s.op.State != renewal.StateVerifying {
		t.Fatalf("it is %s", s.op.State)
	}
	if s.play(step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}}); s.op.State != renewal.StateSucceeded {
		t.Errorf("it is %s", s.op.State)
	}
}
