// Package channel holds ways to reach a person outside the window, one file each. Each implements notify.Channel,
// passes the suite of notifytest against the real thing, and knows nothing of the others.
//
// What is said, to whom and how often belongs to package notify. The inbox is no channel here: its entries are written
// together with the decision that a notice goes out, by package admin.
package channel

import (
	"context"
	"slices"
	"strings"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
)

// Parts is what channels are built from.
type Parts struct {
	Icon         []byte // PNG of about 64 pixels, shown beside a notification of the desktop
	Mail         func(context.Context) (MailSettings, error)
	MailPassword func(context.Context) (string, error) // from the key store, "" for none
}

// family has a constructor for each channel, by its name.
var family = map[string]func(Parts) notify.Channel{}

// register adds a channel to the family. A second one of the same name is a mistake of the program.
func register(name string, build func(Parts) notify.Channel) string {
	if _, there := family[name]; there {
		panic("channel: two channels are called " + name)
	}
	family[name] = build
	return name
}

// All builds every channel, sorted by name.
func All(parts Parts) []notify.Channel {
	var all []notify.Channel
	for _, build := range family {
		all = append(all, build(parts))
	}
	slices.SortFunc(all, func(a, b notify.Channel) int { return strings.Compare(a.Name(), b.Name()) })
	return all
}

// stopped is the fault of a message that was given up because the context ended.
func stopped(cause error) error {
	return fault.New(fault.Canceled, "The message was given up before it was certain that it had gone.").Because(cause)
}
