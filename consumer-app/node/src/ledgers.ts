import type * as grpc from '@grpc/grpc-js';
import { channelOptions, contracts } from './contracts.js';
import type { LedgerCursor__Output } from './generated/ttp/v1/LedgerCursor.js';
import type { LedgerEvents__Output } from './generated/ttp/v1/LedgerEvents.js';
import { messages, resumed, type OnTrouble } from './resume.js';

/** A range of ledgers: both ends inclusive; an end of 0 means for ever, a start of 0 the latest. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a processor listens, and what connections to it are made with. */
export interface Server {
  readonly address: string;
  readonly credentials: grpc.ChannelCredentials;
}

/**
 * The ledgers of a range, each once and in order, also those in which nothing happened, however
 * often the stream breaks: it is resumed after the cursor of the last ledger that came.
 *
 * @throws the gRPC error of a failure that does not pass, or an error that names the ledger that
 *     does not follow the one before it
 */
export async function* ledgers(
  { address, credentials }: Server,
  range: Range,
  signal: AbortSignal,
  onTrouble: OnTrouble,
): AsyncGenerator<LedgerEvents__Output> {
  const client = new contracts.ttp.v1.LedgerEventService(address, credentials, channelOptions);
  let after: LedgerCursor__Output | undefined;
  async function* attempt(): AsyncGenerator<LedgerEvents__Output> {
    const from = after === undefined ? { start_ledger: range.start } : { after };
    const call = client.streamLedgerEvents({ ...from, end_ledger: range.end });
    for await (const ledger of messages(call, signal)) {
      requireNext(ledger, range, after);
      yield ledger;
      after = ledger.cursor ?? undefined;
    }
    if (!signal.aborted && range.end !== after?.ledger_sequence) {
      throw new Error(`the stream ended after ledger ${after?.ledger_sequence ?? 'none'}`);
    }
  }
  try {
    yield* resumed(attempt, signal, onTrouble);
  } finally {
    client.close();
  }
}

function requireNext(
  ledger: LedgerEvents__Output,
  range: Range,
  last: LedgerCursor__Output | undefined,
): void {
  const expected = last === undefined ? range.start || ledger.sequence : last.ledger_sequence + 1;
  if (ledger.sequence !== expected || ledger.cursor?.ledger_sequence !== expected) {
    throw new Error(`ledger ${ledger.sequence} came where ledger ${expected} was to come`);
  }
  if (last !== undefined && !ledger.previous_hash.equals(last.ledger_hash)) {
    throw new Error(
      `ledger ${ledger.sequence} does not follow the ledger ${expected - 1} that came`,
    );
  }
}
