package channel

import "time"

// WithPatience changes how long the desktop may take.
func (d *Desktop) WithPatience(patience time.Duration) *Desktop {
	d.patience = patience
	return d
}
