package generate

import (
	"bytes"
	"math"
	"math/rand"

	goxdr "github.com/xdrpp/goxdr/xdr"

	"github.com/stellar/go-stellar-sdk/gxdr"
	"github.com/stellar/go-stellar-sdk/randxdr"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// gen is the state of one generator run; everything random comes from its Rand.
type gen struct {
	*rand.Rand
	pass    string
	unified bool

	accounts []xdr.AccountId
	issuers  []xdr.AccountId
	assets   []xdr.Asset

	// of the ledger being made
	seq      uint32
	close    uint64
	lcm      int32
	protocol uint32
	wild     bool // ignore which protocol introduced which operation
	classic  bool // V4 metas carry the CAP-67 events of classic operations
}

func newGen(seed int64, pass string, unified bool) *gen {
	g := &gen{Rand: rand.New(rand.NewSource(seed)), pass: pass, unified: unified}
	for range 12 {
		g.accounts = append(g.accounts, g.freshAccount())
	}
	g.issuers = g.accounts[:5]
	g.assets = []xdr.Asset{xdr.MustNewNativeAsset()}
	for range 9 {
		g.assets = append(g.assets, g.freshAsset())
	}
	g.seq = uint32(2 + g.Intn(50_000_000))
	if g.chance(.1) {
		g.seq += 3_000_000_000 // does not fit a signed 32-bit number
	}
	g.close = uint64(1_443_000_000 + g.Intn(300_000_000))
	return g
}

func pick[T any](g *gen, xs ...T) T { return xs[g.Intn(len(xs))] }

func shuffle[T any](g *gen, xs []T) {
	g.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
}

func (g *gen) chance(p float64) bool { return g.Float64() < p }

func (g *gen) bytes(n int) []byte {
	b := make([]byte, n)
	g.Read(b)
	return b
}

func (g *gen) hash() (h xdr.Hash) {
	g.Read(h[:])
	return
}

func accountID(key xdr.Uint256) xdr.AccountId {
	return xdr.AccountId{Type: xdr.PublicKeyTypePublicKeyTypeEd25519, Ed25519: &key}
}

func (g *gen) freshAccount() xdr.AccountId { return accountID(xdr.Uint256(g.hash())) }

// account is mostly one of a few, so that parties meet; one in four issues assets.
func (g *gen) account() xdr.AccountId {
	switch {
	case g.chance(.2):
		return g.freshAccount()
	case g.chance(.15):
		return pick(g, g.issuers...)
	}
	return pick(g, g.accounts...)
}

func (g *gen) muxedID() uint64 {
	return pick(g, 0, 1, uint64(g.Intn(1e6)), g.Uint64(), math.MaxUint64, math.MaxInt64, math.MaxInt64+1)
}

func (g *gen) mux(a xdr.AccountId) xdr.MuxedAccount {
	if g.chance(.7) || (g.protocol < 13 && !g.wild) {
		return xdr.MuxedAccount{Type: xdr.CryptoKeyTypeKeyTypeEd25519, Ed25519: a.Ed25519}
	}
	return xdr.MuxedAccount{
		Type:     xdr.CryptoKeyTypeKeyTypeMuxedEd25519,
		Med25519: &xdr.MuxedAccountMed25519{Id: xdr.Uint64(g.muxedID()), Ed25519: *a.Ed25519},
	}
}

func (g *gen) muxed() xdr.MuxedAccount { return g.mux(g.account()) }

func (g *gen) freshAsset() xdr.Asset {
	const alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	code := make([]byte, 1+g.Intn(12))
	for i := range code {
		code[i] = alnum[g.Intn(len(alnum))]
	}
	return xdr.MustNewCreditAsset(string(code), pick(g, g.issuers...).Address())
}

func (g *gen) asset() xdr.Asset {
	switch {
	case g.chance(.35):
		return g.assets[0]
	case g.chance(.1):
		return g.freshAsset()
	case g.wild && g.chance(.04):
		return g.oddAsset()
	}
	return pick(g, g.assets...)
}

// oddAsset has a code that the format can carry but no network would take.
func (g *gen) oddAsset() (a xdr.Asset) {
	code, by := pick(g, "", "USD", "A\x00B", "$", "é", "a:b"), pick(g, g.issuers...)
	if g.chance(.5) {
		a = xdr.Asset{Type: xdr.AssetTypeAssetTypeCreditAlphanum4, AlphaNum4: &xdr.AlphaNum4{Issuer: by}}
		copy(a.AlphaNum4.AssetCode[:], code)
		return
	}
	a = xdr.Asset{Type: xdr.AssetTypeAssetTypeCreditAlphanum12, AlphaNum12: &xdr.AlphaNum12{Issuer: by}}
	copy(a.AlphaNum12.AssetCode[:], code)
	return
}

func (g *gen) credit() xdr.Asset {
	for {
		if a := g.asset(); !a.IsNative() {
			return a
		}
	}
}

// around is an account that is often the issuer of the asset.
func (g *gen) around(a xdr.Asset) xdr.AccountId {
	if !a.IsNative() && g.chance(.2) {
		return issuer(a)
	}
	return g.account()
}

func issuer(a xdr.Asset) xdr.AccountId {
	id, err := a.GetIssuerAccountId()
	must(err)
	return id
}

func (g *gen) amount() xdr.Int64 {
	switch n := g.Intn(100); {
	case n < 4:
		return xdr.Int64(g.Intn(2))
	case n < 7:
		return math.MaxInt64 - xdr.Int64(g.Intn(2))
	case n < 20:
		return xdr.Int64(1 + g.Int63n(1e17))
	}
	return xdr.Int64(1 + g.Int63n(1e12))
}

func (g *gen) price() xdr.Price {
	return xdr.Price{N: xdr.Int32(1 + g.Int31n(1e6)), D: xdr.Int32(1 + g.Int31n(1e6))}
}

func (g *gen) balanceID() xdr.ClaimableBalanceId {
	return xdr.ClaimableBalanceId{V0: new(g.hash())}
}

type pool struct {
	id   xdr.PoolId
	a, b xdr.Asset
}

func (g *gen) pool() pool {
	for {
		a, b := g.asset(), g.asset()
		if b.LessThan(a) {
			a, b = b, a
		}
		if id, err := xdr.NewPoolId(a, b, xdr.LiquidityPoolFeeV18); err == nil {
			return pool{id, a, b}
		}
	}
}

func (g *gen) text() string {
	switch g.Intn(40) {
	case 0:
		return string(append(g.bytes(g.Intn(10)), 0xff))
	case 1, 2, 3:
		return ""
	}
	return pick(g, "hello", "2106283", "ünïcödé ☂ 🚀", "a\x00b", "\"quoted\\\"\n\t", "<&>\u2028", "twenty-eight bytes of a memo")
}

func (g *gen) memo() xdr.Memo {
	switch g.Intn(9) {
	case 0:
		return xdr.Memo{Type: xdr.MemoTypeMemoText, Text: new(g.text())}
	case 1:
		return xdr.Memo{Type: xdr.MemoTypeMemoId, Id: new(xdr.Uint64(g.muxedID()))}
	case 2:
		return xdr.Memo{Type: xdr.MemoTypeMemoHash, Hash: new(g.hash())}
	case 3:
		return xdr.Memo{Type: xdr.MemoTypeMemoReturn, RetHash: new(g.hash())}
	}
	return xdr.Memo{}
}

// noise fills an XDR value with anything its definition allows: what the
// extractor must be able to read over, without looking at it.
func noise[T any](g *gen, shape goxdr.XdrType) (out T) {
	r := randxdr.Generator{MaxBytesSize: 40, MaxVecLen: 3, Source: g.Rand}
	r.Next(shape, randxdr.LedgerCloseMetaPresets)
	_, err := xdr.Unmarshal(bytes.NewReader(gxdr.Dump(shape)), &out)
	must(err)
	return
}

func (g *gen) noiseVal() xdr.ScVal { return noise[xdr.ScVal](g, &gxdr.SCVal{}) }

// noiseEntry is any ledger entry but those of which the extractor counts occurrences.
func (g *gen) noiseEntry() xdr.LedgerEntry {
	for {
		e := noise[xdr.LedgerEntry](g, &gxdr.LedgerEntry{})
		t := e.Data.Type
		if t != xdr.LedgerEntryTypeClaimableBalance && t != xdr.LedgerEntryTypeLiquidityPool {
			return e
		}
	}
}

func (g *gen) noiseChanges() xdr.LedgerEntryChanges {
	if !g.chance(.15) {
		return nil
	}
	e := g.noiseEntry()
	switch n := g.Intn(6); {
	case n == 0:
		return created(e)
	case n < 3:
		return updated(e, e)
	case n == 3 || g.protocol < 23:
		return removed(e)
	case n == 4:
		return xdr.LedgerEntryChanges{{Type: xdr.LedgerEntryChangeTypeLedgerEntryRestored, Restored: &e}}
	}
	restored := pick(g, updated(e, e), removed(e))
	restored[0] = xdr.LedgerEntryChange{Type: xdr.LedgerEntryChangeTypeLedgerEntryRestored, Restored: &e}
	return restored
}

func created(e xdr.LedgerEntry) xdr.LedgerEntryChanges {
	return xdr.LedgerEntryChanges{{Type: xdr.LedgerEntryChangeTypeLedgerEntryCreated, Created: &e}}
}

func updated(pre, post xdr.LedgerEntry) xdr.LedgerEntryChanges {
	return xdr.LedgerEntryChanges{
		{Type: xdr.LedgerEntryChangeTypeLedgerEntryState, State: &pre},
		{Type: xdr.LedgerEntryChangeTypeLedgerEntryUpdated, Updated: &post},
	}
}

func removed(e xdr.LedgerEntry) xdr.LedgerEntryChanges {
	key, err := e.LedgerKey()
	must(err)
	return xdr.LedgerEntryChanges{
		{Type: xdr.LedgerEntryChangeTypeLedgerEntryState, State: &e},
		{Type: xdr.LedgerEntryChangeTypeLedgerEntryRemoved, Removed: &key},
	}
}

func (g *gen) entry(d xdr.LedgerEntryData) xdr.LedgerEntry {
	e := xdr.LedgerEntry{LastModifiedLedgerSeq: xdr.Uint32(g.seq), Data: d}
	if g.chance(.2) {
		e.Ext = xdr.LedgerEntryExt{V: 1, V1: &xdr.LedgerEntryExtensionV1{}}
		if g.chance(.5) {
			e.Ext.V1.SponsoringId = new(g.account())
		}
	}
	return e
}

func (g *gen) accountEntry(id xdr.AccountId, balance xdr.Int64) xdr.LedgerEntry {
	a := xdr.AccountEntry{AccountId: id, Balance: balance, SeqNum: xdr.SequenceNumber(g.Int63())}
	if g.chance(.2) {
		rich := noise[xdr.AccountEntry](g, &gxdr.AccountEntry{})
		rich.AccountId, rich.Balance = id, balance
		a = rich
	}
	return g.entry(xdr.LedgerEntryData{Type: xdr.LedgerEntryTypeAccount, Account: &a})
}

func (g *gen) trustEntry(id xdr.AccountId, asset xdr.TrustLineAsset, balance xdr.Int64) xdr.LedgerEntry {
	t := xdr.TrustLineEntry{AccountId: id, Asset: asset, Balance: balance, Limit: math.MaxInt64, Flags: 1}
	if g.chance(.2) {
		rich := noise[xdr.TrustLineEntry](g, &gxdr.TrustLineEntry{})
		rich.AccountId, rich.Asset, rich.Balance = id, asset, balance
		t = rich
	}
	return g.entry(xdr.LedgerEntryData{Type: xdr.LedgerEntryTypeTrustline, TrustLine: &t})
}

func (g *gen) balanceEntry(id xdr.ClaimableBalanceId, asset xdr.Asset, amount xdr.Int64) xdr.LedgerEntry {
	c := xdr.ClaimableBalanceEntry{BalanceId: id, Asset: asset, Amount: amount, Claimants: g.claimants()}
	return g.entry(xdr.LedgerEntryData{Type: xdr.LedgerEntryTypeClaimableBalance, ClaimableBalance: &c})
}

func (g *gen) claimants() []xdr.Claimant {
	cs := []xdr.Claimant{{V0: &xdr.ClaimantV0{Destination: g.account()}}}
	if g.chance(.3) {
		cs = append(cs, xdr.Claimant{V0: &xdr.ClaimantV0{Destination: g.account(), Predicate: g.predicate(3)}})
	}
	return cs
}

func (g *gen) predicate(depth int) xdr.ClaimPredicate {
	n := g.Intn(6)
	if depth == 0 {
		n = 3 + g.Intn(3)
	}
	switch n {
	case 0:
		return xdr.ClaimPredicate{Type: xdr.ClaimPredicateTypeClaimPredicateAnd,
			AndPredicates: &[]xdr.ClaimPredicate{g.predicate(depth - 1), g.predicate(depth - 1)}}
	case 1:
		return xdr.ClaimPredicate{Type: xdr.ClaimPredicateTypeClaimPredicateOr,
			OrPredicates: &[]xdr.ClaimPredicate{g.predicate(depth - 1), g.predicate(depth - 1)}}
	case 2:
		return xdr.ClaimPredicate{Type: xdr.ClaimPredicateTypeClaimPredicateNot,
			NotPredicate: new(new(g.predicate(depth - 1)))}
	case 3:
		return xdr.ClaimPredicate{Type: xdr.ClaimPredicateTypeClaimPredicateBeforeAbsoluteTime, AbsBefore: new(g.amount())}
	case 4:
		return xdr.ClaimPredicate{Type: xdr.ClaimPredicateTypeClaimPredicateBeforeRelativeTime, RelBefore: new(g.amount())}
	}
	return xdr.ClaimPredicate{}
}

func (g *gen) poolEntry(p pool, a, b xdr.Int64) xdr.LedgerEntry {
	l := xdr.LiquidityPoolEntry{LiquidityPoolId: p.id, Body: xdr.LiquidityPoolEntryBody{
		ConstantProduct: &xdr.LiquidityPoolEntryConstantProduct{
			Params:          xdr.LiquidityPoolConstantProductParameters{AssetA: p.a, AssetB: p.b, Fee: xdr.LiquidityPoolFeeV18},
			ReserveA:        a,
			ReserveB:        b,
			TotalPoolShares: xdr.Int64(g.Int63()),
		},
	}}
	return g.entry(xdr.LedgerEntryData{Type: xdr.LedgerEntryTypeLiquidityPool, LiquidityPool: &l})
}

// shift is a pair of balances that differ by delta.
func (g *gen) shift(delta int64) (pre, post xdr.Int64) {
	low := g.Int63n(1e9)
	if delta == math.MinInt64 {
		delta++
	}
	room := math.MaxInt64 - max(delta, -delta)
	low = min(low, room)
	if delta < 0 {
		return xdr.Int64(low - delta), xdr.Int64(low)
	}
	return xdr.Int64(low), xdr.Int64(low + delta)
}
