package portal

roles := data.contacts[input.contact]

page := data.pages[input.page]

default read := false

read if {
	page.published
	every readers in page.restrictions {
		some role in roles
		readers[role]
	}
}

read if {
	page.published
	some role in roles
	page.editors[role]
}

holders := data.tables[input.table][input.privilege]

default reach := "none"

reach := "all" if {
	some role in roles
	holders.all[role]
} else := "some" if {
	some role in roles
	holders.some[role]
}
