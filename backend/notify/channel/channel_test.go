package channel_test

import (
	"strings"
	"testing"

	"gatehouse/backend/notify/channel"
)

func TestAll(t *testing.T) {
	var names []string
	for _, it := range channel.All(channel.Parts{}) {
		names = append(names, it.Name())
	}
	if got := strings.Join(names, " "); got != "desktop mail" {
		t.Errorf("the channels are %s", got)
	}
}
