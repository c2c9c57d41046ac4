import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import type { ProtoGrpcType } from './generated/ledger_event_service.js';
import type { LedgerCursor__Output } from './generated/ttp/v1/LedgerCursor.js';
import type { LedgerEvents__Output } from './generated/ttp/v1/LedgerEvents.js';
import type { StreamLedgerEventsRequest } from './generated/ttp/v1/StreamLedgerEventsRequest.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Failures that another attempt may not meet; all others are told at once. */
const PASSING = new Set([
  grpc.status.UNAVAILABLE,
  grpc.status.RESOURCE_EXHAUSTED,
  grpc.status.DEADLINE_EXCEEDED,
  grpc.status.CANCELLED,
  grpc.status.INTERNAL,
  grpc.status.UNKNOWN,
]);

const definition = protoLoader.loadSync('ttp/v1/ledger_event_service.proto', {
  includeDirs: [fileURLToPath(new URL('protos', import.meta.url))],
  defaults: true,
  longs: String, // amounts and ids have more digits than a number of JavaScript's
  enums: String,
  oneofs: true,
});
const { ttp } = grpc.loadPackageDefinition(definition) as unknown as ProtoGrpcType;

export type Ledger = LedgerEvents__Output;

/** A range of ledgers: both ends inclusive; an end of 0 means for ever, a start of 0 the latest. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The ledgers of a range, each once and in order, however often the stream breaks: it is resumed after the
 * cursor of the last ledger that came.
 *
 * @param onTrouble told why the stream broke, and how long it waits before it is tried again
 * @throws the gRPC error of a failure that does not pass
 */
export async function* ledgers(
  address: string,
  range: Range,
  signal: AbortSignal,
  onTrouble: (reason: string, waitMs: number) => void,
): AsyncGenerator<Ledger> {
  const client = new ttp.v1.LedgerEventService(address, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  });
  let after: LedgerCursor__Output | undefined;
  let wait = FIRST_WAIT_MS;
  try {
    while (!signal.aborted) {
      const request: StreamLedgerEventsRequest = { endLedger: range.end };
      if (after === undefined) {
        request.startLedger = range.start;
      } else {
        request.after = after;
      }
      const call = client.streamLedgerEvents(request);
      const cancel = () => call.cancel();
      signal.addEventListener('abort', cancel);
      try {
        for await (const ledger of call as AsyncIterable<Ledger>) {
          yield ledger;
          after = ledger.cursor ?? undefined;
          wait = FIRST_WAIT_MS;
        }
        return;
      } catch (error) {
        const failure = error as grpc.ServiceError;
        if (signal.aborted) {
          return;
        }
        if (!PASSING.has(failure.code)) {
          throw error;
        }
        onTrouble(`${grpc.status[failure.code]}: ${failure.details}`, wait);
      } finally {
        signal.removeEventListener('abort', cancel);
        call.cancel();
      }
      await delay(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  } finally {
    client.close();
  }
}
