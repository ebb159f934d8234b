package app

import (
	"context"

	"gatehouse/app/wiring"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/channel"
	"gatehouse/build"
)

// systemChannels are all channels there are, for wiring.Options. They reach the person at this machine and the mail
// server. They are named here and not in package wiring, since the command line carries nothing of a desktop.
func systemChannels(mail wiring.Mail) []notify.Channel {
	return channel.All(channel.Parts{
		Icon: build.SmallIcon, MailPassword: mail.Password,
		Mail: func(ctx context.Context) (channel.MailSettings, error) {
			account, err := mail.Account(ctx)
			if err != nil {
				return channel.MailSettings{}, err
			}
			return channel.MailSettings{
				Host: account.Host, Port: account.Port, Security: channel.MailSecurity(account.Security), User: account.User, From: account.From,
			}, nil
		},
	})
}
