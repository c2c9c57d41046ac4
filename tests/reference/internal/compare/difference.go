package compare

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// difference is a place at which the events of a ledger differ; one of the two may be nil.
type difference struct {
	left, right *event
}

func (d difference) ordinals() string {
	switch {
	case d.left == nil:
		return fmt.Sprint(d.right.ordinal)
	case d.right == nil || d.left.ordinal == d.right.ordinal:
		return fmt.Sprint(d.left.ordinal)
	}
	return fmt.Sprintf("%d and %d", d.left.ordinal, d.right.ordinal)
}

func (d difference) reason() string {
	if d.left == nil || d.right == nil {
		return "an event on one side only"
	}
	paths := differingFields("", d.left.message.ProtoReflect(), d.right.message.ProtoReflect())
	return strings.Join(paths, ", ")
}

func (e *event) print() string {
	if e == nil {
		return "(none)"
	}
	return string(e.text)
}

func equal(a, b event) bool { return proto.Equal(a.message, b.message) }

// differences walks both lists in steps: of one event, or, in any order, of one operation's events.
func differences(left, right []event, anyOrder bool) (all []difference) {
	for len(left) > 0 || len(right) > 0 {
		n, m := min(1, len(left)), min(1, len(right))
		if anyOrder && n > 0 && m > 0 && ofOneOperation(left[0], right[0]) {
			n, m = leadingOperation(left), leadingOperation(right)
		}
		all = append(all, unmatched(left[:n], right[:m])...)
		left, right = left[n:], right[m:]
	}
	return all
}

// leadingOperation is how many events at the front are of the same operation.
func leadingOperation(events []event) int {
	n := 1
	for n < len(events) && ofOneOperation(events[0], events[n]) {
		n++
	}
	return n
}

// ofOneOperation is false of fee events: those of a transaction are not interchangeable.
func ofOneOperation(a, b event) bool {
	x, y := a.message.GetMeta(), b.message.GetMeta()
	return x.GetOperationIndex() != 0 && x.GetOperationIndex() == y.GetOperationIndex() && x.GetTxHash() == y.GetTxHash()
}

// unmatched takes equal events out of both lists and pairs what remains, in order.
func unmatched(left, right []event) (all []difference) {
	rest := append([]event(nil), right...)
	var alone []event
	for _, e := range left {
		i := 0
		for i < len(rest) && !equal(e, rest[i]) {
			i++
		}
		if i == len(rest) {
			alone = append(alone, e)
			continue
		}
		rest = append(rest[:i], rest[i+1:]...)
	}
	for i := range max(len(alone), len(rest)) {
		var d difference
		if i < len(alone) {
			d.left = &alone[i]
		}
		if i < len(rest) {
			d.right = &rest[i]
		}
		all = append(all, d)
	}
	return all
}

// differingFields names the fields in which two messages of one type differ, such as
// "transfer.amount".
func differingFields(prefix string, a, b protoreflect.Message) (paths []string) {
	fields := a.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		path := prefix + string(field.Name())
		switch {
		case !a.Has(field) && !b.Has(field):
		case a.Has(field) && b.Has(field) && field.Message() != nil:
			paths = append(paths, differingFields(path+".", a.Get(field).Message(), b.Get(field).Message())...)
		case a.Has(field) != b.Has(field) || !a.Get(field).Equal(b.Get(field)):
			paths = append(paths, path)
		}
	}
	return paths
}
