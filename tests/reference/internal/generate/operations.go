package generate

import (
	"math"
	"math/big"

	"github.com/stellar/go-stellar-sdk/gxdr"
	"github.com/stellar/go-stellar-sdk/processors/token_transfer"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// party is one side of a move; id is set where the account was named by an M address.
type party struct {
	addr xdr.ScAddress
	id   *xdr.Uint64
}

func account(m xdr.MuxedAccount) party {
	p := party{addr: accountAddr(m.ToAccountId())}
	if m.Med25519 != nil {
		p.id = &m.Med25519.Id
	}
	return p
}

// move is what an operation did to balances.
type move struct {
	kind     string // where the parties do not say it: mint, burn, clawback
	from, to party
	asset    xdr.Asset
	amount   xdr.Int64
	announce bool // the event names the muxed destination
}

func (m move) issued(p party) bool {
	return !m.asset.IsNative() && p.addr.AccountId != nil && p.addr.AccountId.Equals(issuer(m.asset))
}

func (m move) derivedKind() string {
	from, to := m.issued(m.from), m.issued(m.to)
	switch {
	case from == to:
		return "transfer"
	case from:
		return "mint"
	}
	return "burn"
}

func (m move) announced(memo xdr.Memo) *xdr.ScVal {
	if !m.announce || m.to.addr.AccountId == nil {
		return nil
	}
	if m.to.id != nil {
		return new(u64(uint64(*m.to.id)))
	}
	switch memo.Type {
	case xdr.MemoTypeMemoText:
		return new(str(*memo.Text))
	case xdr.MemoTypeMemoId:
		return new(u64(uint64(*memo.Id)))
	case xdr.MemoTypeMemoHash:
		return new(blob(memo.Hash[:]))
	case xdr.MemoTypeMemoReturn:
		return new(blob(memo.RetHash[:]))
	}
	return nil
}

// op is an operation being made: what was asked, what came of it.
type op struct {
	*gen
	tx      *tx
	index   uint32
	src     xdr.MuxedAccount
	body    xdr.OperationBody
	result  xdr.OperationResultTr
	changes xdr.LedgerEntryChanges
	moves   []move
	mint    *move // what protocols before 8 did to the source's balance unasked
	burn    *move
	own     map[string]bool // accounts whose entry the operation itself changes
}

type opKind struct {
	typ   xdr.OperationType
	since uint32
	until uint32
	make  func(*op)
}

var opKinds = []opKind{
	{xdr.OperationTypeCreateAccount, 1, 99, createAccount},
	{xdr.OperationTypePayment, 1, 99, payment},
	{xdr.OperationTypePathPaymentStrictReceive, 1, 99, strictReceive},
	{xdr.OperationTypeManageSellOffer, 1, 99, sellOffer},
	{xdr.OperationTypeCreatePassiveSellOffer, 1, 99, passiveOffer},
	{xdr.OperationTypeSetOptions, 1, 99, setOptions},
	{xdr.OperationTypeChangeTrust, 1, 99, changeTrust},
	{xdr.OperationTypeAllowTrust, 1, 99, allowTrust},
	{xdr.OperationTypeAccountMerge, 1, 99, accountMerge},
	{xdr.OperationTypeInflation, 1, 11, inflation},
	{xdr.OperationTypeManageData, 1, 99, manageData},
	{xdr.OperationTypeBumpSequence, 10, 99, bumpSequence},
	{xdr.OperationTypeManageBuyOffer, 11, 99, buyOffer},
	{xdr.OperationTypePathPaymentStrictSend, 12, 99, strictSend},
	{xdr.OperationTypeCreateClaimableBalance, 14, 99, createBalance},
	{xdr.OperationTypeClaimClaimableBalance, 14, 99, claimBalance},
	{xdr.OperationTypeBeginSponsoringFutureReserves, 14, 99, beginSponsoring},
	{xdr.OperationTypeEndSponsoringFutureReserves, 14, 99, endSponsoring},
	{xdr.OperationTypeRevokeSponsorship, 14, 99, revokeSponsorship},
	{xdr.OperationTypeClawback, 17, 99, clawback},
	{xdr.OperationTypeClawbackClaimableBalance, 17, 99, clawbackBalance},
	{xdr.OperationTypeSetTrustLineFlags, 17, 99, setTrustLineFlags},
	{xdr.OperationTypeLiquidityPoolDeposit, 18, 99, deposit},
	{xdr.OperationTypeLiquidityPoolWithdraw, 18, 99, withdraw},
}

// classicOp makes an operation of a kind that the ledger's protocol knows.
func (g *gen) classicOp(t *tx, index uint32) *op {
	for {
		k := pick(g, opKinds...)
		if g.wild || (k.since <= g.protocol && g.protocol <= k.until) {
			return g.makeOp(t, index, k.make)
		}
	}
}

func (g *gen) sorobanOp(t *tx) *op {
	return g.makeOp(t, 0, pick(g, invoke, invoke, invoke, invoke, invoke, invoke, extendTTL, restore))
}

func (g *gen) makeOp(t *tx, index uint32, build func(*op)) *op {
	o := &op{gen: g, tx: t, index: index, src: t.source, own: map[string]bool{}}
	if g.chance(.4) {
		o.src = g.muxed()
	}
	build(o)
	o.balances()
	o.changes = append(o.noiseChanges(), append(o.changes, o.noiseChanges()...)...)
	return o
}

func (o *op) operation() xdr.Operation {
	if o.src == o.tx.source {
		return xdr.Operation{Body: o.body}
	}
	return xdr.Operation{SourceAccount: &o.src, Body: o.body}
}

func (o *op) set(t xdr.OperationType, body, result any) {
	var err error
	o.body, err = xdr.NewOperationBody(t, body)
	must(err)
	o.result, err = xdr.NewOperationResultTr(t, result)
	must(err)
}

func (o *op) change(cs xdr.LedgerEntryChanges) { o.changes = append(o.changes, cs...) }

func (o *op) move(from, to party, asset xdr.Asset, amount xdr.Int64, announce bool) {
	o.moves = append(o.moves, move{from: from, to: to, asset: asset, amount: amount, announce: announce})
}

func (o *op) source() party { return account(o.src) }

// sourceOf makes the operation's source the issuer of the asset now and then.
func (o *op) sourceOf(a xdr.Asset) {
	if !a.IsNative() && o.chance(.15) {
		o.src = o.mux(issuer(a))
	}
}

// holding is a balance of an account in an asset.
type holding struct {
	account xdr.AccountId
	asset   xdr.Asset
}

func (h holding) key() string { return h.account.Address() + h.asset.StringCanonical() }

// balances writes the account and trustline changes that the moves imply.
func (o *op) balances() {
	sums, order := map[string]*big.Int{}, []holding{}
	add := func(m move, p party, sign int64) {
		if p.addr.AccountId == nil || m.issued(p) {
			return
		}
		h := holding{*p.addr.AccountId, m.asset}
		if sums[h.key()] == nil {
			sums[h.key()] = new(big.Int)
			order = append(order, h)
		}
		sums[h.key()].Add(sums[h.key()], big.NewInt(sign*int64(m.amount)))
	}
	for _, m := range o.moves {
		add(m, m.from, -1)
		add(m, m.to, 1)
	}
	self := holding{o.src.ToAccountId(), o.assets[0]}
	if o.protocol < 8 && o.chance(.5) {
		add(move{asset: self.asset}, o.source(), 1)
		o.unasked(sums[self.key()])
	}
	for _, h := range order {
		if o.own[h.key()] {
			continue
		}
		o.change(o.holdingChange(h, clamp(sums[h.key()])))
	}
}

// unasked is the money that early protocols made or lost without an operation saying so.
func (o *op) unasked(sum *big.Int) {
	n := o.amount()
	if o.chance(.5) {
		sum.Add(sum, big.NewInt(int64(n)))
		o.mint = &move{kind: "mint", to: o.source(), asset: o.assets[0], amount: n}
		return
	}
	sum.Sub(sum, big.NewInt(int64(n)))
	o.burn = &move{kind: "burn", from: o.source(), asset: o.assets[0], amount: n}
}

func clamp(n *big.Int) int64 {
	switch {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}

func (o *op) holdingChange(h holding, delta int64) xdr.LedgerEntryChanges {
	pre, post := o.shift(delta)
	if h.asset.IsNative() {
		return updated(o.accountEntry(h.account, pre), o.accountEntry(h.account, post))
	}
	asset := h.asset.ToTrustLineAsset()
	return updated(o.trustEntry(h.account, asset, pre), o.trustEntry(h.account, asset, post))
}

func createAccount(o *op) {
	to, n := o.freshAccount(), o.amount()
	o.set(xdr.OperationTypeCreateAccount, xdr.CreateAccountOp{Destination: to, StartingBalance: n}, xdr.CreateAccountResult{})
	o.own[holding{to, o.assets[0]}.key()] = true
	o.change(created(o.accountEntry(to, n)))
	o.move(o.source(), account(to.ToMuxedAccount()), o.assets[0], n, true)
}

func accountMerge(o *op) {
	to, n := o.muxed(), o.amount()
	if o.wild && o.chance(.3) {
		o.set(xdr.OperationTypeAccountMerge, to, xdr.AccountMergeResult{Code: xdr.AccountMergeResultCodeAccountMergeNoAccount})
		return
	}
	o.set(xdr.OperationTypeAccountMerge, to, xdr.AccountMergeResult{SourceAccountBalance: &n})
	from := o.src.ToAccountId()
	o.own[holding{from, o.assets[0]}.key()] = true
	o.change(removed(o.accountEntry(from, n)))
	o.move(o.source(), account(to), o.assets[0], n, true)
}

func payment(o *op) {
	a, n := o.asset(), o.amount()
	o.sourceOf(a)
	to := o.mux(o.around(a))
	if o.chance(.08) {
		to = o.mux(o.src.ToAccountId())
	}
	o.set(xdr.OperationTypePayment, xdr.PaymentOp{Destination: to, Asset: a, Amount: n}, xdr.PaymentResult{})
	o.move(o.source(), account(to), a, n, true)
}

func inflation(o *op) {
	paid := []xdr.InflationPayout{}
	for range o.Intn(5) {
		p := xdr.InflationPayout{Destination: o.account(), Amount: o.amount()}
		paid = append(paid, p)
		o.moves = append(o.moves, move{kind: "mint", to: party{addr: accountAddr(p.Destination)}, asset: o.assets[0], amount: p.Amount})
	}
	o.set(xdr.OperationTypeInflation, nil, xdr.InflationResult{Payouts: &paid})
}

// atom is one trade of the operation's source, told to the moves as well.
func (o *op) atom() xdr.ClaimAtom {
	sold, bought := o.asset(), o.asset()
	nSold, nBought := o.amount(), o.amount()
	if o.chance(.1) {
		nSold = 0
	}
	if o.chance(.1) {
		nBought = 0
	}
	offer := xdr.Int64(o.Int63())
	seller, me := o.around(pick(o.gen, sold, bought)), o.source()
	other := party{addr: accountAddr(seller)}
	out := xdr.ClaimAtom{Type: xdr.ClaimAtomTypeClaimAtomTypeOrderBook, OrderBook: &xdr.ClaimOfferAtom{SellerId: seller, OfferId: offer,
		AssetSold: sold, AmountSold: nSold, AssetBought: bought, AmountBought: nBought}}
	switch kind := o.Intn(3); {
	case o.protocol < 18 && !o.wild || o.wild && kind == 0:
		out = xdr.ClaimAtom{V0: &xdr.ClaimOfferAtomV0{SellerEd25519: *seller.Ed25519, OfferId: offer,
			AssetSold: sold, AmountSold: nSold, AssetBought: bought, AmountBought: nBought}}
	case kind == 1:
		p := o.pool()
		other = party{addr: poolAddr(p.id)}
		out = xdr.ClaimAtom{Type: xdr.ClaimAtomTypeClaimAtomTypeLiquidityPool, LiquidityPool: &xdr.ClaimLiquidityAtom{LiquidityPoolId: p.id,
			AssetSold: sold, AmountSold: nSold, AssetBought: bought, AmountBought: nBought}}
	}
	o.move(other, me, sold, nSold, false)
	o.move(me, other, bought, nBought, false)
	return out
}

func (o *op) atoms() []xdr.ClaimAtom {
	var out []xdr.ClaimAtom
	for range o.Intn(5) {
		out = append(out, o.atom())
	}
	return out
}

func (o *op) offerResult() *xdr.ManageOfferSuccessResult {
	r := &xdr.ManageOfferSuccessResult{OffersClaimed: o.atoms()}
	r.Offer.Effect = pick(o.gen, xdr.ManageOfferEffectManageOfferCreated, xdr.ManageOfferEffectManageOfferUpdated, xdr.ManageOfferEffectManageOfferDeleted)
	if r.Offer.Effect != xdr.ManageOfferEffectManageOfferDeleted {
		offer := xdr.OfferEntry{SellerId: o.src.ToAccountId(), OfferId: xdr.Int64(o.Int63()), Selling: o.asset(), Buying: o.asset(), Amount: o.amount(), Price: o.price()}
		r.Offer.Offer = &offer
		o.change(created(o.entry(xdr.LedgerEntryData{Type: xdr.LedgerEntryTypeOffer, Offer: &offer})))
	}
	return r
}

func sellOffer(o *op) {
	a := o.asset()
	o.sourceOf(a)
	o.set(xdr.OperationTypeManageSellOffer, xdr.ManageSellOfferOp{Selling: a, Buying: o.asset(), Amount: o.amount(), Price: o.price()},
		xdr.ManageSellOfferResult{Success: o.offerResult()})
}

// passiveOffer has the result of a ManageSellOffer, as stellar-core has it; with its own the reference panics.
func passiveOffer(o *op) {
	a := o.asset()
	o.sourceOf(a)
	o.set(xdr.OperationTypeCreatePassiveSellOffer, xdr.CreatePassiveSellOfferOp{Selling: a, Buying: o.asset(), Amount: o.amount(), Price: o.price()},
		xdr.ManageSellOfferResult{Success: o.offerResult()})
	o.result = xdr.OperationResultTr{Type: xdr.OperationTypeManageSellOffer, ManageSellOfferResult: o.result.CreatePassiveSellOfferResult}
}

func buyOffer(o *op) {
	a := o.asset()
	o.sourceOf(a)
	o.set(xdr.OperationTypeManageBuyOffer, xdr.ManageBuyOfferOp{Selling: a, Buying: o.asset(), BuyAmount: o.amount(), Price: o.price()},
		xdr.ManageBuyOfferResult{Success: o.offerResult()})
}

func (o *op) path() []xdr.Asset {
	var out []xdr.Asset
	for range o.Intn(6) {
		out = append(out, o.asset())
	}
	return out
}

func strictSend(o *op) {
	send, dest, n := o.asset(), o.asset(), o.amount()
	o.sourceOf(send)
	to := o.mux(o.around(dest))
	done := &xdr.PathPaymentStrictSendResultSuccess{Offers: o.atoms(), Last: xdr.SimplePaymentResult{Destination: to.ToAccountId(), Asset: dest, Amount: n}}
	o.set(xdr.OperationTypePathPaymentStrictSend,
		xdr.PathPaymentStrictSendOp{SendAsset: send, SendAmount: o.amount(), Destination: to, DestAsset: dest, DestMin: 1, Path: o.path()},
		xdr.PathPaymentStrictSendResult{Success: done})
	o.move(o.source(), account(to), dest, n, true)
}

func strictReceive(o *op) {
	send, dest, n := o.asset(), o.asset(), o.amount()
	o.sourceOf(send)
	to := o.mux(o.around(dest))
	last := xdr.SimplePaymentResult{Destination: to.ToAccountId(), Asset: dest, Amount: n}
	if o.wild {
		last.Amount = o.amount() // the operation's amount counts, not this one
	}
	done := &xdr.PathPaymentStrictReceiveResultSuccess{Offers: o.atoms(), Last: last}
	o.set(xdr.OperationTypePathPaymentStrictReceive,
		xdr.PathPaymentStrictReceiveOp{SendAsset: send, SendMax: o.amount(), Destination: to, DestAsset: dest, DestAmount: n, Path: o.path()},
		xdr.PathPaymentStrictReceiveResult{Success: done})
	o.move(o.source(), account(to), dest, n, true)
}

func createBalance(o *op) {
	a, n, id := o.asset(), o.amount(), o.balanceID()
	o.sourceOf(a)
	o.set(xdr.OperationTypeCreateClaimableBalance, xdr.CreateClaimableBalanceOp{Asset: a, Amount: n, Claimants: o.claimants()},
		xdr.CreateClaimableBalanceResult{BalanceId: &id})
	o.change(created(o.balanceEntry(id, a, n)))
	o.move(o.source(), party{addr: balanceAddr(id)}, a, n, false)
}

func claimBalance(o *op) {
	a, n, id := o.asset(), o.amount(), o.balanceID()
	o.sourceOf(a)
	o.set(xdr.OperationTypeClaimClaimableBalance, xdr.ClaimClaimableBalanceOp{BalanceId: id}, xdr.ClaimClaimableBalanceResult{})
	o.change(removed(o.balanceEntry(id, a, n)))
	o.move(party{addr: balanceAddr(id)}, o.source(), a, n, true)
}

func clawbackBalance(o *op) {
	a, n, id := o.asset(), o.amount(), o.balanceID()
	o.set(xdr.OperationTypeClawbackClaimableBalance, xdr.ClawbackClaimableBalanceOp{BalanceId: id}, xdr.ClawbackClaimableBalanceResult{})
	o.change(removed(o.balanceEntry(id, a, n)))
	o.moves = append(o.moves, move{kind: "clawback", from: party{addr: balanceAddr(id)}, asset: a, amount: n})
}

func clawback(o *op) {
	a, n := o.credit(), o.amount()
	from := o.mux(o.around(a))
	o.set(xdr.OperationTypeClawback, xdr.ClawbackOp{Asset: a, From: from, Amount: n}, xdr.ClawbackResult{})
	o.moves = append(o.moves, move{kind: "clawback", from: account(from), asset: a, amount: n})
}

func allowTrust(o *op) {
	code := o.credit()
	asset := xdr.AssetCode{Type: code.Type}
	if code.AlphaNum4 != nil {
		asset.AssetCode4 = &code.AlphaNum4.AssetCode
	} else {
		asset.AssetCode12 = &code.AlphaNum12.AssetCode
	}
	trustor := o.account()
	o.set(xdr.OperationTypeAllowTrust, xdr.AllowTrustOp{Trustor: trustor, Asset: asset, Authorize: xdr.Uint32(o.Intn(3))}, xdr.AllowTrustResult{})
	o.revocation(trustor)
}

func setTrustLineFlags(o *op) {
	trustor := o.account()
	o.set(xdr.OperationTypeSetTrustLineFlags, xdr.SetTrustLineFlagsOp{Trustor: trustor, Asset: o.credit(), ClearFlags: xdr.Uint32(o.Intn(2))},
		xdr.SetTrustLineFlagsResult{})
	o.revocation(trustor)
}

// revocation takes the trustor out of no pool, one or some.
func (o *op) revocation(trustor xdr.AccountId) {
	if o.protocol < 18 && !o.wild {
		return
	}
	seen := map[xdr.PoolId]bool{}
	for range pick(o.gen, 0, 1, 1, 1, 2, 3) {
		if p := o.pool(); !seen[p.id] {
			seen[p.id] = true
			o.leavePool(p, trustor)
		}
	}
	if o.chance(.1) { // a balance that no pool gave
		o.change(created(o.balanceEntry(o.balanceID(), o.asset(), o.amount())))
	}
	if o.chance(.1) {
		o.change(removed(o.balanceEntry(o.balanceID(), o.asset(), o.amount())))
	}
}

func (o *op) leavePool(p pool, trustor xdr.AccountId) {
	nA, nB := o.amount(), o.amount()
	o.poolChange(p, -nA, -nB)
	share := xdr.TrustLineAsset{Type: xdr.AssetTypeAssetTypePoolShare, LiquidityPoolId: &p.id}
	o.change(removed(o.trustEntry(trustor, share, o.amount())))
	from := party{addr: poolAddr(p.id)}
	switch o.Intn(6) {
	case 0:
	case 1:
		o.balanceFromPool(p, p.a, nA)
		o.moves = append(o.moves, move{kind: "burn", from: from, asset: p.b, amount: nB})
	case 2:
		o.balanceFromPool(p, p.b, nB)
		o.moves = append(o.moves, move{kind: "burn", from: from, asset: p.a, amount: nA})
	default:
		o.balanceFromPool(p, p.a, nA)
		o.balanceFromPool(p, p.b, nB)
	}
}

func (o *op) balanceFromPool(p pool, a xdr.Asset, n xdr.Int64) {
	id, err := token_transfer.ClaimableBalanceIdFromRevocation(p.id, a, o.tx.seqNum, o.tx.source.ToAccountId(), o.index)
	must(err)
	o.change(created(o.balanceEntry(id, a, n)))
	o.move(party{addr: poolAddr(p.id)}, party{addr: balanceAddr(id)}, a, n, false)
}

// poolChange changes the reserves; a pool may come to be or go with it.
func (o *op) poolChange(p pool, dA, dB xdr.Int64) {
	preA, postA := o.shift(int64(dA))
	preB, postB := o.shift(int64(dB))
	switch growing := dA >= 0 && dB >= 0; {
	case growing && o.chance(.2):
		o.change(created(o.poolEntry(p, dA, dB)))
	case !growing && o.chance(.3):
		o.change(removed(o.poolEntry(p, -dA, -dB)))
	default:
		o.change(updated(o.poolEntry(p, preA, preB), o.poolEntry(p, postA, postB)))
	}
}

func (o *op) shares(p pool) {
	share := xdr.TrustLineAsset{Type: xdr.AssetTypeAssetTypePoolShare, LiquidityPoolId: &p.id}
	o.change(updated(o.trustEntry(o.src.ToAccountId(), share, o.amount()), o.trustEntry(o.src.ToAccountId(), share, o.amount())))
}

func deposit(o *op) {
	p := o.pool()
	o.sourceOf(pick(o.gen, p.a, p.b))
	nA, nB := max(1, o.amount()), max(1, o.amount())
	o.set(xdr.OperationTypeLiquidityPoolDeposit, xdr.LiquidityPoolDepositOp{LiquidityPoolId: p.id, MaxAmountA: nA, MaxAmountB: nB, MinPrice: o.price(), MaxPrice: o.price()},
		xdr.LiquidityPoolDepositResult{})
	o.poolChange(p, nA, nB)
	o.shares(p)
	o.move(o.source(), party{addr: poolAddr(p.id)}, p.a, nA, false)
	o.move(o.source(), party{addr: poolAddr(p.id)}, p.b, nB, false)
}

func withdraw(o *op) {
	p := o.pool()
	o.sourceOf(pick(o.gen, p.a, p.b))
	nA, nB := o.amount(), o.amount()
	o.set(xdr.OperationTypeLiquidityPoolWithdraw, xdr.LiquidityPoolWithdrawOp{LiquidityPoolId: p.id, Amount: o.amount()}, xdr.LiquidityPoolWithdrawResult{})
	o.poolChange(p, -nA, -nB)
	o.shares(p)
	o.move(party{addr: poolAddr(p.id)}, o.source(), p.a, nA, true)
	o.move(party{addr: poolAddr(p.id)}, o.source(), p.b, nB, true)
}

func setOptions(o *op) {
	o.set(xdr.OperationTypeSetOptions, noise[xdr.SetOptionsOp](o.gen, &gxdr.SetOptionsOp{}), xdr.SetOptionsResult{})
}

func changeTrust(o *op) {
	o.set(xdr.OperationTypeChangeTrust, xdr.ChangeTrustOp{Line: o.credit().ToChangeTrustAsset(), Limit: o.amount()}, xdr.ChangeTrustResult{})
}

func manageData(o *op) {
	o.set(xdr.OperationTypeManageData, noise[xdr.ManageDataOp](o.gen, &gxdr.ManageDataOp{}), xdr.ManageDataResult{})
}

func bumpSequence(o *op) {
	o.set(xdr.OperationTypeBumpSequence, xdr.BumpSequenceOp{BumpTo: xdr.SequenceNumber(o.Int63())}, xdr.BumpSequenceResult{})
}

func beginSponsoring(o *op) {
	o.set(xdr.OperationTypeBeginSponsoringFutureReserves, xdr.BeginSponsoringFutureReservesOp{SponsoredId: o.account()}, xdr.BeginSponsoringFutureReservesResult{})
}

func endSponsoring(o *op) {
	o.set(xdr.OperationTypeEndSponsoringFutureReserves, nil, xdr.EndSponsoringFutureReservesResult{})
}

func revokeSponsorship(o *op) {
	o.set(xdr.OperationTypeRevokeSponsorship, noise[xdr.RevokeSponsorshipOp](o.gen, &gxdr.RevokeSponsorshipOp{}), xdr.RevokeSponsorshipResult{})
}

func invoke(o *op) {
	call := xdr.HostFunction{InvokeContract: &xdr.InvokeContractArgs{
		ContractAddress: o.addr(o.asset()), FunctionName: "transfer", Args: []xdr.ScVal{o.noiseVal(), o.i128()}}}
	if o.chance(.1) {
		call = noise[xdr.HostFunction](o.gen, &gxdr.HostFunction{})
	}
	body := xdr.InvokeHostFunctionOp{HostFunction: call}
	if o.chance(.2) {
		body.Auth = append(body.Auth, noise[xdr.SorobanAuthorizationEntry](o.gen, &gxdr.SorobanAuthorizationEntry{}))
	}
	o.set(xdr.OperationTypeInvokeHostFunction, body, xdr.InvokeHostFunctionResult{Success: new(o.hash())})
	o.tx.emitted = o.contractEvents(o.tx.version == 4)
}

func extendTTL(o *op) {
	o.set(xdr.OperationTypeExtendFootprintTtl, xdr.ExtendFootprintTtlOp{ExtendTo: xdr.Uint32(o.Intn(1e6))}, xdr.ExtendFootprintTtlResult{})
}

func restore(o *op) {
	o.set(xdr.OperationTypeRestoreFootprint, xdr.RestoreFootprintOp{}, xdr.RestoreFootprintResult{})
}
