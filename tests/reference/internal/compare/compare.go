package compare

import (
	"errors"
	"fmt"
	"io"
)

// Options of a comparison.
type Options struct {
	// AnyOrder compares the events of one operation as a multiset; operations keep their order.
	AnyOrder bool
	// Show is how many differing ledgers are printed; the others are counted.
	Show int
}

// Input is one side.
type Input struct {
	Name  string
	Lines io.Reader
}

// Result counts what was compared.
type Result struct {
	Ledgers   int // on either side
	Events    int // in ledgers on which both agree
	Failures  int // ledgers on which both sides fail
	Differing int // ledgers on which they do not agree, or that one side lacks
}

// Equal is false where nothing was compared.
func (r Result) Equal() bool { return r.Differing == 0 && r.Ledgers > 0 }

func (r Result) String() string {
	return fmt.Sprintf("%d ledgers, %d events equal, %d ledgers with an error on both sides, %d ledgers differ",
		r.Ledgers, r.Events, r.Failures, r.Differing)
}

// Run compares two files line by line, holding one line of each, and prints the first differences.
// A ledger that one side lacks is told from the order of sequence numbers: where two lines are of
// different ledgers, the other side lacks the lower one.
func Run(left, right Input, options Options, out io.Writer) (Result, error) {
	c := comparison{
		left: newReader(left.Name, left.Lines), right: newReader(right.Name, right.Lines), options: options, out: out,
	}
	if err := c.run(); err != nil {
		return c.result, err
	}
	if c.result.Ledgers == 0 {
		return c.result, errors.New("neither side has a ledger: nothing was compared")
	}
	return c.result, nil
}

type comparison struct {
	left, right *reader
	options     Options
	out         io.Writer
	result      Result
}

func (c *comparison) run() error {
	a, err := c.left.next()
	if err != nil {
		return err
	}
	b, err := c.right.next()
	if err != nil {
		return err
	}
	for a != nil || b != nil {
		c.result.Ledgers++
		useLeft, useRight := c.step(a, b)
		if useLeft {
			if a, err = c.left.next(); err != nil {
				return err
			}
		}
		if useRight {
			if b, err = c.right.next(); err != nil {
				return err
			}
		}
	}
	return nil
}

// step compares a pair of lines and says which of them it has used up.
func (c *comparison) step(a, b *line) (useLeft, useRight bool) {
	switch {
	case b == nil || a != nil && !a.same(b) && a.ledger < b.ledger:
		c.differ("ledger %d: only in %s\n", a.ledger, c.left.name)
		return true, false
	case a == nil || !a.same(b):
		c.differ("ledger %d: only in %s\n", b.ledger, c.right.name)
		return false, true
	}
	c.ledger(a, b)
	return true, true
}

func (c *comparison) ledger(a, b *line) {
	switch {
	case a.failure != nil && b.failure != nil:
		c.result.Failures++
	case a.failure != nil:
		c.differ("ledger %d: an error in %s only: %s\n", b.ledger, c.left.name, *a.failure)
	case b.failure != nil:
		c.differ("ledger %d: an error in %s only: %s\n", a.ledger, c.right.name, *b.failure)
	case a.protocol != b.protocol:
		c.differ("ledger %d: protocol %d in %s, %d in %s\n",
			a.ledger, a.protocol, c.left.name, b.protocol, c.right.name)
	default:
		c.events(a, b)
	}
}

func (c *comparison) events(a, b *line) {
	differences := differences(a.events, b.events, c.options.AnyOrder)
	if len(differences) == 0 {
		c.result.Events += len(a.events)
		return
	}
	first := differences[0]
	c.differ("ledger %d, ordinal %s: %s\n  %s: %s\n  %s: %s\n  (%d places differ in this ledger; %d events against %d)\n",
		a.ledger, first.ordinals(), first.reason(),
		c.left.name, first.left.print(), c.right.name, first.right.print(),
		len(differences), len(a.events), len(b.events))
}

func (c *comparison) differ(format string, arguments ...any) {
	c.result.Differing++
	if c.result.Differing <= c.options.Show {
		fmt.Fprintf(c.out, format, arguments...)
	}
}
