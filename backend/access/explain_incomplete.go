package access

import (
	"slices"
	"strings"
)

// The kinds of which lost records bear on a question.
var (
	contentKinds = []Kind{
		KindWebsite, KindLanguage, KindWebPage, KindWebRole, KindRoleAssignment, KindPagePermission,
		KindWebsiteAccessPermission, KindSiteMarker,
	}
	forumKinds   = append(slices.Clone(contentKinds), KindForumPermission)
	tableKinds   = []Kind{KindWebsite, KindWebRole, KindRoleAssignment, KindTablePermission}
	websiteKinds = []Kind{KindWebsite, KindWebRole, KindRoleAssignment, KindWebsiteAccessPermission}
	columnKinds  = slices.Concat(tableKinds, []Kind{KindSiteSetting, KindColumnPermissionProfile, KindColumnPermission})
)

// unlost is the engine for the same site if nothing had been lost but what references show. It is compiled when first
// asked for.
func (e *Engine) unlost() *Engine {
	e.wholeOnce.Do(func() {
		options := e.options
		options.Incomplete = nil
		e.whole = compile(e.site, e.index, options)
	})
	return e.whole
}

// blameLoss says so where an answer cannot be told only because records were lost without a trace, and what the answer
// would be without those.
func (v *Visitor) blameLoss(x *Explanation, kinds []Kind, answer func(*Visitor) string) {
	e := v.engine
	if x.Answer != Unknown.String() || !e.rules.unknown || len(e.options.Incomplete) == 0 {
		return
	}
	w, err := e.unlost().Visitor(v.who)
	if err != nil {
		return // cannot be: the same visitor was prepared for this site
	}
	otherwise := answer(w)
	before, _, told := strings.Cut(x.Sentence, cannotBeTold)
	if otherwise == x.Answer || !told {
		return
	}
	x.Sentence = before + cannotBeTold + "the export lost some records, which may decide: " + e.lost(kinds) + "."
	x.say("By the records that were read alone, the answer would be ", otherwise, ".")
}

// lost lists those of the kinds of which records were lost, in running text.
func (e *Engine) lost(kinds []Kind) string {
	var words []string
	for _, k := range kinds {
		if slices.Contains(e.options.Incomplete, k) {
			words = append(words, kindWords[k]+"s")
		}
	}
	return strings.Join(words, ", ")
}

// lossNotes is what everybody must know who asks about an export that lost records.
func (e *Engine) lossNotes() []string {
	if len(e.options.Incomplete) == 0 {
		return nil
	}
	lost := e.lost(slices.Concat(contentKinds, []Kind{KindTablePermission, KindSiteSetting, KindColumnPermissionProfile, KindColumnPermission}))
	switch {
	case lost == "":
		return nil
	case e.rules.unknown:
		return []string{"Some records could not be read (" + lost + "); what they could change is unknown."}
	}
	return []string{"Some records could not be read (" + lost + "); they count as absent."}
}

const cannotBeTold = " cannot be told because "
