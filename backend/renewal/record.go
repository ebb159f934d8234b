package renewal

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
)

// Encode renders an operation as it is stored.
func (o Operation) Encode() ([]byte, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("encode the update of %s: %w", o.PortalName, err)
	}
	return data, nil
}

// DecodeOperation reads a stored operation. It takes nothing that it does not understand in full, because the record
// is written back: whoever stores operations puts a refused one aside, releases its portal and says so.
// Codes: invalid.
func DecodeOperation(data []byte) (Operation, error) {
	var op Operation
	const what = "update"
	if err := decode(data, what, OperationSchema, &op); err != nil {
		return Operation{}, err
	}
	if err := op.check(); err != nil {
		return Operation{}, unreadable(what, err)
	}
	return op, nil
}

// check finds what no operation can be.
func (o Operation) check() error {
	switch _, known := stateWords[o.State]; {
	case o.ID == uuid.Nil || o.PortalID == uuid.Nil:
		return fmt.Errorf("an id is missing")
	case !known:
		return fmt.Errorf("the state %q is not known", o.State)
	case o.Driver != DriverLocal && o.Driver != DriverManaged && o.Driver != DriverAssisted:
		return fmt.Errorf("the driver %q is not known", o.Driver)
	case o.Version < 0:
		return fmt.Errorf("the version is %d", o.Version)
	case (len(o.Attempts) == 0) != (o.State == StateDraft):
		return fmt.Errorf("%d attempts in the state %s", len(o.Attempts), o.State)
	case o.State == StateSucceeded && o.Current().Candidate == nil:
		return fmt.Errorf("a success without a new key")
	}
	return nil
}

// decode reads one JSON value of a known shape, without fields that this program does not know.
func decode(data []byte, what string, schema int, into any) error {
	var shape struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &shape); err != nil {
		return unreadable(what, err)
	}
	if shape.Schema != schema {
		return fault.New(fault.Invalid, "The record of a key's %s has the shape %d; this program knows %d.", what, shape.Schema, schema).
			WithHint("A newer Gatehouse may have written it.")
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return unreadable(what, err)
	}
	return nil
}

func unreadable(what string, cause error) error {
	return fault.New(fault.Invalid, "The record of a key's %s cannot be read.", what).Because(cause)
}
