package reference

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stellar/go-stellar-sdk/ingest"
	"github.com/stellar/go-stellar-sdk/processors/token_transfer"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// coverage counts what a file of ledgers makes the reference do.
type coverage map[string]map[string]int

func (c coverage) add(table, row string) {
	if c[table] == nil {
		c[table] = map[string]int{}
	}
	c[table][row]++
}

// PrintCoverage writes what ledgers make the reference do, in tables of counts.
func (x Extractor) PrintCoverage(passphrase string, ledgers [][]byte, out io.Writer) error {
	c := coverage{}
	for i, ledger := range ledgers {
		var meta xdr.LedgerCloseMeta
		if err := meta.UnmarshalBinary(ledger); err != nil {
			return fmt.Errorf("ledger %d of the file: %w", i+1, err)
		}
		if err := c.ledger(x, meta, passphrase); err != nil {
			return fmt.Errorf("ledger %d: %w", meta.LedgerSequence(), err)
		}
	}
	c.print(out)
	return nil
}

var (
	hashes  = regexp.MustCompile(`\b[0-9a-f]{64}\b|\b[GCLBM][A-Z2-7]{50,}|&?\[(\d+ ){8,}\d+\]|asset: \S+/\S+/\S+`)
	numbers = regexp.MustCompile(`\d{3,}|(operationIndex|operation): \d+`)
)

func (c coverage) ledger(x Extractor, lcm xdr.LedgerCloseMeta, pass string) error {
	protocol := lcm.ProtocolVersion()
	c.add("LedgerCloseMeta", fmt.Sprint("V", lcm.V))
	c.add("protocol", fmt.Sprintf("%2d", protocol))
	evs, err := x.extract(lcm)
	if err != nil {
		c.add("ledgers", "reference error")
		c.add("error", numbers.ReplaceAllString(hashes.ReplaceAllString(err.Error(), "#"), "#"))
		return nil
	}
	c.add("ledgers", "accepted")
	txs, err := c.transactions(lcm, pass)
	if err != nil {
		return err
	}
	for _, e := range evs {
		c.event(e, txs[e.Meta.TransactionIndex], protocol)
	}
	return nil
}

func (c coverage) transactions(lcm xdr.LedgerCloseMeta, pass string) (map[uint32]ingest.LedgerTransaction, error) {
	out := map[uint32]ingest.LedgerTransaction{}
	r, err := ingest.NewLedgerTransactionReaderFromLedgerCloseMeta(pass, lcm)
	if err != nil {
		return nil, err
	}
	for {
		t, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out[t.Index] = t
		c.add("TransactionMeta", fmt.Sprintf("V%d in LedgerCloseMeta V%d", t.UnsafeMeta.V, lcm.V))
		c.add("envelope", envelopeName(t))
		c.add("memo", strings.TrimPrefix(t.Envelope.Memo().Type.String(), "MemoTypeMemo"))
		if t.Successful() {
			for _, o := range t.Envelope.Operations() {
				c.add("applied operation", opName(o))
			}
		}
	}
}

func envelopeName(t ingest.LedgerTransaction) string {
	kind := strings.TrimPrefix(t.Envelope.Type.String(), "EnvelopeTypeEnvelopeType")
	if t.IsSorobanTx() {
		kind += " soroban"
	}
	if t.Successful() {
		return kind + " succeeded"
	}
	return kind + " failed"
}

func opName(o xdr.Operation) string { return strings.TrimPrefix(o.Body.Type.String(), "OperationType") }

func (c coverage) event(e *token_transfer.TokenTransferEvent, t ingest.LedgerTransaction, protocol uint32) {
	kind := e.GetEventType()
	c.add("event", kind)
	c.muxed(e)
	if e.Meta.OperationIndex == nil {
		c.fee(e, protocol)
		return
	}
	o := t.Envelope.Operations()[*e.Meta.OperationIndex-1]
	c.add("event of operation", fmt.Sprintf("%s %s", opName(o), kind))
	if o.Body.Type == xdr.OperationTypeInvokeHostFunction {
		asset := "other token"
		if e.GetAsset() != nil {
			asset = "asset contract"
		}
		c.add("contract event", fmt.Sprintf("V%d %s %s", t.UnsafeMeta.V, asset, kind))
		if strings.HasPrefix(e.GetAmount(), "-") {
			c.add("contract event", "negative amount")
		}
		return
	}
	if n := e.GetAsset().GetNative(); n && protocol < 8 && (kind == "burn" || kind == "mint" && o.Body.Type != xdr.OperationTypeInflation) {
		c.add("reconciliation", kind)
	}
	if e.GetAmount() == "0" {
		c.add("event", "(of amount 0)")
	}
}

func (c coverage) fee(e *token_transfer.TokenTransferEvent, protocol uint32) {
	switch refund := strings.HasPrefix(e.GetAmount(), "-"); {
	case refund && protocol < 23:
		c.add("refund", "before protocol 23")
	case refund:
		c.add("refund", "from protocol 23")
	}
}

func (c coverage) muxed(e *token_transfer.TokenTransferEvent) {
	info := e.Meta.ToMuxedInfo
	if info == nil {
		c.add("muxed info", "none")
		return
	}
	switch v := info.Content.(type) {
	case *token_transfer.MuxedInfo_Id:
		c.add("muxed info", "id")
	case *token_transfer.MuxedInfo_Text:
		switch {
		case !utf8.ValidString(v.Text):
			c.add("muxed info", "text, not UTF-8")
		case v.Text == "":
			c.add("muxed info", "text, empty")
		default:
			c.add("muxed info", "text")
		}
	case *token_transfer.MuxedInfo_Hash:
		if len(v.Hash) == 32 {
			c.add("muxed info", "hash")
		} else {
			c.add("muxed info", "hash, not 32 bytes")
		}
	}
}

func (c coverage) print(out io.Writer) {
	for _, table := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintln(out, table)
		for _, row := range slices.Sorted(maps.Keys(c[table])) {
			fmt.Fprintf(out, "  %7d  %s\n", c[table][row], row)
		}
	}
}
