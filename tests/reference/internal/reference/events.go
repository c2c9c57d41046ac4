// Package reference says what the reference (processors/token_transfer of go-stellar-sdk) makes of
// ledgers: token-transfer events, contract events, how fast it is and what of it a file exercises.
package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/stellar/go-stellar-sdk/processors/token_transfer"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// Line is what is said of one ledger. Where the reference fails, Error has its text and Events is
// empty; what is not known of a ledger that cannot be decoded is 0.
type Line struct {
	Ledger   uint32            `json:"ledger"`
	Protocol uint32            `json:"protocol"`
	Events   []json.RawMessage `json:"events"`
	Error    string            `json:"error,omitempty"`
}

// Extractor is the reference, set up for one network and one mode.
type Extractor struct {
	processor *token_transfer.EventsProcessor
}

// NewExtractor sets the reference up to derive events from operations, results and changes, or, if
// unified, to read them from the CAP-67 stream of TransactionMeta V4.
func NewExtractor(passphrase string, unified bool) Extractor {
	var options []token_transfer.EventsProcessorOption
	if unified {
		options = append(options, token_transfer.WithUnifiedEventsStreamEnabled())
	}
	return Extractor{token_transfer.NewEventsProcessor(passphrase, options...)}
}

// Line extracts one ledger. The error is not the reference's, which the line carries, but one of
// printing what it said.
func (x Extractor) Line(ledger []byte) (Line, error) {
	var meta xdr.LedgerCloseMeta
	if err := meta.UnmarshalBinary(ledger); err != nil {
		return Line{Error: "unmarshal: " + err.Error()}, nil
	}
	line := Line{
		Ledger:   meta.LedgerSequence(),
		Protocol: uint32(meta.LedgerHeaderHistoryEntry().Header.LedgerVersion),
	}
	events, err := x.extract(meta)
	if err != nil {
		line.Error = err.Error()
		return line, nil
	}
	for i, e := range events {
		text, err := eventJSON(e)
		if err != nil {
			return line, fmt.Errorf("ledger %d, event %d: no JSON form: %w", line.Ledger, i, err)
		}
		line.Events = append(line.Events, text)
	}
	return line, nil
}

// extract takes a panic of the reference for what it is: a failure.
func (x Extractor) extract(meta xdr.LedgerCloseMeta) (events []*token_transfer.TokenTransferEvent, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return x.processor.EventsFromLedger(meta)
}

// eventJSON is compacted because protojson puts spaces at random.
func eventJSON(e *token_transfer.TokenTransferEvent) (json.RawMessage, error) {
	readableText(e)
	text, err := protojson.Marshal(e)
	if err != nil {
		return nil, err
	}
	var compact bytes.Buffer
	err = json.Compact(&compact, text)
	return compact.Bytes(), err
}

// readableText lets an event whose memo text is not UTF-8 be printed: each run of bytes that are
// not becomes one U+FFFD.
func readableText(e *token_transfer.TokenTransferEvent) {
	if text, ok := e.GetMeta().GetToMuxedInfo().GetContent().(*token_transfer.MuxedInfo_Text); ok {
		text.Text = strings.ToValidUTF8(text.Text, "\uFFFD")
	}
}
