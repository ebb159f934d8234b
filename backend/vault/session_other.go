//go:build !unix || darwin

package vault

// session is for systems whose key store is part of the system and always there.
func (osKeyStore) session() error { return nil }
