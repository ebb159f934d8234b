package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// parseYAML reads all documents of a file into nodes. Scalars keep the text they are written as: nothing here turns
// 00:03:00 into a number or No into a boolean. A file is read whole or not at all.
func parseYAML(data []byte, limits Limits) (docs []*yaml.Node, why *unreadable) {
	defer func() {
		// The library is fed by strangers. A defect in it costs one file, not the program.
		if recover() != nil {
			docs, why = nil, &unreadable{line: 1, column: 1,
				reason: "The reader of YAML gave up on this file.", hint: "Download the site again."}
		}
	}()
	data, why = toUTF8(data)
	if why != nil {
		return nil, why
	}
	// Each value stands next to one of these; counting them is cheap, while a tree of that size is not.
	marks := 0
	for _, mark := range []string{"\n", ",", ": ", "- "} {
		marks += bytes.Count(data, []byte(mark))
	}
	if marks > limits.Values*2 {
		return nil, &unreadable{line: 1, column: 1,
			reason: "The file holds more values than a file of records can; it was not read.",
			hint:   "Check whether it belongs to the site at all."}
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(limits.Depth))))
	if err != nil {
		return nil, yamlTrouble(err)
	}
	for {
		var doc yaml.Node
		if err := loader.Load(&doc); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, yamlTrouble(err)
		}
		docs = append(docs, &doc)
	}
	if bytes.IndexByte(data, '*') >= 0 {
		for _, doc := range docs {
			if why := boundAliases(doc, limits.Values); why != nil {
				return nil, why
			}
		}
	}
	return docs, nil
}

// boundAliases measures how large a document becomes when every alias is replaced by what it stands for.
func boundAliases(doc *yaml.Node, limit int) *unreadable {
	sizes := map[*yaml.Node]int{}
	const open = -1
	refuse := func(n *yaml.Node, reason string) *unreadable {
		return &unreadable{line: max(1, n.Line), column: n.Column, reason: reason,
			hint: "Write the values out, or download the site again."}
	}
	var measure func(n *yaml.Node) (int, *unreadable)
	measure = func(n *yaml.Node) (int, *unreadable) {
		if n.Kind == yaml.AliasNode && n.Alias != nil {
			size, measured := sizes[n.Alias]
			switch {
			case size == open:
				return 0, refuse(n, "An alias stands inside of what it repeats; the file was not read.")
			case measured:
				return size, nil
			}
			return measure(n.Alias)
		}
		sizes[n] = open
		size := 1
		for _, child := range n.Content {
			more, why := measure(child)
			if why != nil {
				return 0, why
			}
			if size += more; size > limit {
				return 0, refuse(n, "Aliases repeat so much that the file would become enormous; it was not read.")
			}
		}
		sizes[n] = size
		return size, nil
	}
	_, why := measure(doc)
	return why
}

// quoted text in the library's messages can be the content of the file, which may be a secret.
var quoted = regexp.MustCompile(`'[^']{2,}'|"[^"]{2,}"|` + "`[^`]{2,}`")

// yamlTrouble says in a sentence what the library found, and where.
func yamlTrouble(err error) *unreadable {
	why := &unreadable{line: 1, column: 1, hint: "Correct the line, or download the site again."}
	message, opened := "it cannot be understood", yaml.Mark{}
	if le, ok := errors.AsType[*yaml.LoadError](err); ok {
		message, opened = le.Message, le.ContextMark
		switch {
		case le.Mark.Line > 0:
			why.line, why.column = le.Mark.Line, max(1, le.Mark.Column)
		case le.ContextMark.Line > 0:
			why.line, why.column = le.ContextMark.Line, max(1, le.ContextMark.Column)
		}
	}
	switch {
	case strings.Contains(message, "unexpected end of stream") && opened.Line > 0:
		why.line, why.column = opened.Line, max(1, opened.Column)
		why.reason = "This is not valid YAML: what begins here is never closed."
		why.hint = "Add the missing quote or bracket, or download the site again."
	case strings.Contains(message, "max depth"):
		why.reason = "Lists and mappings stand too deep inside each other; the file was not read."
		why.hint = "Check whether the file belongs to the site at all."
	case strings.Contains(message, "cannot start any token"):
		why.reason = "This is not valid YAML: a tab or a reserved character begins a value here."
		why.hint = "Use blanks to indent, and quotes around a value that begins with @ or a back quote."
	case strings.Contains(message, "unknown anchor"):
		why.reason = "This is not valid YAML: an alias repeats something that has no name before it."
		why.hint = "Put quotes around a value that begins with an asterisk."
	default:
		why.reason = fmt.Sprintf("This is not valid YAML: %s.", quoted.ReplaceAllString(message, "…"))
	}
	return why
}

// resolve follows an alias to what it stands for. Aliases of aliases do not exist in YAML.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// yamlValue turns a node into a value. What stands inside a list of lists is not looked at.
func yamlValue(n *yaml.Node) value {
	line := n.Line
	n = resolve(n)
	switch n.Kind {
	case yaml.ScalarNode:
		v := yamlScalar(n)
		v.line = line
		return v
	case yaml.SequenceNode:
		v := value{shape: list, line: line}
		if len(n.Content) > 0 {
			v.list = make([]value, 0, len(n.Content))
		}
		for _, item := range n.Content {
			at := item.Line
			if item = resolve(item); item.Kind == yaml.ScalarNode {
				v.list = append(v.list, yamlScalar(item))
			} else {
				v.list = append(v.list, value{shape: other})
			}
			v.list[len(v.list)-1].line = at
		}
		return v
	}
	return value{shape: other, line: line}
}

func yamlScalar(n *yaml.Node) value {
	plain := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
	if plain && n.Value == "" {
		return value{shape: absent, plain: true}
	}
	return value{shape: text, plain: plain, text: []byte(n.Value)}
}
