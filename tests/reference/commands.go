package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"oracle/internal/compare"
	"oracle/internal/generate"
	"oracle/internal/lake"
	"oracle/internal/ledgerfile"
	"oracle/internal/reference"
)

var commands = []command{
	{
		name: "events", operands: "PASSPHRASE IN OUT.jsonl", options: map[string]string{"mode": "derived"}, run: runEvents,
		summary: "the reference's token-transfer events, one JSON line per ledger",
	},
	{
		name: "compare", operands: "A.jsonl B.jsonl", flags: []string{"multiset"}, options: map[string]string{"show": "5"}, run: runCompare,
		summary: "where two such files disagree; --multiset: the events of one operation in any order",
	},
	{
		name: "contract-events", operands: "PASSPHRASE IN OUT.jsonl", run: runContractEvents,
		summary: "every contract event, one JSON line per ledger",
	},
	{
		name: "bench", operands: "PASSPHRASE SECONDS IN", options: map[string]string{"mode": "derived"}, run: runBench,
		summary: "how fast one thread decodes and extracts",
	},
	{
		name: "generate", operands: "SEED COUNT PASSPHRASE OUT.lcm", options: map[string]string{"kind": "classic"}, run: runGenerate,
		summary: "random ledgers, the same for the same arguments; unified: every transaction has CAP-67 events",
	},
	{
		name: "cover", operands: "PASSPHRASE IN", options: map[string]string{"mode": "derived"}, run: runCover,
		summary: "what ledgers exercise in the reference",
	},
	{
		name: "lake", operands: "PASSPHRASE IN DIR LEDGERS_PER_FILE FILES_PER_PARTITION START END", run: runLake,
		summary: "a data lake as Galexie lays it out: ledgers repeated, renumbered and chained",
	},
	{
		name: "normalize", operands: "OUT.lcm IN...", run: runNormalize,
		summary: "files of any form as one stream of frames",
	},
}

var valuesOf = map[string]string{"mode": "derived|unified", "kind": "classic|unified", "show": "COUNT"}

// isUnified reads an option whose values are two, of which the second is "unified".
func (a arguments) isUnified(option string) (bool, error) {
	value := a.options[option]
	if !slices.Contains(strings.Split(valuesOf[option], "|"), value) {
		return false, usageError(fmt.Sprintf("--%s is %s, not %q", option, valuesOf[option], value))
	}
	return value == "unified", nil
}

func number(name, text string, lowest int64, bits int) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < lowest || bits < 64 && n >= 1<<bits {
		return 0, usageError(fmt.Sprintf("%s is a whole number from %d on, not %q", name, lowest, text))
	}
	return n, nil
}

// lineFile writes one line after the other.
type lineFile struct {
	file   *os.File
	buffer *bufio.Writer
}

func createLines(path string) (lineFile, error) {
	f, err := os.Create(path)
	return lineFile{f, bufio.NewWriter(f)}, err
}

func (l lineFile) write(line []byte) {
	l.buffer.Write(line)
	l.buffer.WriteByte('\n')
}

// close tells the first error of all writing.
func (l lineFile) close() error {
	err := l.buffer.Flush()
	if closing := l.file.Close(); err == nil {
		err = closing
	}
	return err
}

func runEvents(args arguments) error {
	unified, err := args.isUnified("mode")
	if err != nil {
		return err
	}
	ledgers, err := ledgerfile.Read(args.operands[1])
	if err != nil {
		return err
	}
	out, err := createLines(args.operands[2])
	if err != nil {
		return err
	}
	extractor := reference.NewExtractor(args.operands[0], unified)
	events, failures := 0, 0
	for _, ledger := range ledgers {
		line, err := extractor.Line(ledger)
		if err != nil {
			return err
		}
		text, err := json.Marshal(line)
		if err != nil {
			return err
		}
		out.write(text)
		events += len(line.Events)
		if line.Error != "" {
			failures++
		}
	}
	if err := out.close(); err != nil {
		return err
	}
	fmt.Printf("%d ledgers, %d events, %d ledgers with an error\n", len(ledgers), events, failures)
	return nil
}

func runCompare(args arguments) error {
	show, err := number("--show", args.options["show"], 0, 31)
	if err != nil {
		return err
	}
	var inputs [2]compare.Input
	for i, path := range args.operands {
		f, err := ledgerfile.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		inputs[i] = compare.Input{Name: path, Lines: f}
	}
	options := compare.Options{AnyOrder: args.flags["multiset"], Show: int(show)}
	result, err := compare.Run(inputs[0], inputs[1], options, os.Stdout)
	if err != nil {
		return err
	}
	fmt.Println(result)
	if !result.Equal() {
		return errDifferent
	}
	return nil
}

func runContractEvents(args arguments) error {
	ledgers, err := ledgerfile.Read(args.operands[1])
	if err != nil {
		return err
	}
	out, err := createLines(args.operands[2])
	if err != nil {
		return err
	}
	total := 0
	for i, ledger := range ledgers {
		line, count, err := reference.ContractEvents(args.operands[0], ledger)
		if err != nil {
			return fmt.Errorf("ledger %d of the file: %w", i+1, err)
		}
		out.write(line)
		total += count
	}
	if err := out.close(); err != nil {
		return err
	}
	fmt.Printf("%d ledgers, %d contract events\n", len(ledgers), total)
	return nil
}

func runBench(args arguments) error {
	unified, err := args.isUnified("mode")
	if err != nil {
		return err
	}
	seconds, err := strconv.ParseFloat(args.operands[1], 64)
	if err != nil || !(seconds > 0 && seconds < 1e6) {
		return usageError(fmt.Sprintf("SECONDS is a number above 0, not %q", args.operands[1]))
	}
	ledgers, err := ledgerfile.Read(args.operands[2])
	if err != nil {
		return err
	}
	extractor := reference.NewExtractor(args.operands[0], unified)
	speed, err := extractor.Benchmark(ledgers, time.Duration(seconds*float64(time.Second)))
	if err != nil {
		return err
	}
	fmt.Println(speed)
	return nil
}

func runGenerate(args arguments) error {
	unified, err := args.isUnified("kind")
	if err != nil {
		return err
	}
	seed, err := number("SEED", args.operands[0], 0, 64)
	if err != nil {
		return err
	}
	count, err := number("COUNT", args.operands[1], 1, 31)
	if err != nil {
		return err
	}
	out, err := ledgerfile.Create(args.operands[3])
	if err != nil {
		return err
	}
	ledgers := generate.New(seed, args.operands[2], unified)
	for range count {
		out.Write(ledgers.Next())
	}
	if err := out.Close(); err != nil {
		return err
	}
	fmt.Println(count, "ledgers")
	return nil
}

func runCover(args arguments) error {
	unified, err := args.isUnified("mode")
	if err != nil {
		return err
	}
	ledgers, err := ledgerfile.Read(args.operands[1])
	if err != nil {
		return err
	}
	return reference.NewExtractor(args.operands[0], unified).PrintCoverage(args.operands[0], ledgers, os.Stdout)
}

func runLake(args arguments) error {
	var numbers [4]uint32
	for i, name := range []string{"LEDGERS_PER_FILE", "FILES_PER_PARTITION", "START", "END"} {
		n, err := number(name, args.operands[3+i], 1, 32)
		if err != nil {
			return err
		}
		numbers[i] = uint32(n)
	}
	layout := lake.Layout{LedgersPerFile: numbers[0], FilesPerPartition: numbers[1], Start: numbers[2], End: numbers[3]}
	if layout.Start > layout.End {
		return usageError(fmt.Sprintf("START %d is above END %d", layout.Start, layout.End))
	}
	ledgers, err := ledgerfile.Read(args.operands[1])
	if err != nil {
		return err
	}
	return lake.Write(args.operands[0], args.operands[2], layout, ledgers)
}

func runNormalize(args arguments) error {
	out, err := ledgerfile.Create(args.operands[0])
	if err != nil {
		return err
	}
	total := 0
	for _, path := range args.operands[1:] {
		ledgers, err := ledgerfile.Read(path)
		if err != nil {
			return err
		}
		for _, ledger := range ledgers {
			out.Write(ledger)
		}
		total += len(ledgers)
	}
	if err := out.Close(); err != nil {
		return err
	}
	fmt.Println(total, "ledgers")
	return nil
}
