package generate

import (
	"slices"

	"github.com/stellar/go-stellar-sdk/xdr"
)

// sabotage makes the reference fail on one of the transactions, if a way can be found.
func (g *gen) sabotage(txs []*tx) {
	for range 40 {
		if len(txs) > 0 && pick(g, sabotages...)(pick(g, txs...)) {
			return
		}
	}
}

// sabotages say whether they could do anything to the transaction.
var sabotages = []func(*tx) bool{
	unknownHash, missingResult, emptyResult, passiveArm, noChanges, doubleChanges, orphanUpdate, createdUpdate, emptyDeposit, oldMeta,
	growingFee, shrinkingRefund, restoredRefund, noFeeEvent, manyFeeEvents, badFeeEvent, bareFeeEvent, shortOperations, metaBeforeV4,
}

func unknownHash(t *tx) bool {
	if t.chance(.8) { // it suits every transaction: leave some to the others
		return false
	}
	t.hash[0] ^= 1
	return true
}

func (t *tx) results() *[]xdr.OperationResult {
	if t.outcome.InnerResultPair != nil {
		return t.outcome.InnerResultPair.Result.Result.Results
	}
	return t.outcome.Results
}

func missingResult(t *tx) bool {
	if t.success && !t.unified {
		*t.results() = (*t.results())[1:]
	}
	return t.success && !t.unified
}

func emptyResult(t *tx) bool {
	i := slices.IndexFunc(t.ops, func(o *op) bool {
		switch o.body.Type {
		case xdr.OperationTypeAccountMerge, xdr.OperationTypeInflation, xdr.OperationTypeManageBuyOffer, xdr.OperationTypeManageSellOffer,
			xdr.OperationTypePathPaymentStrictSend, xdr.OperationTypeCreateClaimableBalance:
			return true
		}
		return false
	})
	if i < 0 || !t.success || t.unified {
		return false
	}
	(*t.results())[i] = xdr.OperationResult{Code: xdr.OperationResultCodeOpBadAuth}
	return true
}

// passiveArm gives a passive offer the result its operation type asks for.
func passiveArm(t *tx) bool {
	i := slices.IndexFunc(t.ops, func(o *op) bool { return o.body.Type == xdr.OperationTypeCreatePassiveSellOffer })
	if i < 0 || !t.success || t.unified {
		return false
	}
	(*t.results())[i].Tr = &xdr.OperationResultTr{Type: xdr.OperationTypeCreatePassiveSellOffer,
		CreatePassiveSellOfferResult: t.ops[i].result.ManageSellOfferResult}
	return true
}

// reader is the first operation whose changes the reference reads, or -1.
func (t *tx) reader() int {
	if !t.success || t.unified || t.version == 0 {
		return -1
	}
	return slices.IndexFunc(t.ops, readsChanges)
}

func noChanges(t *tx) bool {
	i := t.reader()
	if i >= 0 {
		t.opChanges[i] = nil
	}
	return i >= 0
}

func doubleChanges(t *tx) bool {
	i := t.reader()
	if i >= 0 {
		t.opChanges[i] = slices.Concat(t.opChanges[i], t.opChanges[i])
	}
	return i >= 0
}

func orphanUpdate(t *tx) bool {
	i := t.reader()
	if i >= 0 {
		t.opChanges[i] = append(t.balanceShift(t.account(), 1)[1:], t.opChanges[i]...)
	}
	return i >= 0
}

func createdUpdate(t *tx) bool {
	i := t.reader()
	if i >= 0 {
		e := t.accountEntry(t.account(), 1)
		t.opChanges[i] = slices.Concat(created(e), updated(e, e)[1:], t.opChanges[i])
	}
	return i >= 0
}

func emptyDeposit(t *tx) bool {
	i := t.reader()
	if i < 0 || t.ops[i].body.Type != xdr.OperationTypeLiquidityPoolDeposit {
		return false
	}
	p := t.poolEntry(t.pool(), 5, 5)
	q := t.poolEntry(t.pool(), 5, 5)
	q.Data = p.Data
	t.opChanges[i] = updated(p, q)
	return true
}

func oldMeta(t *tx) bool {
	if t.unified || t.soroban || (t.protocol >= 10 && t.reader() < 0) {
		return false
	}
	t.version = int32(t.Intn(2))
	return true
}

func growingFee(t *tx) bool {
	if t.soroban && !t.unified {
		t.fee = t.balanceShift(t.payer.ToAccountId(), 5)
	}
	return t.soroban && !t.unified
}

func shrinkingRefund(t *tx) bool {
	if t.soroban && !t.unified {
		t.after = append(t.after, t.balanceShift(t.payer.ToAccountId(), -5)...)
		t.post = nil
	}
	return t.soroban && !t.unified
}

func restoredRefund(t *tx) bool {
	if t.soroban && !t.unified {
		t.after = append(t.after, xdr.LedgerEntryChange{Type: xdr.LedgerEntryChangeTypeLedgerEntryRestored, Restored: new(t.noiseEntry())})
	}
	return t.soroban && !t.unified
}

func noFeeEvent(t *tx) bool {
	t.events = nil
	return t.unified
}

func manyFeeEvents(t *tx) bool {
	if t.unified {
		t.events = slices.Concat(t.events, t.events, t.events)
	}
	return t.unified
}

func badFeeEvent(t *tx) bool {
	if !t.unified {
		return false
	}
	e := t.feeEvent(0, t.account(), 5)
	body := e.Event.Body.V0
	switch t.Intn(6) {
	case 0:
		body.Topics = append(body.Topics, str("native"))
	case 1:
		body.Data = u64(5)
	case 2:
		body.Topics[1] = str("GABC")
	case 3:
		e.Event.ContractId = new(xdr.ContractId(t.gen.hash()))
	case 4:
		e.Event.ContractId = nil
	case 5:
		e.Event.Type = xdr.ContractEventTypeSystem
	}
	t.events = []xdr.TransactionEvent{e}
	return true
}

func bareFeeEvent(t *tx) bool {
	if t.unified {
		t.events[0].Event.Body.V0.Topics = nil
	}
	return t.unified
}

func shortOperations(t *tx) bool {
	if t.version != 4 || t.unified || t.soroban || !t.success || len(t.ops) < 2 || t.reader() < 0 {
		return false
	}
	t.opChanges = t.opChanges[:t.reader()]
	return true
}

func metaBeforeV4(t *tx) bool {
	if t.unified {
		t.version = 3
	}
	return t.unified
}
