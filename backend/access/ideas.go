package access

// IdeaForumRead answers whether the visitor may read the idea forum at a place of Site.IdeaForums with its approved
// ideas: everybody may when it lists no reader role, otherwise readers and writers.
func (v *Visitor) IdeaForumRead(forum int) Verdict {
	return between(v.ideaForumReads(forum, least), v.ideaForumReads(forum, most))
}

// IdeaForumChange answers whether the visitor may change the idea forum, add ideas and read those that were not
// approved, which takes a writer role.
func (v *Visitor) IdeaForumChange(forum int) Verdict {
	return between(v.ideaForumChanges(forum, least), v.ideaForumChanges(forum, most))
}

func (v *Visitor) ideaForumReads(forum, bound int) bool {
	e, d := v.engine, &v.standing
	if e.site.IdeaForums[forum].Inactive {
		return false
	}
	readers := &e.lists.readers[forum]
	// At the least a damaged list has a role that the visitor lacks, at the most it has none.
	restricted := readers.any[least]
	if bound == least {
		restricted = readers.any[most]
	}
	return !restricted || readers.held(d, bound) || e.lists.writers[forum].held(d, bound)
}

func (v *Visitor) ideaForumChanges(forum, bound int) bool {
	e := v.engine
	return !e.site.IdeaForums[forum].Inactive && e.lists.writers[forum].held(&v.standing, bound)
}
