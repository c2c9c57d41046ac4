package generate

import (
	"slices"

	"github.com/stellar/go-stellar-sdk/gxdr"
	"github.com/stellar/go-stellar-sdk/network"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// tx is a transaction being made: its envelope, and what its result and meta will say.
type tx struct {
	*gen
	source  xdr.MuxedAccount
	payer   xdr.MuxedAccount
	seqNum  xdr.SequenceNumber
	memo    xdr.Memo
	soroban bool
	success bool
	charged int64
	refund  int64
	version int32 // of the meta
	ops     []*op
	emitted []xdr.ContractEvent // by the contract

	env     xdr.TransactionEnvelope
	hash    xdr.Hash
	outcome xdr.TransactionResultResult

	fee, before, after, post xdr.LedgerEntryChanges
	opChanges                []xdr.LedgerEntryChanges
	opEvents                 [][]xdr.ContractEvent
	events                   []xdr.TransactionEvent
}

func (g *gen) transaction() *tx {
	t := &tx{gen: g, source: g.muxed(), seqNum: xdr.SequenceNumber(g.Int63()), memo: g.memo(), version: g.metaVersion()}
	t.payer = t.source
	t.soroban = g.protocol >= 20 && g.chance(.4)
	t.success = g.chance(.87)
	t.charged = int64(100 + g.Intn(1e7))
	if t.soroban {
		t.ops = []*op{g.sorobanOp(t)}
	} else {
		for i := range 1 + g.Intn(1+g.Intn(6)) {
			t.ops = append(t.ops, g.classicOp(t, uint32(i)))
		}
	}
	if t.version == 0 && slices.ContainsFunc(t.ops, readsChanges) {
		t.version = 2
	}
	t.envelop()
	t.fees()
	t.apply()
	return t
}

func (g *gen) metaVersion() int32 {
	switch {
	case g.unified || g.protocol >= 23 || g.chance(.04): // 4 before 23: a node that filled the past in
		return 4
	case g.protocol >= 20:
		return 3
	case g.protocol >= 10:
		return pick[int32](g, 0, 1, 1, 2, 2, 2)
	}
	return pick[int32](g, 1, 2, 2, 2, 2, 2, 2)
}

func readsChanges(o *op) bool {
	switch o.body.Type {
	case xdr.OperationTypeClaimClaimableBalance, xdr.OperationTypeClawbackClaimableBalance, xdr.OperationTypeAllowTrust,
		xdr.OperationTypeSetTrustLineFlags, xdr.OperationTypeLiquidityPoolDeposit, xdr.OperationTypeLiquidityPoolWithdraw:
		return true
	}
	return false
}

func (t *tx) operations() (out []xdr.Operation) {
	for _, o := range t.ops {
		out = append(out, o.operation())
	}
	return
}

func (g *gen) signatures() (out []xdr.DecoratedSignature) {
	for range g.Intn(3) {
		out = append(out, xdr.DecoratedSignature{Hint: xdr.SignatureHint(g.bytes(4)), Signature: g.bytes(64)})
	}
	return
}

// envelop wraps the operations: V0 without muxed source, V1, or V1 in a fee bump.
func (t *tx) envelop() {
	inner := &xdr.TransactionV1Envelope{Signatures: t.signatures(), Tx: xdr.Transaction{
		SourceAccount: t.source, Fee: xdr.Uint32(100 * len(t.ops)), SeqNum: t.seqNum, Memo: t.memo, Operations: t.operations(),
		Cond: t.conditions(),
	}}
	if t.soroban {
		inner.Tx.Ext = xdr.TransactionExt{V: 1, SorobanData: t.sorobanData()}
	}
	t.env = xdr.TransactionEnvelope{Type: xdr.EnvelopeTypeEnvelopeTypeTx, V1: inner}
	switch {
	case t.source.Med25519 == nil && !t.soroban && (t.protocol < 13 && !t.wild || t.chance(.1)):
		t.env = xdr.TransactionEnvelope{V0: &xdr.TransactionV0Envelope{Signatures: inner.Signatures, Tx: xdr.TransactionV0{
			SourceAccountEd25519: *t.source.Ed25519, Fee: inner.Tx.Fee, SeqNum: t.seqNum, Memo: t.memo, Operations: inner.Tx.Operations,
			TimeBounds: t.bounds(),
		}}}
	case (t.protocol >= 13 || t.wild) && t.chance(.25):
		t.payer = t.muxed()
		t.env = xdr.TransactionEnvelope{Type: xdr.EnvelopeTypeEnvelopeTypeTxFeeBump, FeeBump: &xdr.FeeBumpTransactionEnvelope{
			Signatures: t.signatures(), Tx: xdr.FeeBumpTransaction{FeeSource: t.payer, Fee: t.amount(),
				InnerTx: xdr.FeeBumpTransactionInnerTx{Type: xdr.EnvelopeTypeEnvelopeTypeTx, V1: inner}}}}
	}
	t.hash = t.hashOf(t.env)
}

func (g *gen) hashOf(e xdr.TransactionEnvelope) xdr.Hash {
	h, err := network.HashTransactionInEnvelope(e, g.pass)
	must(err)
	return h
}

func (g *gen) bounds() *xdr.TimeBounds {
	if g.chance(.5) {
		return nil
	}
	return &xdr.TimeBounds{MinTime: xdr.TimePoint(g.Intn(2)), MaxTime: xdr.TimePoint(g.Uint64())}
}

func (t *tx) conditions() xdr.Preconditions {
	switch {
	case t.protocol >= 19 && t.chance(.2):
		return noise[xdr.Preconditions](t.gen, &gxdr.Preconditions{})
	case t.chance(.5):
		return xdr.Preconditions{}
	}
	return xdr.Preconditions{Type: xdr.PreconditionTypePrecondTime, TimeBounds: &xdr.TimeBounds{MaxTime: xdr.TimePoint(t.Uint64())}}
}

func (t *tx) sorobanData() *xdr.SorobanTransactionData {
	d := noise[xdr.SorobanTransactionData](t.gen, &gxdr.SorobanTransactionData{})
	d.ResourceFee = xdr.Int64(t.Intn(1e7))
	return &d
}

// balanceShift changes an account's balance.
func (t *tx) balanceShift(a xdr.AccountId, delta int64) xdr.LedgerEntryChanges {
	pre, post := t.shift(delta)
	return updated(t.accountEntry(a, pre), t.accountEntry(a, post))
}

// feeNoise is a change of another account: the reference reads fee changes through, and stumbles over restorations.
func (t *tx) feeNoise() xdr.LedgerEntryChanges {
	switch t.Intn(12) {
	case 0:
		return t.balanceShift(t.freshAccount(), -5)
	case 1:
		return created(t.noiseEntry())
	case 2:
		return removed(t.noiseEntry())
	}
	return nil
}

func (t *tx) fees() {
	if t.soroban && t.chance(.65) {
		t.refund = int64(1 + t.Intn(1e6))
	}
	payer := t.payer.ToAccountId()
	if t.version >= 2 || t.protocol >= 10 {
		t.fee = slices.Concat(t.feeNoise(), t.balanceShift(payer, -t.charged-t.refund), t.feeNoise())
	}
	t.before, t.after = slices.Concat(t.feeNoise(), t.noiseChanges()), t.feeNoise()
	if !t.soroban {
		return
	}
	switch back := t.balanceShift(payer, t.refund); {
	case t.refund == 0 && t.chance(.5):
	case t.lcm < 2:
		t.after = append(t.after, back...)
	default:
		if t.chance(.2) { // the later change is the one that counts
			t.after = append(t.after, t.balanceShift(payer, int64(t.Intn(3)))...)
		}
		t.post = slices.Concat(t.feeNoise(), back, t.feeNoise())
	}
}

// apply says what came of the transaction.
func (t *tx) apply() {
	code, results := t.verdict()
	t.outcome = xdr.TransactionResultResult{Code: code, Results: results}
	ownFailure := !t.success && results == nil && t.chance(.2)
	if t.env.IsFeeBump() && !ownFailure {
		inner := xdr.TransactionEnvelope{Type: xdr.EnvelopeTypeEnvelopeTypeTx, V1: t.env.FeeBump.Tx.InnerTx.V1}
		t.outcome = xdr.TransactionResultResult{Code: xdr.TransactionResultCodeTxFeeBumpInnerFailed,
			InnerResultPair: &xdr.InnerTransactionResultPair{TransactionHash: t.hashOf(inner),
				Result: xdr.InnerTransactionResult{Result: xdr.InnerTransactionResultResult{Code: code, Results: results}}}}
		if t.success {
			t.outcome.Code = xdr.TransactionResultCodeTxFeeBumpInnerSuccess
		}
	}
	t.feeEvents()
	if !t.success {
		return
	}
	for i, o := range t.ops {
		t.opChanges = append(t.opChanges, o.changes)
		t.opEvents = append(t.opEvents, nil)
		switch {
		case t.soroban:
			t.opEvents[i] = t.emitted
		case t.classic:
			t.opEvents[i] = o.cap67Events()
		}
	}
}

// verdict is the result code and, where there are any, the operations' results.
func (t *tx) verdict() (xdr.TransactionResultCode, *[]xdr.OperationResult) {
	results := []xdr.OperationResult{}
	for _, o := range t.ops {
		results = append(results, xdr.OperationResult{Tr: &o.result})
	}
	if t.success {
		return xdr.TransactionResultCodeTxSuccess, &results
	}
	if t.chance(.5) {
		return pick(t.gen, xdr.TransactionResultCodeTxBadSeq, xdr.TransactionResultCodeTxBadAuth, xdr.TransactionResultCodeTxInternalError,
			xdr.TransactionResultCodeTxInsufficientBalance, xdr.TransactionResultCodeTxBadSponsorship, xdr.TransactionResultCodeTxSorobanInvalid,
			xdr.TransactionResultCodeTxBadMinSeqAgeOrGap, xdr.TransactionResultCodeTxMalformed), nil
	}
	failed := &results[t.Intn(len(results))]
	*failed = xdr.OperationResult{Code: pick(t.gen, xdr.OperationResultCodeOpBadAuth, xdr.OperationResultCodeOpNoAccount,
		xdr.OperationResultCodeOpNotSupported, xdr.OperationResultCodeOpExceededWorkLimit)}
	if t.chance(.5) {
		*failed = xdr.OperationResult{Tr: &xdr.OperationResultTr{Type: xdr.OperationTypePayment,
			PaymentResult: &xdr.PaymentResult{Code: xdr.PaymentResultCodePaymentUnderfunded}}}
	}
	return xdr.TransactionResultCodeTxFailed, &results
}

// feeEvents are what a V4 meta says of the fee, and the refund.
func (t *tx) feeEvents() {
	if t.version != 4 || !t.classic {
		return
	}
	payer := t.payer.ToAccountId()
	t.events = []xdr.TransactionEvent{t.feeEvent(xdr.TransactionEventStageTransactionEventStageBeforeAllTxs, payer, t.charged+t.refund)}
	if t.refund > 0 {
		stage := xdr.TransactionEventStageTransactionEventStageAfterTx
		if t.protocol >= 23 {
			stage = xdr.TransactionEventStageTransactionEventStageAfterAllTxs
		}
		t.events = append(t.events, t.feeEvent(stage, payer, -t.refund))
	}
	if t.chance(.1) { // an event that is not about fees
		other := t.feeEvent(xdr.TransactionEventStageTransactionEventStageAfterTx, payer, 1)
		other.Event.Body.V0.Topics[0] = pick(t.gen, sym("other"), str("fee"), u64(1))
		t.events = slices.Insert(t.events, t.Intn(len(t.events)+1), other)
	}
}

func (o *op) cap67Events() (out []xdr.ContractEvent) {
	if o.mint != nil {
		out = append(out, o.cap67(*o.mint, o.tx.memo))
	}
	for _, m := range o.moves {
		out = append(out, o.cap67(m, o.tx.memo))
	}
	if o.burn != nil {
		out = append(out, o.cap67(*o.burn, o.tx.memo))
	}
	if o.wild && o.chance(.1) {
		e := o.tokenEvent(true)
		o.breakEvent(&e)
		out = append(out, e)
	}
	switch o.body.Type {
	case xdr.OperationTypeAllowTrust, xdr.OperationTypeSetTrustLineFlags:
		a := o.credit()
		flag := xdr.ScVal{Type: xdr.ScValTypeScvBool, B: new(true)}
		out = append(out, contractEvent(o.sac(a), flag, sym("set_authorized"), address(accountAddr(o.account())), str(a.StringCanonical())))
	}
	return
}

func (t *tx) pair() xdr.TransactionResultPair {
	return xdr.TransactionResultPair{TransactionHash: t.hash,
		Result: xdr.TransactionResult{FeeCharged: xdr.Int64(t.charged), Result: t.outcome}}
}

func (t *tx) meta() xdr.TransactionMeta {
	ops := []xdr.OperationMeta{}
	for _, c := range t.opChanges {
		ops = append(ops, xdr.OperationMeta{Changes: c})
	}
	switch t.version {
	case 0:
		return xdr.TransactionMeta{Operations: &ops}
	case 1:
		return xdr.TransactionMeta{V: 1, V1: &xdr.TransactionMetaV1{TxChanges: t.before, Operations: ops}}
	case 2:
		return xdr.TransactionMeta{V: 2, V2: &xdr.TransactionMetaV2{TxChangesBefore: t.before, Operations: ops, TxChangesAfter: t.after}}
	case 3:
		return xdr.TransactionMeta{V: 3, V3: &xdr.TransactionMetaV3{TxChangesBefore: t.before, Operations: ops, TxChangesAfter: t.after,
			SorobanMeta: t.sorobanMeta()}}
	}
	return t.metaV4()
}

func (t *tx) metaV4() xdr.TransactionMeta {
	m := &xdr.TransactionMetaV4{TxChangesBefore: t.before, TxChangesAfter: t.after, Events: t.events, DiagnosticEvents: t.diagnostics()}
	for i, c := range t.opChanges {
		m.Operations = append(m.Operations, xdr.OperationMetaV2{Changes: c, Events: t.opEvents[i]})
	}
	if t.soroban && t.chance(.9) {
		m.SorobanMeta = &xdr.SorobanTransactionMetaV2{Ext: t.sorobanExt()}
		if t.success {
			m.SorobanMeta.ReturnValue = new(t.noiseVal())
		}
	}
	return xdr.TransactionMeta{V: 4, V4: m}
}

func (t *tx) sorobanMeta() *xdr.SorobanTransactionMeta {
	if !t.soroban || (!t.success && t.chance(.3)) {
		return nil
	}
	m := &xdr.SorobanTransactionMeta{Ext: t.sorobanExt(), ReturnValue: t.noiseVal(), DiagnosticEvents: t.diagnostics()}
	if t.success {
		m.Events = t.emitted
	}
	return m
}

func (t *tx) sorobanExt() xdr.SorobanTransactionMetaExt {
	if t.chance(.3) {
		return xdr.SorobanTransactionMetaExt{}
	}
	return xdr.SorobanTransactionMetaExt{V: 1, V1: &xdr.SorobanTransactionMetaExtV1{TotalRefundableResourceFeeCharged: t.amount()}}
}

// diagnostics repeat the contract's events, which must not count twice.
func (t *tx) diagnostics() (out []xdr.DiagnosticEvent) {
	if !t.soroban || t.chance(.6) {
		return nil
	}
	for _, e := range t.emitted {
		out = append(out, xdr.DiagnosticEvent{InSuccessfulContractCall: t.success, Event: e})
	}
	return append(out, noise[xdr.DiagnosticEvent](t.gen, &gxdr.DiagnosticEvent{}))
}
