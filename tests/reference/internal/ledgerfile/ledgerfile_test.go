package ledgerfile

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// ledger is the smallest one, with a sequence number.
func ledger(sequence uint32) xdr.LedgerCloseMeta {
	return xdr.LedgerCloseMeta{V0: &xdr.LedgerCloseMetaV0{LedgerHeader: xdr.LedgerHeaderHistoryEntry{
		Header: xdr.LedgerHeader{LedgerSeq: xdr.Uint32(sequence)}}}}
}

func marshal(t *testing.T, value interface{ MarshalBinary() ([]byte, error) }) []byte {
	t.Helper()
	b, err := value.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadKnowsEveryForm(t *testing.T) {
	a, b := ledger(7), ledger(8)
	both := [][]byte{marshal(t, a), marshal(t, b)}
	framed := slices.Concat(frame(both[0]), frame(both[1]))
	lake := marshal(t, xdr.LedgerCloseMetaBatch{StartSequence: 7, EndSequence: 8, LedgerCloseMetas: []xdr.LedgerCloseMeta{a, b}})
	words := base64.StdEncoding.EncodeToString(both[0]) + "\n" + base64.StdEncoding.EncodeToString(both[1]) + "\n"
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		content []byte
		want    [][]byte
	}{
		{"frames.lcm", framed, both},
		{"frames.lcm.zst", encoder.EncodeAll(framed, nil), both},
		{"one.xdr", both[0], both[:1]},
		{"lake.xdr.zst", encoder.EncodeAll(lake, nil), both},
		{"words.txt", []byte(words), both},
		{"words.txt.zst", encoder.EncodeAll([]byte(words), nil), both},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Read(file(t, test.name, test.content))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(got, test.want, bytes.Equal) {
				t.Errorf("%d ledgers, not the %d that were written", len(got), len(test.want))
			}
		})
	}
}

// frame is written by hand: high bit and length in four bytes, then the ledger.
func frame(ledger []byte) []byte {
	return append([]byte{0x80, byte(len(ledger) >> 16), byte(len(ledger) >> 8), byte(len(ledger))}, ledger...)
}

func TestReadRefusesWhatIsCutOff(t *testing.T) {
	whole := frame(marshal(t, ledger(7)))
	for name, content := range map[string][]byte{"body.lcm": whole[:len(whole)-1], "header.lcm": append(whole, 0x80), "empty.lcm": nil} {
		if got, err := Read(file(t, name, content)); err == nil {
			t.Errorf("%s: read as %d ledgers", name, len(got))
		}
	}
}

func TestWriterWritesFrames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.lcm")
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	one := marshal(t, ledger(7))
	w.Write(one)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, frame(one)) {
		t.Errorf("wrote % x", got)
	}
}
