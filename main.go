// Gatehouse is the desktop admin center for Dynamics 365 portals.
package main

import (
	"gatehouse/app"
	"gatehouse/frontend"
)

func main() { app.Main(frontend.Pages()) }
