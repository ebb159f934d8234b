package renewal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

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
	var shape struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &shape); err != nil {
		return Operation{}, unreadable(err)
	}
	if shape.Schema != OperationSchema {
		return Operation{}, fault.New(fault.Invalid, "The record of an update has the shape %d; this program knows %d.",
			shape.Schema, OperationSchema).WithHint("A newer Gatehouse may have written it.")
	}
	var op Operation
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&op); err != nil {
		return Operation{}, unreadable(err)
	}
	if _, err := in.Token(); err != io.EOF {
		return Operation{}, unreadable(fmt.Errorf("more than one value"))
	}
	if err := op.check(); err != nil {
		return Operation{}, unreadable(err)
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

func unreadable(cause error) error {
	return fault.New(fault.Invalid, "The record of an update cannot be read.").Because(cause)
}
