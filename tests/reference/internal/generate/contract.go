package generate

import (
	"math"
	"strings"

	"github.com/stellar/go-stellar-sdk/gxdr"
	"github.com/stellar/go-stellar-sdk/xdr"
)

func sym(s string) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvSymbol, Sym: new(xdr.ScSymbol(s))}
}

func str(s string) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvString, Str: new(xdr.ScString(s))}
}

func u64(n uint64) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvU64, U64: new(xdr.Uint64(n))}
}

func blob(b []byte) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvBytes, Bytes: new(xdr.ScBytes(b))}
}

func i128(hi int64, lo uint64) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvI128, I128: &xdr.Int128Parts{Hi: xdr.Int64(hi), Lo: xdr.Uint64(lo)}}
}

func small(n xdr.Int64) xdr.ScVal { return i128(int64(n)>>63, uint64(n)) }

func address(a xdr.ScAddress) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvAddress, Address: &a}
}

func scMap(entries ...xdr.ScMapEntry) xdr.ScVal {
	return xdr.ScVal{Type: xdr.ScValTypeScvMap, Map: new(new(xdr.ScMap(entries)))}
}

func field(name string, v xdr.ScVal) xdr.ScMapEntry { return xdr.ScMapEntry{Key: sym(name), Val: v} }

func accountAddr(id xdr.AccountId) xdr.ScAddress {
	return xdr.ScAddress{Type: xdr.ScAddressTypeScAddressTypeAccount, AccountId: &id}
}

func poolAddr(id xdr.PoolId) xdr.ScAddress {
	return xdr.ScAddress{Type: xdr.ScAddressTypeScAddressTypeLiquidityPool, LiquidityPoolId: &id}
}

func balanceAddr(id xdr.ClaimableBalanceId) xdr.ScAddress {
	return xdr.ScAddress{Type: xdr.ScAddressTypeScAddressTypeClaimableBalance, ClaimableBalanceId: &id}
}

func contractEvent(contract [32]byte, data xdr.ScVal, topics ...xdr.ScVal) xdr.ContractEvent {
	return xdr.ContractEvent{
		ContractId: new(xdr.ContractId(contract)),
		Type:       xdr.ContractEventTypeContract,
		Body:       xdr.ContractEventBody{V0: &xdr.ContractEventV0{Topics: topics, Data: data}},
	}
}

func (g *gen) sac(a xdr.Asset) [32]byte {
	id, err := a.ContractID(g.pass)
	must(err)
	return id
}

// addr is an address of any kind, near the asset's issuer more often than not.
func (g *gen) addr(asset xdr.Asset) xdr.ScAddress {
	id := g.around(asset)
	switch n := g.Intn(20); {
	case n < 11:
		return accountAddr(id)
	case n < 15:
		return xdr.ScAddress{Type: xdr.ScAddressTypeScAddressTypeContract, ContractId: new(xdr.ContractId(g.hash()))}
	case n < 17:
		return xdr.ScAddress{Type: xdr.ScAddressTypeScAddressTypeMuxedAccount,
			MuxedAccount: &xdr.MuxedEd25519Account{Id: xdr.Uint64(g.muxedID()), Ed25519: *id.Ed25519}}
	case n < 18:
		return balanceAddr(g.balanceID())
	}
	return poolAddr(g.pool().id)
}

func (g *gen) i128() xdr.ScVal {
	switch g.Intn(10) {
	case 0:
		return i128(math.MinInt64, 0)
	case 1:
		return i128(math.MaxInt64, math.MaxUint64)
	case 2:
		return i128(-1, g.Uint64())
	case 3:
		return i128(int64(g.Uint64()), g.Uint64())
	case 4:
		return i128(0, g.Uint64()|1<<63)
	}
	return small(g.amount())
}

func (g *gen) toMuxedID() xdr.ScVal {
	switch g.Intn(12) {
	case 0, 1, 2:
		return u64(g.muxedID())
	case 3, 4:
		return blob(g.bytes(32))
	case 5, 6:
		return blob(g.bytes(pick(g, 0, 1, 3, 31, 33, 64)))
	case 7, 8, 9:
		return str(g.text())
	case 10:
		return xdr.ScVal{Type: xdr.ScValTypeScvVoid}
	}
	return pick(g, small(g.amount()), sym("id"), xdr.ScVal{Type: xdr.ScValTypeScvU32, U32: new(xdr.Uint32(7))})
}

// data is the data of a token event: the amount, from CAP-67 on possibly in a map.
func (g *gen) data(v4 bool) xdr.ScVal {
	if !v4 || g.chance(.5) {
		return g.i128()
	}
	fields := []xdr.ScMapEntry{field("amount", g.i128())}
	if g.chance(.8) {
		fields = append(fields, field("to_muxed_id", g.toMuxedID()))
	}
	if g.chance(.2) {
		fields = append(fields, field(pick(g, "zzz", "amount", "to_muxed_id"), pick(g, g.i128(), u64(9), str("x"))))
	}
	if g.chance(.1) {
		shuffle(g, fields)
	}
	if g.chance(.05) {
		fields[0].Key = pick(g, str("amount"), u64(1), sym("amounts"))
	}
	return scMap(fields...)
}

// assetTopic is the last topic of an asset contract's event, or nearly so.
func (g *gen) assetTopic(a xdr.Asset) xdr.ScVal {
	name := a.StringCanonical()
	switch g.Intn(14) {
	case 0:
		return pick(g, sym("native"), u64(1), blob([]byte(name)), address(g.addr(a)))
	case 1:
		return str(pick(g, "", "a:b:c", "USD:"+name, "USD:", ":"+g.account().Address(), "XLM", "U-D:"+g.account().Address(),
			"THIRTEENCHARS:"+g.account().Address(), "USD:"+g.account().Address()[:55]+"A", name+" ", "\xff\xfe", strings.ToLower(name)))
	case 2:
		return str(pick(g, name+","+name, name+",", strings.ToUpper(name), "Native", "native,native"))
	}
	return str(name)
}

func (g *gen) tokenEvent(v4 bool) xdr.ContractEvent {
	if g.chance(.1) {
		v4 = !v4 // the shape of the other era
	}
	asset := g.asset()
	name := pick(g, "transfer", "transfer", "transfer", "mint", "mint", "burn", "burn", "clawback")
	topics := []xdr.ScVal{sym(name)}
	if name == "transfer" || (!v4 && name != "burn") {
		topics = append(topics, address(g.addr(asset)))
	}
	topics = append(topics, address(g.addr(asset)))
	contract := g.sac(asset)
	switch n := g.Intn(20); {
	case n < 12:
		topics = append(topics, g.assetTopic(asset))
	case n < 15: // pretends to be the asset's contract
		topics = append(topics, g.assetTopic(asset))
		contract = g.hash()
	case n < 18: // a token of its own
		contract = g.hash()
	}
	if g.chance(.1) {
		topics = append(topics, g.noiseVal())
	}
	if g.chance(.03) {
		topics[len(topics)-1], topics[0] = topics[0], topics[len(topics)-1]
	}
	return contractEvent(contract, g.data(v4), topics...)
}

// breakEvent turns a token event into one that is not.
func (g *gen) breakEvent(e *xdr.ContractEvent) {
	body := e.Body.V0
	switch g.Intn(9) {
	case 0:
		e.ContractId = nil
	case 1:
		e.Type = pick(g, xdr.ContractEventTypeSystem, xdr.ContractEventTypeDiagnostic)
	case 2:
		body.Topics = body.Topics[:g.Intn(min(3, len(body.Topics)))]
	case 3:
		body.Topics[0] = pick(g, str("transfer"), u64(3), sym("approve"), sym("Transfer"), sym(""), sym("set_authorized"), sym("fee"))
	case 4:
		body.Topics[1+g.Intn(len(body.Topics)-1)] = g.noiseVal()
	case 5:
		body.Data = pick(g, u64(5), xdr.ScVal{Type: xdr.ScValTypeScvVoid}, str("5"), g.noiseVal())
	case 6:
		body.Data = pick(g, xdr.ScVal{Type: xdr.ScValTypeScvMap, Map: new((*xdr.ScMap)(nil))}, scMap(), scMap(field("amount", u64(5))),
			scMap(field("to_muxed_id", u64(5))))
	case 7:
		body.Data = xdr.ScVal{Type: xdr.ScValTypeScvU128, U128: &xdr.UInt128Parts{Lo: 5}}
	case 8:
		*e = noise[xdr.ContractEvent](g, &gxdr.ContractEvent{})
	}
}

func (g *gen) contractEvents(v4 bool) []xdr.ContractEvent {
	var out []xdr.ContractEvent
	for range g.Intn(6) {
		e := g.tokenEvent(v4)
		if g.chance(.15) {
			g.breakEvent(&e)
		}
		out = append(out, e)
	}
	return out
}

// cap67 is the event that a node emitting classic events makes of a move.
func (g *gen) cap67(m move, memo xdr.Memo) xdr.ContractEvent {
	kind, asset := m.kind, str(m.asset.StringCanonical())
	if kind == "" {
		kind = m.derivedKind()
	}
	data := small(m.amount)
	if id := m.announced(memo); id != nil && (kind == "transfer" || kind == "mint") {
		data = scMap(field("amount", data), field("to_muxed_id", *id))
	}
	switch kind {
	case "transfer":
		return contractEvent(g.sac(m.asset), data, sym(kind), address(m.from.addr), address(m.to.addr), asset)
	case "mint":
		return contractEvent(g.sac(m.asset), data, sym(kind), address(m.to.addr), asset)
	}
	return contractEvent(g.sac(m.asset), data, sym(kind), address(m.from.addr), asset)
}

func (g *gen) feeEvent(stage xdr.TransactionEventStage, payer xdr.AccountId, fee int64) xdr.TransactionEvent {
	native := g.assets[0]
	return xdr.TransactionEvent{Stage: stage,
		Event: contractEvent(g.sac(native), small(xdr.Int64(fee)), sym("fee"), address(accountAddr(payer)))}
}
