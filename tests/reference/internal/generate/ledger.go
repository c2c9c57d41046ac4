// Package generate makes random well-formed ledgers: every operation that moves tokens, every
// version of the formats, and now and then a ledger broken on purpose. The same seed, passphrase
// and mode make the same ledgers.
package generate

import (
	"github.com/stellar/go-stellar-sdk/gxdr"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// Generator makes one ledger after the other, with rising sequence numbers.
type Generator struct {
	state *gen
}

// New starts a series. With unified set, every transaction carries the CAP-67 events of its
// operations, as a node that emits classic events writes them; without, two in five ledgers of
// TransactionMeta V4 do.
func New(seed int64, passphrase string, unified bool) Generator {
	return Generator{newGen(seed, passphrase, unified)}
}

// Next is the XDR of the next LedgerCloseMeta.
func (g Generator) Next() []byte {
	ledger, err := g.state.ledger().MarshalBinary()
	must(err)
	return ledger
}

// must is for what cannot fail unless the generator itself is wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// ledger makes the next ledger; a few are broken on purpose.
func (g *gen) ledger() xdr.LedgerCloseMeta {
	g.seq += uint32(1 + g.Intn(3))
	g.close += uint64(g.Intn(20))
	g.lcm = int32(g.Intn(3))
	g.protocol = [...]uint32{uint32(1 + g.Intn(19)), uint32(20 + g.Intn(3)), uint32(23 + g.Intn(6))}[g.lcm]
	g.wild = g.chance(.12)
	g.classic = g.unified || g.chance(.4)
	var txs []*tx
	for range g.Intn(13) {
		txs = append(txs, g.transaction())
	}
	if g.chance(.05) {
		g.sabotage(txs)
	}
	return g.assemble(txs)
}

func (g *gen) header() xdr.LedgerHeaderHistoryEntry {
	value := xdr.StellarValue{TxSetHash: g.hash(), CloseTime: xdr.TimePoint(g.close)}
	if g.chance(.01) {
		value.CloseTime = pick[xdr.TimePoint](g, 0, 1, 1<<31, 1<<32, 253_402_300_799)
	}
	if g.chance(.5) {
		value.Ext = xdr.StellarValueExt{V: xdr.StellarValueTypeStellarValueSigned, LcValueSignature: &xdr.LedgerCloseValueSignature{
			NodeId: xdr.NodeId(g.freshAccount()), Signature: g.bytes(64)}}
	}
	for range g.Intn(3) {
		value.Upgrades = append(value.Upgrades, g.bytes(g.Intn(12)))
	}
	h := xdr.LedgerHeader{
		LedgerVersion: xdr.Uint32(g.protocol), PreviousLedgerHash: g.hash(), ScpValue: value, TxSetResultHash: g.hash(),
		BucketListHash: g.hash(), LedgerSeq: xdr.Uint32(g.seq), TotalCoins: g.amount(), FeePool: g.amount(), BaseFee: 100,
		BaseReserve: 5_000_000, MaxTxSetSize: 1000, IdPool: xdr.Uint64(g.Uint64()), InflationSeq: 7,
	}
	if g.chance(.3) {
		h.Ext = xdr.LedgerHeaderExt{V: 1, V1: &xdr.LedgerHeaderExtensionV1{Flags: 7}}
	}
	return xdr.LedgerHeaderHistoryEntry{Hash: g.hash(), Header: h}
}

func (g *gen) assemble(txs []*tx) xdr.LedgerCloseMeta {
	switch g.lcm {
	case 0:
		return xdr.LedgerCloseMeta{V0: &xdr.LedgerCloseMetaV0{
			LedgerHeader: g.header(), TxSet: xdr.TransactionSet{PreviousLedgerHash: g.hash(), Txs: g.envelopes(txs, nil)},
			TxProcessing: processing(txs), UpgradesProcessing: g.upgrades(), ScpInfo: g.scp(),
		}}
	case 1:
		return xdr.LedgerCloseMeta{V: 1, V1: &xdr.LedgerCloseMetaV1{
			Ext: g.ext(), LedgerHeader: g.header(), TxSet: g.txSet(txs), TxProcessing: processing(txs), UpgradesProcessing: g.upgrades(),
			ScpInfo: g.scp(), TotalByteSizeOfLiveSorobanState: xdr.Uint64(g.Uint64()), EvictedKeys: g.keys(),
		}}
	}
	return xdr.LedgerCloseMeta{V: 2, V2: &xdr.LedgerCloseMetaV2{
		Ext: g.ext(), LedgerHeader: g.header(), TxSet: g.txSet(txs), TxProcessing: processingV1(txs), UpgradesProcessing: g.upgrades(),
		ScpInfo: g.scp(), TotalByteSizeOfLiveSorobanState: xdr.Uint64(g.Uint64()), EvictedKeys: g.keys(),
	}}
}

func (g *gen) ext() xdr.LedgerCloseMetaExt {
	if g.chance(.5) {
		return xdr.LedgerCloseMetaExt{}
	}
	return xdr.LedgerCloseMetaExt{V: 1, V1: &xdr.LedgerCloseMetaExtV1{SorobanFeeWrite1Kb: g.amount()}}
}

func (g *gen) upgrades() (out []xdr.UpgradeEntryMeta) {
	if g.chance(.06) {
		out = append(out, noise[xdr.UpgradeEntryMeta](g, &gxdr.UpgradeEntryMeta{}))
	}
	return
}

func (g *gen) scp() (out []xdr.ScpHistoryEntry) {
	if g.chance(.06) {
		out = append(out, noise[xdr.ScpHistoryEntry](g, &gxdr.SCPHistoryEntry{}))
	}
	return
}

func (g *gen) keys() (out []xdr.LedgerKey) {
	for g.chance(.15) {
		out = append(out, noise[xdr.LedgerKey](g, &gxdr.LedgerKey{}))
	}
	return
}

func processing(txs []*tx) (out []xdr.TransactionResultMeta) {
	for _, t := range txs {
		out = append(out, xdr.TransactionResultMeta{Result: t.pair(), FeeProcessing: t.fee, TxApplyProcessing: t.meta()})
	}
	return
}

func processingV1(txs []*tx) (out []xdr.TransactionResultMetaV1) {
	for _, t := range txs {
		out = append(out, xdr.TransactionResultMetaV1{Result: t.pair(), FeeProcessing: t.fee, TxApplyProcessing: t.meta(),
			PostTxApplyFeeProcessing: t.post})
	}
	return
}

// envelopes are the transactions' envelopes in the order of a transaction set, not of their application.
func (g *gen) envelopes(txs []*tx, soroban *bool) []xdr.TransactionEnvelope {
	out := []xdr.TransactionEnvelope{}
	for _, t := range txs {
		if soroban == nil || *soroban == t.soroban {
			out = append(out, t.env)
		}
	}
	shuffle(g, out)
	return out
}

func (g *gen) txSet(txs []*tx) xdr.GeneralizedTransactionSet {
	classic, soroban := g.envelopes(txs, new(false)), g.envelopes(txs, new(true))
	phases := []xdr.TransactionPhase{g.components(classic)}
	switch {
	case g.protocol >= 23 && g.chance(.8):
		phases = append(phases, g.parallel(soroban))
	case len(soroban) > 0 || g.chance(.8):
		phases = append(phases, g.components(soroban))
	}
	return xdr.GeneralizedTransactionSet{V: 1, V1TxSet: &xdr.TransactionSetV1{PreviousLedgerHash: g.hash(), Phases: phases}}
}

func (g *gen) baseFee() *xdr.Int64 {
	if g.chance(.5) {
		return nil
	}
	return new(xdr.Int64(100 + g.Intn(1e6)))
}

func (g *gen) components(envs []xdr.TransactionEnvelope) xdr.TransactionPhase {
	out := []xdr.TxSetComponent{}
	for _, part := range split(g, envs) {
		out = append(out, xdr.TxSetComponent{TxsMaybeDiscountedFee: &xdr.TxSetComponentTxsMaybeDiscountedFee{BaseFee: g.baseFee(), Txs: part}})
	}
	return xdr.TransactionPhase{V0Components: &out}
}

func (g *gen) parallel(envs []xdr.TransactionEnvelope) xdr.TransactionPhase {
	out := &xdr.ParallelTxsComponent{BaseFee: g.baseFee()}
	for _, part := range split(g, envs) {
		var stage xdr.ParallelTxExecutionStage
		for _, cluster := range split(g, part) {
			stage = append(stage, cluster)
		}
		out.ExecutionStages = append(out.ExecutionStages, stage)
	}
	return xdr.TransactionPhase{V: 1, ParallelTxsComponent: out}
}

// split cuts xs into runs of random length.
func split[T any](g *gen, xs []T) (out [][]T) {
	for len(xs) > 0 {
		n := 1 + g.Intn(len(xs))
		out = append(out, xs[:n])
		xs = xs[n:]
	}
	return
}
