// Package access answers "may this visitor do this, and why" from a site alone.
//
// It holds the rules of docs/rules-of-access.md and nothing else: it opens no file, asks no service and no clock. A site
// is compiled once into an Engine; preparing a Visitor settles which roles count and costs little, and a bare decision
// after that takes no memory. A single question about a contact of the site goes to the Engine itself. Every answer can
// be explained, and the explanation names the records that decided.
//
// What belongs elsewhere: how a site is read (importer), what is wrong with a site (lint), how answers are printed as
// files (report). The sentences of an explanation live here, so that window, command line and JSON say the same.
//
// The engine does not fail. What cannot be told is an answer of its own, Unknown, with its reason.
package access
