package report

import (
	"bytes"
	"encoding/json"
	"io"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// JSON for programs. Each shape has a version; a change that could break a reader gets a new one. Answers about access
// bring their shapes along.
var _ = register(format{
	name: "json", inspect: inspectJSON,
	access:  encode[*access.Sheet],
	without: encode[*access.WithoutSheet],
	who:     encode[*access.WhoSheet],
	explain: encode[*access.Explanation],
})

const inspectSchema = "gatehouse.inspect/1"

type inspection struct {
	Schema string          `json:"schema"`
	Sites  []inspectedSite `json:"sites"`
}

type inspectedSite struct {
	Name      string             `json:"name"`
	ID        site.ID            `json:"id"`
	Root      string             `json:"root"`
	Format    site.Format        `json:"format"`
	DataModel site.DataModel     `json:"dataModel"`
	Counts    site.Counts        `json:"counts"`
	Files     fileCounts         `json:"files"`
	Problems  []inspectedProblem `json:"problems"`
}

// inspectedProblem is a site.Problem with all its keys always there.
type inspectedProblem struct {
	Severity site.Severity `json:"severity"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Record   site.ID       `json:"record"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint"`
	Lost     string        `json:"lost"` // the kind of records that it cost, see site.Problem
}

func inspectJSON(w io.Writer, readings []site.Reading) error {
	out := inspection{Schema: inspectSchema, Sites: make([]inspectedSite, 0, len(readings))}
	for i := range readings {
		r := &readings[i]
		s := inspectedSite{
			Name: r.Site.Website.Name, ID: r.Site.Website.ID, Root: r.Site.Root,
			Format: r.Site.Format, DataModel: r.Site.DataModel,
			Counts: r.Site.Counts(), Files: countFiles(r.Files),
			Problems: make([]inspectedProblem, 0, len(r.Problems)),
		}
		for _, p := range r.Problems {
			s.Problems = append(s.Problems, inspectedProblem(p))
		}
		out.Sites = append(out.Sites, s)
	}
	return encode(w, out)
}

// encode writes a value in one go, so that nothing half written is left where it cannot be encoded.
func encode[T any](w io.Writer, value T) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
