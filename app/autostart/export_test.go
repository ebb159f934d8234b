package autostart

// DesktopStarts is desktopStarts.
var DesktopStarts = desktopStarts
