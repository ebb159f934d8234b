package channel

import "context"

const desktopHint = "Look whether the system's settings let Gatehouse send notifications."

// askDesktop has nothing to ask: the desktop is always there and takes words as they are.
func askDesktop(context.Context) (quote func(title, body string) (string, string), err error) {
	return func(title, body string) (string, string) { return title, body }, nil
}
