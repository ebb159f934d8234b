// Package testkit holds helpers for tests only: values with every field filled, generated sites, a key store in
// memory.
//
// It knows the ground packages and no adapter, so that every test may use it.
package testkit
