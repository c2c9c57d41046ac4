package reference

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"oracle/internal/compare"
	"oracle/internal/ledgerfile"
)

// The corpora in the project claim to be what this very version of the reference says.
func TestCorporaAreWhatTheReferenceSays(t *testing.T) {
	const folder = "../../../../libs/testkit/src/main/resources/ledgers"
	tests := []struct {
		corpus, mode     string
		ledgers, failing int
	}{
		{"synthetic-derived", "derived", 600, 25},
		{"synthetic-unified", "derived", 400, 0},
		{"synthetic-unified", "unified", 400, 24},
	}
	for _, test := range tests {
		t.Run(test.corpus+" "+test.mode, func(t *testing.T) {
			base := filepath.Join(folder, test.corpus)
			ledgers, err := ledgerfile.Read(base + ".lcm.zst")
			if err != nil {
				t.Fatal(err)
			}
			said, err := os.Create(filepath.Join(t.TempDir(), "said.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			defer said.Close()
			extractor := NewExtractor("Public Global Stellar Network ; September 2015", test.mode == "unified")
			for _, ledger := range ledgers {
				line, err := extractor.Line(ledger)
				if err != nil {
					t.Fatal(err)
				}
				if err := json.NewEncoder(said).Encode(line); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := said.Seek(0, 0); err != nil {
				t.Fatal(err)
			}
			expected, err := ledgerfile.Open(base + "." + test.mode + ".jsonl.zst")
			if err != nil {
				t.Fatal(err)
			}
			defer expected.Close()
			result, err := compare.Run(compare.Input{Name: "corpus", Lines: expected}, compare.Input{Name: "reference", Lines: said},
				compare.Options{Show: 3}, t.Output())
			if err != nil {
				t.Fatal(err)
			}
			if result.Differing > 0 || result.Ledgers != test.ledgers || result.Failures != test.failing {
				t.Errorf("%v", result)
			}
		})
	}
}
