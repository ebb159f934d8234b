package fault_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"gatehouse/backend/fault"
)

func TestError(t *testing.T) {
	cause := errors.New("bad byte")
	for name, test := range map[string]struct {
		fault *fault.Fault
		want  string
	}{
		"Message":   {fault.New(fault.Invalid, "%s is no site.", "a"), "a is no site."},
		"HintStays": {fault.New(fault.Invalid, "No.").WithHint("Try %d.", 2), "No."},
		"File":      {fault.New(fault.Invalid, "No.").At("a.yml", 0), "a.yml: No."},
		"Line":      {fault.New(fault.Invalid, "No.").At("a.yml", 7), "a.yml:7: No."},
		"LineAlone": {fault.New(fault.Invalid, "No.").At("", 7), "No."},
		"Cause":     {fault.New(fault.Invalid, "No.").At("a.yml", 7).Because(cause), "a.yml:7: No. (bad byte)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.fault.Error(); got != test.want {
				t.Errorf("text is %q, want %q", got, test.want)
			}
		})
	}
	t.Run("Unwraps", func(t *testing.T) {
		if !errors.Is(fault.New(fault.Invalid, "No.").Because(cause), cause) {
			t.Error("the cause is lost")
		}
	})
}

func TestOf(t *testing.T) {
	told := fault.New(fault.Denied, "You may not.")
	inner := fault.New(fault.NotFound, "Not there.")
	for name, test := range map[string]struct {
		err  error
		code fault.Code
		same *fault.Fault // the very fault, where there is one in the chain
	}{
		"Itself":      {told, fault.Denied, told},
		"Wrapped":     {fmt.Errorf("read portal: %w", fmt.Errorf("twice: %w", told)), fault.Denied, told},
		"Joined":      {errors.Join(errors.New("first"), told), fault.Denied, told},
		"Outermost":   {fault.New(fault.Invalid, "No.").Because(inner), fault.Invalid, nil},
		"Canceled":    {fmt.Errorf("read: %w", context.Canceled), fault.Canceled, nil},
		"OutOfTime":   {fmt.Errorf("read: %w", context.DeadlineExceeded), fault.Canceled, nil},
		"FaultFirst":  {told.Because(nil), fault.Denied, told},
		"AnythingNew": {errors.New("odd"), fault.Internal, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := fault.Of(test.err)
			if got.Code != test.code || fault.CodeOf(test.err) != test.code || !fault.Is(test.err, test.code) {
				t.Errorf("code is %q, want %q", got.Code, test.code)
			}
			if test.same != nil && got != test.same {
				t.Errorf("fault is %v, want the one in the chain", got)
			}
			if got.Message == "" {
				t.Error("there is nothing to tell the person")
			}
			if test.same == nil && !errors.Is(got, test.err) && got.Cause == nil {
				t.Error("the cause is lost")
			}
		})
	}
	t.Run("Nil", func(t *testing.T) {
		if fault.Of(nil) != nil || fault.CodeOf(nil) != "" || fault.Is(nil, fault.Internal) {
			t.Error("no error became a fault")
		}
	})
}
