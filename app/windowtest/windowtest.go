// Package windowtest drives the released program in a real window under Xvfb and asserts on what the window shows.
//
// Its tests need a display, a window manager and a session bus of their own; build/scripts/window.sh provides them and
// sets the build tag. There is nothing here for the program itself.
package windowtest
