// Package lake lays ledgers out as a data lake on disk, as Galexie does.
package lake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/stellar/go-stellar-sdk/support/compressxdr"
	"github.com/stellar/go-stellar-sdk/support/datastore"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// Layout says which ledgers, both inclusive, go into how many files and partitions; all above 0.
type Layout struct {
	LedgersPerFile, FilesPerPartition uint32
	Start, End                        uint32
}

// Write makes a manifest, partition folders and zstd-compressed LedgerCloseMetaBatch files. The
// ledgers are repeated and renumbered, and chained: each header names its predecessor's hash, its
// transaction set and its own hash.
func Write(passphrase, dir string, layout Layout, ledgers [][]byte) error {
	ctx := context.Background()
	store, err := datastore.NewFilesystemDataStoreWithPath(dir)
	if err != nil {
		return err
	}
	schema := datastore.DataStoreSchema{
		LedgersPerFile: layout.LedgersPerFile, FilesPerPartition: layout.FilesPerPartition,
	}
	_, _, err = datastore.PublishConfig(ctx, store, datastore.DataStoreConfig{
		Type: "Filesystem", NetworkPassphrase: passphrase, Compression: "zstd", Schema: schema,
	})
	if err != nil {
		return err
	}
	chain := chain{ledgers: ledgers, first: layout.Start}
	for sequence := uint64(layout.Start); sequence <= uint64(layout.End); {
		first := uint32(sequence)
		last := min(schema.GetSequenceNumberEndBoundary(first), layout.End)
		batch, err := chain.batch(first, last)
		if err != nil {
			return err
		}
		content := compressxdr.NewXDREncoder(compressxdr.DefaultCompressor, batch)
		if err := store.PutFile(ctx, schema.GetObjectKeyFromSequenceNumber(first), content, nil); err != nil {
			return err
		}
		sequence = uint64(last) + 1
	}
	return nil
}

// chain repeats ledgers, each made the successor of the one before.
type chain struct {
	ledgers  [][]byte
	first    uint32
	previous xdr.Hash
}

func (c *chain) batch(first, last uint32) (xdr.LedgerCloseMetaBatch, error) {
	batch := xdr.LedgerCloseMetaBatch{StartSequence: xdr.Uint32(first), EndSequence: xdr.Uint32(last)}
	for sequence := uint64(first); sequence <= uint64(last); sequence++ {
		source := int((sequence - uint64(c.first)) % uint64(len(c.ledgers)))
		var ledger xdr.LedgerCloseMeta
		if err := ledger.UnmarshalBinary(c.ledgers[source]); err != nil {
			return batch, fmt.Errorf("ledger %d of the file: %w", source+1, err)
		}
		if err := c.link(&ledger, uint32(sequence)); err != nil {
			return batch, err
		}
		batch.LedgerCloseMetas = append(batch.LedgerCloseMetas, ledger)
	}
	return batch, nil
}

// link renumbers a ledger and ties it to its predecessor.
func (c *chain) link(ledger *xdr.LedgerCloseMeta, sequence uint32) error {
	var header *xdr.LedgerHeaderHistoryEntry
	var transactions xdr.Hash
	var err error
	switch ledger.V {
	case 0:
		header = &ledger.V0.LedgerHeader
		transactions, err = c.hashOfSet(&ledger.V0.TxSet)
	case 1:
		header = &ledger.V1.LedgerHeader
		transactions, err = c.hashOfGeneralizedSet(&ledger.V1.TxSet)
	case 2:
		header = &ledger.V2.LedgerHeader
		transactions, err = c.hashOfGeneralizedSet(&ledger.V2.TxSet)
	default:
		err = fmt.Errorf("LedgerCloseMeta V%d is not known", ledger.V)
	}
	if err != nil {
		return err
	}
	header.Header.LedgerSeq = xdr.Uint32(sequence)
	header.Header.PreviousLedgerHash = c.previous
	header.Header.ScpValue.TxSetHash = transactions
	bytes, err := header.Header.MarshalBinary()
	if err != nil {
		return err
	}
	header.Hash = xdr.Hash(sha256.Sum256(bytes))
	c.previous = header.Hash
	return nil
}

// hashOfSet is that of the previous hash and the envelopes, without their count.
func (c *chain) hashOfSet(set *xdr.TransactionSet) (xdr.Hash, error) {
	set.PreviousLedgerHash = c.previous
	contents := bytes.NewBuffer(c.previous[:])
	for _, envelope := range set.Txs {
		b, err := envelope.MarshalBinary()
		if err != nil {
			return xdr.Hash{}, err
		}
		contents.Write(b)
	}
	return xdr.Hash(sha256.Sum256(contents.Bytes())), nil
}

func (c *chain) hashOfGeneralizedSet(set *xdr.GeneralizedTransactionSet) (xdr.Hash, error) {
	set.V1TxSet.PreviousLedgerHash = c.previous
	b, err := set.MarshalBinary()
	return xdr.Hash(sha256.Sum256(b)), err
}
