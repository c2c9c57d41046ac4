// Package ledgerfile reads and writes files of ledgers: each ledger is the XDR of one
// LedgerCloseMeta, handed on as bytes.
package ledgerfile

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/stellar/go-stellar-sdk/xdr"
)

// lastFragment is the bit of a frame's length (RFC 5531, section 11) that every frame here has set.
const lastFragment = 1 << 31

// base64Name is the name of a file of base64, compressed or not.
var base64Name = regexp.MustCompile(`\.txt(\.gz|\.zst|\.zstd)?$`)

// Read gives the ledgers of a file, which is a stream of frames, one LedgerCloseMeta, a
// LedgerCloseMetaBatch (a lake object) or, if its name ends in .txt, base64 separated by white
// space; any of them compressed, if the name goes on with .gz, .zst or .zstd.
func Read(path string) ([][]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	ledgers, err := split(content, base64Name.MatchString(path))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(ledgers) == 0 {
		return nil, fmt.Errorf("%s: no ledger in it", path)
	}
	return ledgers, nil
}

// Open opens a file for reading and decompresses it according to its name; "-" is standard input.
func Open(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader = f
	switch filepath.Ext(path) {
	case ".gz":
		r, err = gzip.NewReader(f)
	case ".zst", ".zstd":
		r, err = zstd.NewReader(f, zstd.WithDecoderConcurrency(1))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

func split(content []byte, isBase64 bool) ([][]byte, error) {
	if isBase64 {
		return base64Words(content)
	}
	if ledgers, ok := frames(content); ok {
		return ledgers, nil
	}
	var one xdr.LedgerCloseMeta
	if n, err := xdr.Unmarshal(bytes.NewReader(content), &one); err == nil && n == len(content) {
		return [][]byte{content}, nil
	}
	var batch xdr.LedgerCloseMetaBatch
	if err := batch.UnmarshalBinary(content); err != nil {
		return nil, fmt.Errorf("neither frames nor a LedgerCloseMeta nor a LedgerCloseMetaBatch (%w)", err)
	}
	var ledgers [][]byte
	for _, meta := range batch.LedgerCloseMetas {
		ledger, err := meta.MarshalBinary()
		if err != nil {
			return nil, err
		}
		ledgers = append(ledgers, ledger)
	}
	return ledgers, nil
}

func base64Words(content []byte) ([][]byte, error) {
	var ledgers [][]byte
	for i, word := range strings.Fields(string(content)) {
		ledger, err := base64.StdEncoding.DecodeString(word)
		if err != nil {
			return nil, fmt.Errorf("ledger %d: %w", i+1, err)
		}
		ledgers = append(ledgers, ledger)
	}
	return ledgers, nil
}

// frames cuts a record-marked stream; false if it is none.
func frames(content []byte) (ledgers [][]byte, ok bool) {
	for len(content) > 0 {
		if len(content) < 4 {
			return nil, false
		}
		header := binary.BigEndian.Uint32(content)
		end := 4 + int64(header&^lastFragment)
		if header&lastFragment == 0 || end > int64(len(content)) {
			return nil, false
		}
		ledgers = append(ledgers, content[4:end])
		content = content[end:]
	}
	return ledgers, true
}
