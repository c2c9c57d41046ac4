package reference

import (
	"encoding/base64"
	"encoding/json"
	"io"

	"github.com/stellar/go-stellar-sdk/ingest"
	"github.com/stellar/go-stellar-sdk/strkey"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// loggedEvent is one event as the ledger carries it. Stage is "operation",
// "before_all_txs", "after_tx", "after_all_txs" or "diagnostic"; indexes are
// 0-based, but TxIndex, the place in apply order, starts at 1.
type loggedEvent struct {
	TxHash     string   `json:"tx_hash"`
	TxIndex    uint32   `json:"tx_index"`
	Successful bool     `json:"tx_successful"`
	Stage      string   `json:"stage"`
	Operation  *int     `json:"operation_index,omitempty"`
	Event      int      `json:"event_index"`
	Type       string   `json:"type"`
	ContractID string   `json:"contract_id,omitempty"`
	InCall     *bool    `json:"in_successful_contract_call,omitempty"`
	Topics     []string `json:"topics_xdr"`
	Data       string   `json:"data_xdr"`
}

type contractLine struct {
	Ledger uint32        `json:"ledger"`
	Events []loggedEvent `json:"events"`
	Error  string        `json:"error,omitempty"`
}

var stages = map[xdr.TransactionEventStage]string{0: "before_all_txs", 1: "after_tx", 2: "after_all_txs"}
var eventTypes = map[xdr.ContractEventType]string{0: "system", 1: "contract", 2: "diagnostic"}

// ContractEvents is the JSON line of a ledger's contract events, in transaction apply order, and
// how many they are.
func ContractEvents(passphrase string, ledger []byte) (line []byte, count int, err error) {
	var meta xdr.LedgerCloseMeta
	if err := meta.UnmarshalBinary(ledger); err != nil {
		return nil, 0, err
	}
	said := contractLine{Ledger: meta.LedgerSequence()}
	said.Events, err = loggedInLedger(passphrase, meta)
	if err != nil {
		said.Error = err.Error()
	}
	line, err = json.Marshal(said)
	return line, len(said.Events), err
}

func loggedInLedger(passphrase string, meta xdr.LedgerCloseMeta) (all []loggedEvent, err error) {
	reader, err := ingest.NewLedgerTransactionReaderFromLedgerCloseMeta(passphrase, meta)
	if err != nil {
		return nil, err
	}
	for {
		tx, err := reader.Read()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		events, err := loggedInTransaction(&tx)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
}

func loggedInTransaction(tx *ingest.LedgerTransaction) (all []loggedEvent, err error) {
	if tx.UnsafeMeta.V < 3 {
		return nil, nil
	}
	events, err := tx.GetTransactionEvents()
	if err != nil {
		return nil, err
	}
	add := func(stage string, op *int, index int, inCall *bool, e xdr.ContractEvent) {
		all = append(all, loggedEvent{
			TxHash: tx.Hash.HexString(), TxIndex: tx.Index, Successful: tx.Result.Successful(),
			Stage: stage, Operation: op, Event: index, Type: eventTypes[e.Type],
			ContractID: contractAddress(e), InCall: inCall,
			Topics: encodeAll(e.Body.V0.Topics), Data: encode(e.Body.V0.Data),
		})
	}
	for op, list := range events.OperationEvents {
		for i, e := range list {
			add("operation", &op, i, nil, e)
		}
	}
	for i, e := range events.TransactionEvents {
		add(stages[e.Stage], nil, i, nil, e.Event)
	}
	for i, e := range events.DiagnosticEvents {
		add("diagnostic", nil, i, &e.InSuccessfulContractCall, e.Event)
	}
	return all, nil
}

func contractAddress(e xdr.ContractEvent) string {
	if e.ContractId == nil {
		return ""
	}
	return strkey.MustEncode(strkey.VersionByteContract, e.ContractId[:])
}

// encode cannot fail: the value has just been decoded.
func encode(v xdr.ScVal) string {
	b, err := v.MarshalBinary()
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(b)
}

func encodeAll(vs []xdr.ScVal) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = encode(v)
	}
	return out
}
