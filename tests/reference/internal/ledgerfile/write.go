package ledgerfile

import (
	"bufio"
	"encoding/binary"
	"os"
)

// Writer writes ledgers as a stream of frames, as stellar-core's metadata stream has them. The
// first error is kept and told by Close.
type Writer struct {
	file   *os.File
	buffer *bufio.Writer
}

// Create starts a file, in place of one that may be there.
func Create(path string) (*Writer, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &Writer{f, bufio.NewWriter(f)}, nil
}

// Write appends one ledger.
func (w *Writer) Write(ledger []byte) {
	header := binary.BigEndian.AppendUint32(nil, uint32(len(ledger))|lastFragment)
	w.buffer.Write(header)
	w.buffer.Write(ledger)
}

// Close tells whether everything that was written has reached the file.
func (w *Writer) Close() error {
	err := w.buffer.Flush()
	if closing := w.file.Close(); err == nil {
		err = closing
	}
	return err
}
