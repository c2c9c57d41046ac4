// Oracle says what the reference extractor, processors/token_transfer of the Go module
// github.com/stellar/go-stellar-sdk, makes of ledgers, makes ledgers to ask it about, and compares
// its answers with another extractor's. Exit codes: 0; 1 where a comparison found differences; 2
// for wrong usage and everything else that went wrong.
package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// command is one thing that oracle does.
type command struct {
	name     string
	operands string // as the usage shows them; "..." at the end: one or more
	flags    []string
	options  map[string]string // name to its default
	summary  string
	run      func(arguments) error
}

// arguments are those of one invocation, checked for number and names.
type arguments struct {
	operands []string
	options  map[string]string // given or default
	flags    map[string]bool
}

// usageError is one that the command's usage answers.
type usageError string

func (e usageError) Error() string { return string(e) }

// errDifferent is what a comparison that found differences ends with.
var errDifferent = errors.New("different")

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage())
		os.Exit(2)
	}
	name := os.Args[1]
	if slices.Contains([]string{"help", "--help", "-h"}, name) {
		fmt.Print(usage())
		return
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		fmt.Fprintf(os.Stderr, "oracle: no command %q\n%s", name, usage())
		os.Exit(2)
	}
	os.Exit(commands[i].execute(os.Args[2:]))
}

func (c command) execute(words []string) int {
	args, err := c.parse(words)
	if err == nil {
		err = c.run(args)
	}
	var wrongUsage usageError
	switch {
	case err == nil:
		return 0
	case err == errDifferent:
		return 1
	case errors.As(err, &wrongUsage):
		fmt.Fprintf(os.Stderr, "oracle %s: %v\nusage: %s\n", c.name, err, c.usage())
	default:
		fmt.Fprintf(os.Stderr, "oracle %s: %v\n", c.name, err)
	}
	return 2
}

func (c command) parse(words []string) (arguments, error) {
	args := arguments{options: map[string]string{}, flags: map[string]bool{}}
	for name, value := range c.options {
		args.options[name] = value
	}
	for i := 0; i < len(words); i++ {
		name, isOption := strings.CutPrefix(words[i], "--")
		_, takesValue := c.options[name]
		switch {
		case !isOption:
			args.operands = append(args.operands, words[i])
		case slices.Contains(c.flags, name):
			args.flags[name] = true
		case !takesValue:
			return args, usageError("no option " + words[i])
		case i+1 == len(words):
			return args, usageError(words[i] + " needs a value")
		default:
			i++
			args.options[name] = words[i]
		}
	}
	return args, c.checkOperands(args.operands)
}

func (c command) checkOperands(given []string) error {
	names := strings.Fields(c.operands)
	atLeastOne := strings.HasSuffix(c.operands, "...")
	switch {
	case len(given) < len(names):
		return usageError("missing " + strings.Join(names[len(given):], " "))
	case len(given) > len(names) && !atLeastOne:
		return usageError(fmt.Sprintf("too many arguments, from %q on", given[len(names)]))
	}
	return nil
}

func (c command) usage() string {
	text := "oracle " + c.name + " " + c.operands
	for _, flag := range c.flags {
		text += " [--" + flag + "]"
	}
	for _, option := range slices.Sorted(maps.Keys(c.options)) {
		text += " [--" + option + " " + valuesOf[option] + "]"
	}
	return text
}

func usage() string {
	var text strings.Builder
	text.WriteString("usage:\n")
	for _, c := range commands {
		fmt.Fprintf(&text, "  %s\n      %s\n", c.usage(), c.summary)
	}
	text.WriteString("IN: frames, one LedgerCloseMeta, a lake object, or base64 (.txt); plain, .zst or .gz\n")
	return text.String()
}
