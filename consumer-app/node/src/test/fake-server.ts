import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { contracts } from '../contracts.js';
import type { LedgerEvents } from '../generated/ttp/v1/LedgerEvents.js';
import type { TokenTransferEvent } from '../generated/token_transfer/TokenTransferEvent.js';

/** The program, built. */
export const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

/** The largest amount there is: more digits than a number of JavaScript's. */
export const LARGEST = '170141183460469231731687303715884105727';

/** A call as the fake servers see it: requests and messages as they are on the wire. */
export interface Call {
  request: any;
  metadata: grpc.Metadata;
  write(message: object): void;
  end(): void;
  emit(name: string, error: object): void;
}

/** A real server, of both contracts, whose calls follow a script; it keeps the requests. */
export async function serving(
  script: (call: Call, number: number) => void,
  credentials = grpc.ServerCredentials.createInsecure(),
) {
  const requests: any[] = [];
  const server = new grpc.Server();
  const stream = (call: any) => script(call, requests.push(call.request));
  const { ttp, token_transfer_service: original } = contracts;
  server.addService(ttp.v1.LedgerEventService.service, { StreamLedgerEvents: stream });
  server.addService(original.EventService.service, { GetTTPEvents: stream });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    credentials: grpc.credentials.createInsecure(),
    requests,
    close: () => server.forceShutdown(),
  };
}

/** A ledger's hash: its number, 32 times. */
export function hash(sequence: number): Buffer {
  return Buffer.alloc(32, sequence);
}

export function event(sequence: number, place: number): TokenTransferEvent {
  return {
    meta: {
      ledger_sequence: sequence,
      closed_at: { seconds: 1_700_000_000 + sequence },
      tx_hash: `${sequence}-${place}`,
      transaction_index: place,
    },
    fee: { from: 'G…', asset: { native: true }, amount: LARGEST },
  };
}

/** A ledger with one event. */
export function ledger(sequence: number): LedgerEvents {
  return {
    sequence,
    hash: hash(sequence),
    previous_hash: hash(sequence - 1),
    cursor: {
      ledger_sequence: sequence,
      ledger_hash: hash(sequence),
      network_id: Buffer.alloc(32, 7),
    },
    events: [{ ordinal: 0, token_transfer: event(sequence, 1) }],
  };
}

export function sendLedgers(call: Call, first: number, last: number): void {
  for (let sequence = first; sequence <= last; sequence++) {
    call.write(ledger(sequence));
  }
}

export function fail(call: Call, code: grpc.status, details: string): void {
  call.emit('error', { code, details });
}

/** All that an iterator yields. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) {
    list.push(item);
  }
  return list;
}
