package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.FeeBumpTransactionView;
import io.ttpprocessor.xdr.GeneralizedTransactionSetView;
import io.ttpprocessor.xdr.OperationMetaV2View;
import io.ttpprocessor.xdr.OperationMetaView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionExtView;
import io.ttpprocessor.xdr.TransactionMetaView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TransactionV0View;
import io.ttpprocessor.xdr.TransactionView;
import io.ttpprocessor.xdr.runtime.CheckListener;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.Arrays;

/**
 * Where in a ledger's bytes its envelopes, results and operations' metadata lie, noted while the
 * ledger is checked: walking over it a second time to find them costs half as much as the check.
 */
final class LedgerPlaces implements CheckListener {
  /** Transactions of today take twice as much, with all that they change. */
  private static final int EXPECTED_TRANSACTION_SIZE = 2048;

  private static final int FEWEST_EXPECTED_TRANSACTIONS = 4;

  /** Offsets that come in rows of one width. */
  private static final class Table {
    private final int width;
    private int[] cells;
    private int rows;

    private Table(int width, int expectedRows) {
      this.width = width;
      this.cells = new int[width * expectedRows];
    }

    /** Index of the first cell of a new row. */
    private int addRow() {
      int first = rows * width;
      if (first == cells.length) {
        cells = Arrays.copyOf(cells, 2 * cells.length);
      }
      rows++;
      return first;
    }

    private int cell(int row, int column) {
      return cells[width * row + column];
    }
  }

  // Columns of envelopes; the extension is that of the transaction with operations.
  private static final int ENVELOPE = 0;
  private static final int TRANSACTION_END = 1;
  private static final int TRANSACTION_EXT = 2;
  private static final int ENVELOPE_COLUMNS = 3;

  // Columns of results; operations are numbered over the ledger.
  private static final int RESULT = 0;
  private static final int META = 1;
  private static final int META_END = 2;
  private static final int FIRST_OPERATION = 3;
  private static final int OPERATIONS_END = 4;
  private static final int RESULT_COLUMNS = 5;

  private final Table envelopes;
  private final Table results;

  /** OperationMeta, or OperationMetaV2, in the only column. */
  private final Table operations;

  private int transactionSetEnd;
  private int transactionEnd;
  private int transactionExt;
  private int transactionMeta;
  private int transactionMetaEnd;
  private int firstOperation;
  private int operationsEnd;

  /** The places of a ledger of that many bytes. */
  LedgerPlaces(int ledgerSize) {
    int expected = Math.max(FEWEST_EXPECTED_TRANSACTIONS, ledgerSize / EXPECTED_TRANSACTION_SIZE);
    this.envelopes = new Table(ENVELOPE_COLUMNS, expected);
    this.results = new Table(RESULT_COLUMNS, expected);
    this.operations = new Table(1, expected);
  }

  @Override
  public void checked(Class<? extends XdrView> type, int offset, int end) {
    if (type == OperationMetaV2View.class || type == OperationMetaView.class) {
      int row = operations.addRow();
      operations.cells[row] = offset;
      operationsEnd = end;
    } else if (type == TransactionMetaView.class) {
      transactionMeta = offset;
      transactionMetaEnd = end;
    } else if (type == TransactionResultMetaView.class
        || type == TransactionResultMetaV1View.class) {
      addResult(offset);
    } else if (type == TransactionEnvelopeView.class) {
      int row = envelopes.addRow();
      envelopes.cells[row + ENVELOPE] = offset;
      envelopes.cells[row + TRANSACTION_END] = transactionEnd;
      envelopes.cells[row + TRANSACTION_EXT] = transactionExt;
      transactionExt = 0;
    } else if (type == GeneralizedTransactionSetView.class) {
      transactionSetEnd = end;
    } else if (type == TransactionExtView.class) {
      transactionExt = offset;
    } else if (type == TransactionView.class
        || type == TransactionV0View.class
        || type == FeeBumpTransactionView.class) {
      // Of a fee bump the outer transaction ends last.
      transactionEnd = end;
    }
  }

  /** Where the transaction set ends, if it is a generalized one (LedgerCloseMeta 1 and later). */
  int transactionSetEnd() {
    return transactionSetEnd;
  }

  /** Number of envelopes, in the order of the transaction set. */
  int envelopeCount() {
    return envelopes.rows;
  }

  /** Offset of an envelope. */
  int envelope(int index) {
    return envelopes.cell(index, ENVELOPE);
  }

  /** Where the envelope's transaction ends and its signatures begin. */
  int transactionEnd(int index) {
    return envelopes.cell(index, TRANSACTION_END);
  }

  /**
   * Offset of the extension of the envelope's transaction, of a fee bump the inner one; 0 for an
   * envelope of type ENVELOPE_TYPE_TX_V0, whose transactions have another.
   */
  int transactionExt(int index) {
    return envelopes.cell(index, TRANSACTION_EXT);
  }

  /** Number of results, in apply order. */
  int resultCount() {
    return results.rows;
  }

  /** Offset of a TransactionResultMeta, or TransactionResultMetaV1. */
  int result(int index) {
    return results.cell(index, RESULT);
  }

  /** Offset of the result's TransactionMeta. */
  int meta(int index) {
    return results.cell(index, META);
  }

  /** Where the result's TransactionMeta ends. */
  int metaEnd(int index) {
    return results.cell(index, META_END);
  }

  /** How many operations the result's TransactionMeta is of. */
  int operationCount(int index) {
    int next = index + 1;
    int after = next == results.rows ? operations.rows : results.cell(next, FIRST_OPERATION);
    return after - results.cell(index, FIRST_OPERATION);
  }

  /** Offset of an OperationMeta, or OperationMetaV2, of the result; operations count from 0. */
  int operation(int index, int operation) {
    return operations.cell(results.cell(index, FIRST_OPERATION) + operation, 0);
  }

  /** Where the last operation's metadata ends; of a result that has any. */
  int operationsEnd(int index) {
    return results.cell(index, OPERATIONS_END);
  }

  /**
   * How far a check came that failed: what it refused follows. The envelopes come before the
   * results, whose numbers are the transactions' in apply order, and in each result its operations.
   */
  String progress() {
    return "after envelope %d, transaction %d, operation %d of the next transaction"
        .formatted(envelopes.rows, results.rows, operations.rows - firstOperation);
  }

  private void addResult(int offset) {
    int row = results.addRow();
    results.cells[row + RESULT] = offset;
    results.cells[row + META] = transactionMeta;
    results.cells[row + META_END] = transactionMetaEnd;
    results.cells[row + FIRST_OPERATION] = firstOperation;
    results.cells[row + OPERATIONS_END] = operationsEnd;
    firstOperation = operations.rows;
  }
}
