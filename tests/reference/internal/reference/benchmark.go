package reference

import (
	"fmt"
	"time"

	"github.com/stellar/go-stellar-sdk/xdr"
)

// Speed is what one thread of the reference did in a time.
type Speed struct {
	Ledgers, Bytes, Events int
	Elapsed                time.Duration
}

// Benchmark decodes and extracts all ledgers, over and over, until the time is up at the end of a
// pass. A ledger that the reference fails on ends it: its cost would be no ledger's.
func (x Extractor) Benchmark(ledgers [][]byte, atLeast time.Duration) (Speed, error) {
	var done Speed
	for start := time.Now(); done.Elapsed < atLeast; done.Elapsed = time.Since(start) {
		for _, ledger := range ledgers {
			var meta xdr.LedgerCloseMeta
			if err := meta.UnmarshalBinary(ledger); err != nil {
				return done, err
			}
			events, err := x.extract(meta)
			if err != nil {
				return done, fmt.Errorf("ledger %d cannot be measured, the reference fails on it: %w", meta.LedgerSequence(), err)
			}
			done.Ledgers++
			done.Bytes += len(ledger)
			done.Events += len(events)
		}
	}
	return done, nil
}

// String has megabytes of 10^6 bytes.
func (s Speed) String() string {
	seconds, megabytes := s.Elapsed.Seconds(), float64(s.Bytes)/1e6
	return fmt.Sprintf("go: %d ledgers %.1f MB %d events in %.2f s = %.1f ledgers/s %.1f MB/s %.0f events/s, 1 thread",
		s.Ledgers, megabytes, s.Events, seconds, float64(s.Ledgers)/seconds, megabytes/seconds, float64(s.Events)/seconds)
}
