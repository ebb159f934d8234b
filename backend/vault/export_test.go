package vault

// KeyStore is what the tests put in the place of the operating system's key store.
type KeyStore = keyStore

// WithSystem returns options that use another key store.
func (o Options) WithSystem(store KeyStore) Options {
	o.system = store
	return o
}
