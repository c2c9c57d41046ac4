// Package compare finds where two extractors disagree about the same ledgers. Both say it in one
// JSON line a ledger; events are compared as messages, so that spelling does not count.
package compare

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/stellar/go-stellar-sdk/processors/token_transfer"
)

// line is what one side says of one ledger: its events in order, or that it failed.
type line struct {
	ledger   uint64
	protocol uint64
	events   []event
	failure  *string
}

// event is a message, with its ordinal in the ledger and its text as the side wrote it.
type event struct {
	ordinal int
	message *token_transfer.TokenTransferEvent
	text    []byte
}

// same tells that two lines speak of one ledger. A side that could not read a ledger so far as its
// number says 0, and is taken at its place in the file.
func (l *line) same(other *line) bool {
	return l.ledger == other.ledger || l.isUnreadable() || other.isUnreadable()
}

func (l *line) isUnreadable() bool { return l.failure != nil && l.ledger == 0 }

// reader reads the lines of one side, which it names in errors.
type reader struct {
	name   string
	input  *bufio.Reader
	number int
}

func newReader(name string, input io.Reader) *reader {
	return &reader{name: name, input: bufio.NewReaderSize(input, 1<<16)}
}

// next gives nil after the last line.
func (r *reader) next() (*line, error) {
	text, err := r.input.ReadBytes('\n')
	if err == io.EOF && len(text) == 0 {
		return nil, nil
	}
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: %w", r.name, err)
	}
	r.number++
	l, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s, line %d: %w", r.name, r.number, err)
	}
	return l, nil
}

func parse(text []byte) (*line, error) {
	var raw struct {
		Ledger   *uint64           `json:"ledger"`
		Protocol uint64            `json:"protocol"`
		Events   []json.RawMessage `json:"events"`
		Error    *string           `json:"error"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, err
	}
	if raw.Ledger == nil {
		return nil, errors.New("no ledger number")
	}
	l := &line{ledger: *raw.Ledger, protocol: raw.Protocol, failure: raw.Error}
	if l.failure != nil {
		return l, nil
	}
	for i, text := range raw.Events {
		e := event{ordinal: i, message: new(token_transfer.TokenTransferEvent), text: bytes.TrimSpace(text)}
		if err := protojson.Unmarshal(text, e.message); err != nil {
			return nil, fmt.Errorf("ledger %d, event %d: %w", l.ledger, i, err)
		}
		joinReplacements(e.message)
		l.events = append(l.events, e)
	}
	return l, nil
}

var replacements = regexp.MustCompile("\uFFFD+")

// joinReplacements makes one U+FFFD of each run of them in a memo text: languages disagree on how
// many stand for a run of bytes that are not UTF-8.
func joinReplacements(e *token_transfer.TokenTransferEvent) {
	if text, ok := e.GetMeta().GetToMuxedInfo().GetContent().(*token_transfer.MuxedInfo_Text); ok {
		text.Text = replacements.ReplaceAllString(text.Text, "\uFFFD")
	}
}
