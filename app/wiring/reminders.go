package wiring

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// openReminders builds the reminders, and lets updates of keys tell them how they ended.
func (p *Program) openReminders(channels func(Mail) []notify.Channel) {
	p.Reminders = &admin.Reminders{
		Store: p.store, Portals: p.store, Settings: p.Settings, Secrets: p.secrets, Updates: p.store,
		Reread: p.keys.assisted.Reread, Events: p.Events, Zone: time.Local, Report: p.told,
	}
	if channels != nil {
		p.Reminders.Channels = channels(Mail{p.Reminders.MailAccount, p.Reminders.MailPassword})
	}
	p.Renewals.OnRenewed = func(ctx context.Context, portalID uuid.UUID) { p.told(p.Reminders.Renewed(ctx, portalID)) }
	p.Renewals.Tell = func(ctx context.Context, op renewal.Operation) { p.told(p.Reminders.Tell(ctx, op)) }
}

// Remind sends reminders until the program is closed. It is called once at most, and only by the program that stays:
// the lock on the database sees to it that there is one. What goes wrong is told to Options.Trouble.
func (p *Program) Remind() {
	life, end := context.WithCancel(context.Background())
	p.remind = &background{end: end}
	p.remind.done.Go(func() {
		p.told(p.Reminders.Run(life))
	})
}

// Mail is what a channel needs to send e-mail, asked for anew with every message.
type Mail struct {
	Account  func(context.Context) (admin.MailAccount, error)
	Password func(context.Context) (string, error)
}
