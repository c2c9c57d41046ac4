package compare

import (
	"fmt"
	"strings"
	"testing"
)

const (
	alice = "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF"
	bob   = "GBZXN7PIRZGNMHGA7MUUUF4GWPY5AYPV6LY4UV2GL6VJGIQRXFDNMADI"
)

// transfer is the JSON of one, in the operation of the transaction "aa".
func transfer(operation int, amount string) string {
	return fmt.Sprintf(`{"meta":{"ledgerSequence":7,"txHash":"aa","transactionIndex":1,"operationIndex":%d},`+
		`"transfer":{"from":"%s","to":"%s","asset":{"native":true},"amount":"%s"}}`, operation, alice, bob, amount)
}

func fee(transaction, amount string) string {
	return fmt.Sprintf(`{"meta":{"ledgerSequence":7,"txHash":"%s"},"fee":{"from":"%s","amount":"%s"}}`, transaction, alice, amount)
}

func memo(text string) string {
	return fmt.Sprintf(`{"meta":{"ledgerSequence":7,"toMuxedInfo":{"text":"%s"}},"mint":{"to":"%s","amount":"1"}}`, text, bob)
}

func ledger(sequence int, events ...string) string {
	return fmt.Sprintf("{\"ledger\":%d,\"protocol\":23,\"events\":[%s]}\n", sequence, strings.Join(events, ","))
}

func failed(sequence int, text string) string {
	return fmt.Sprintf("{\"ledger\":%d,\"protocol\":23,\"events\":null,\"error\":%q}\n", sequence, text)
}

func TestRun(t *testing.T) {
	one, two := transfer(1, "100"), transfer(1, "200")
	tests := []struct {
		name        string
		left, right string
		anyOrder    bool
		want        Result
		printed     []string // pieces of what is printed; none: nothing is
	}{
		{
			name: "equal",
			left: ledger(7, one, two) + ledger(9), right: ledger(7, one, two) + ledger(9),
			want: Result{Ledgers: 2, Events: 2},
		},
		{
			name: "equal in another spelling",
			left: ledger(7, fee("aa", "5")),
			right: `{"events":[ {"fee":{"amount":"5", "from":"` + alice + `"}, "meta":{"tx_hash":"aa","ledger_sequence":"7",` +
				`"transactionIndex":0}} ],"protocol":23,"ledger":7}`,
			want: Result{Ledgers: 1, Events: 1},
		},
		{
			name: "no events, as null and as a list",
			left: `{"ledger":7,"protocol":23,"events":null}`, right: ledger(7),
			want: Result{Ledgers: 1},
		},
		{
			name: "different amount",
			left: ledger(7, one, two), right: ledger(7, one, transfer(1, "201")),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7, ordinal 1: transfer.amount\n", "left: " + two, "right: " + transfer(1, "201")},
		},
		{
			name: "different amount, in any order",
			left: ledger(7, one, two), right: ledger(7, two, transfer(1, "101")), anyOrder: true,
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7, ordinal 0 and 1: transfer.amount\n", "left: " + one, "(1 places differ"},
		},
		{
			name:    "different kind",
			left:    ledger(7, fee("aa", "5")),
			right:   ledger(7, strings.Replace(fee("aa", "5"), `"fee"`, `"burn"`, 1)),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 0: burn, fee\n"},
		},
		{
			name: "field absent on one side, though of its default value",
			left: ledger(7, transfer(0, "1")), right: ledger(7, strings.Replace(transfer(0, "1"), `,"operationIndex":0`, "", 1)),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 0: meta.operation_index\n"},
		},
		{
			name: "order swapped",
			left: ledger(7, one, two), right: ledger(7, two, one),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7, ordinal 0: transfer.amount\n", "(2 places differ"},
		},
		{
			name: "order swapped within an operation, in any order",
			left: ledger(7, fee("aa", "5"), one, two, transfer(2, "1")), right: ledger(7, fee("aa", "5"), two, one, transfer(2, "1")),
			anyOrder: true,
			want:     Result{Ledgers: 1, Events: 4},
		},
		{
			name: "operations swapped, in any order",
			left: ledger(7, one, transfer(2, "1")), right: ledger(7, transfer(2, "1"), one), anyOrder: true,
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 0: meta.operation_index, transfer.amount\n"},
		},
		{
			name: "operations of the same place in two transactions swapped, in any order",
			left: ledger(7, one, strings.Replace(one, `"aa"`, `"bb"`, 1)), right: ledger(7, strings.Replace(one, `"aa"`, `"bb"`, 1), one),
			anyOrder: true,
			want:     Result{Ledgers: 1, Differing: 1},
			printed:  []string{"ordinal 0: meta.tx_hash\n"},
		},
		{
			name: "fees swapped, in any order",
			left: ledger(7, fee("aa", "5"), fee("aa", "-2")), right: ledger(7, fee("aa", "-2"), fee("aa", "5")), anyOrder: true,
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 0: fee.amount\n"},
		},
		{
			name: "one event twice, in any order",
			left: ledger(7, one, one, two), right: ledger(7, one, two, two), anyOrder: true,
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7, ordinal 1 and 2: transfer.amount\n"},
		},
		{
			name: "event missing",
			left: ledger(7, one, two), right: ledger(7, one),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 1: an event on one side only\n", "left: " + two, "right: (none)", "2 events against 1"},
		},
		{
			name: "event more",
			left: ledger(7, one), right: ledger(7, one, two), anyOrder: true,
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 1: an event on one side only\n", "left: (none)", "right: " + two},
		},
		{
			name: "ledger missing in the middle",
			left: ledger(7, one) + ledger(8) + ledger(9, two), right: ledger(7, one) + ledger(9, two),
			want:    Result{Ledgers: 3, Events: 2, Differing: 1},
			printed: []string{"ledger 8: only in left\n"},
		},
		{
			name: "ledger missing at the start",
			left: ledger(9, two), right: ledger(7, one) + ledger(9, two),
			want:    Result{Ledgers: 2, Events: 1, Differing: 1},
			printed: []string{"ledger 7: only in right\n"},
		},
		{
			name: "ledgers missing at the end",
			left: ledger(7, one) + ledger(8) + ledger(9), right: ledger(7, one),
			want:    Result{Ledgers: 3, Events: 1, Differing: 2},
			printed: []string{"ledger 8: only in left\n", "ledger 9: only in left\n"},
		},
		{
			name: "one side empty",
			left: "", right: ledger(7, one),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7: only in right\n"},
		},
		{
			name: "error on both sides, in other words",
			left: failed(7, "panic: nil pointer"), right: failed(7, "operation 1 has no result"),
			want: Result{Ledgers: 1, Failures: 1},
		},
		{
			name: "error on both sides, one of which could not read the number",
			left: failed(0, "unmarshal: EOF") + ledger(8, one), right: failed(7, "short") + ledger(8, one),
			want: Result{Ledgers: 2, Events: 1, Failures: 1},
		},
		{
			name: "error on the left only",
			left: failed(7, "boom"), right: ledger(7),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7: an error in left only: boom\n"},
		},
		{
			name: "error on the right only, before the number was read",
			left: ledger(7, one) + ledger(8), right: failed(0, "boom") + ledger(8),
			want:    Result{Ledgers: 2, Differing: 1},
			printed: []string{"ledger 7: an error in right only: boom\n"},
		},
		{
			name: "another protocol",
			left: ledger(7), right: strings.Replace(ledger(7), "23", "22", 1),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ledger 7: protocol 23 in left, 22 in right\n"},
		},
		{
			name: "runs of bad UTF-8 of different length",
			left: ledger(7, memo("a\uFFFDb\uFFFD")), right: ledger(7, memo(`a\ufffd\ufffd\ufffdb`+"\uFFFD\uFFFD")),
			want: Result{Ledgers: 1, Events: 1},
		},
		{
			name: "bad UTF-8 in one memo only",
			left: ledger(7, memo("a\uFFFDb")), right: ledger(7, memo("ab")),
			want:    Result{Ledgers: 1, Differing: 1},
			printed: []string{"ordinal 0: meta.to_muxed_info.text\n"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			got, err := Run(Input{"left", strings.NewReader(test.left)}, Input{"right", strings.NewReader(test.right)},
				Options{AnyOrder: test.anyOrder, Show: 5}, &out)
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if len(test.printed) == 0 && out.Len() > 0 {
				t.Errorf("printed %q, want nothing", out.String())
			}
			for _, piece := range test.printed {
				if !strings.Contains(out.String(), piece) {
					t.Errorf("printed %q, which lacks %q", out.String(), piece)
				}
			}
		})
	}
}

func TestRunPrintsNoMoreThanAsked(t *testing.T) {
	var left, right, out strings.Builder
	for i := range 9 {
		left.WriteString(ledger(i+1, transfer(1, "1")))
		right.WriteString(ledger(i+1, transfer(1, "2")))
	}
	result, err := Run(Input{"left", strings.NewReader(left.String())}, Input{"right", strings.NewReader(right.String())},
		Options{Show: 2}, &out)
	if err != nil {
		t.Fatal(err)
	}
	if result.Differing != 9 || strings.Count(out.String(), "transfer.amount") != 2 {
		t.Errorf("%d differ, printed %q", result.Differing, out.String())
	}
}

func TestRunRefusesWhatItCannotCompare(t *testing.T) {
	tests := []struct{ name, right, want string }{
		{"cut off", ledger(7) + `{"ledger":8,"eve`, "right, line 2: unexpected end of JSON input"},
		{"no number", `{"events":[]}`, "right, line 1: no ledger number"},
		{"unknown field", ledger(7, `{"meta":{"colour":1}}`), `right, line 1: ledger 7, event 0: `},
		{"not UTF-8", ledger(7, memo("\xff")), `right, line 1: ledger 7, event 0: `},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			left := ledger(7) + ledger(8)
			_, err := Run(Input{"left", strings.NewReader(left)}, Input{"right", strings.NewReader(test.right)},
				Options{}, new(strings.Builder))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestRunRefusesToCompareNothing(t *testing.T) {
	result, err := Run(Input{"left", strings.NewReader("")}, Input{"right", strings.NewReader("")}, Options{}, new(strings.Builder))
	if err == nil || result.Equal() {
		t.Errorf("result %+v, error %v", result, err)
	}
}
