package main

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"gatehouse/backend/site"
)

//go:embed opa.rego
var opaPolicy string

// opaPeer has one prepared query for pages and one for tables over the same data.
type opaPeer struct{ read, reach rego.PreparedEvalQuery }

func newOPA(f *facts) (*opaPeer, error) {
	store := inmem.NewFromObjectWithOpts(opaData(f), inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	prepare := func(query string) (rego.PreparedEvalQuery, error) {
		return rego.New(rego.Query(query), rego.Module("opa.rego", opaPolicy), rego.Store(store)).PrepareForEval(context.Background())
	}
	read, err := prepare("data.portal.read")
	if err != nil {
		return nil, err
	}
	reach, err := prepare("data.portal.reach")
	return &opaPeer{read, reach}, err
}

func opaData(f *facts) map[string]any {
	contacts, pages, tables := map[string]any{}, map[string]any{}, map[string]any{}
	for _, c := range f.contacts {
		contacts[string(c.id)] = opaList(c.roles)
	}
	for _, p := range f.pages {
		restrictions, editors := []any{}, map[string]any{}
		for _, id := range p.restricted {
			restrictions = append(restrictions, opaSet(map[string]any{}, f.readers[id]))
		}
		for _, id := range p.granted {
			opaSet(editors, f.editors[id])
		}
		pages[string(p.id)] = map[string]any{"published": p.published, "restrictions": restrictions, "editors": editors}
	}
	for _, h := range f.holders {
		for _, privilege := range h.privileges {
			opaSet(opaBranch(tables, h.table, string(privilege), h.reach()), h.roles)
		}
	}
	return map[string]any{"contacts": contacts, "pages": pages, "tables": tables}
}

func opaList(ids []site.ID) []any {
	list := []any{}
	for _, id := range ids {
		list = append(list, string(id))
	}
	return list
}

// opaSet adds ids to an object: data has no sets.
func opaSet(object map[string]any, ids []site.ID) map[string]any {
	for _, id := range ids {
		object[string(id)] = true
	}
	return object
}

func opaBranch(tree map[string]any, path ...string) map[string]any {
	for _, name := range path {
		if tree[name] == nil {
			tree[name] = map[string]any{}
		}
		tree = tree[name].(map[string]any)
	}
	return tree
}

func (p *opaPeer) page(q pageQuestion) func() (bool, error) {
	input := opaInput("contact", string(q.contact), "page", string(q.page))
	return func() (bool, error) { return opaEval[bool](p.read, input) }
}

func (p *opaPeer) table(q tableQuestion) func() (string, error) {
	input := opaInput("contact", string(q.contact), "table", q.table, "privilege", string(q.privilege))
	return func() (string, error) { return opaEval[string](p.reach, input) }
}

// opaInput is an object of names and values by turns.
func opaInput(text ...string) rego.EvalOption {
	object := ast.NewObject()
	for i := 0; i < len(text); i += 2 {
		object.Insert(ast.StringTerm(text[i]), ast.StringTerm(text[i+1]))
	}
	return rego.EvalParsedInput(object)
}

func opaEval[T any](query rego.PreparedEvalQuery, input rego.EvalOption) (answer T, err error) {
	results, err := query.Eval(context.Background(), input)
	if err != nil {
		return answer, err
	}
	if len(results) == 1 {
		if answer, ok := results[0].Expressions[0].Value.(T); ok {
			return answer, nil
		}
	}
	return answer, fmt.Errorf("no answer of the expected kind in %v", results)
}
