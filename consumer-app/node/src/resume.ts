import { setTimeout as delay } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const A_FEW_TIMES = 8;

/** The service is away or busy: another call is made for as long as it takes. */
const PASSING = new Set([
  grpc.status.UNAVAILABLE,
  grpc.status.RESOURCE_EXHAUSTED,
  grpc.status.ABORTED,
  grpc.status.DEADLINE_EXCEEDED,
  grpc.status.CANCELLED,
]);

/** A broken connection can look like this, and so can an error: another call is made a few times. */
const PERHAPS_PASSING = new Set([grpc.status.INTERNAL, grpc.status.UNKNOWN]);

/** Told why the stream broke, and how long it waits before it is tried again. */
export type OnTrouble = (reason: string, waitMs: number) => void;

/**
 * What `attempt` yields, over as many calls as it takes: when one breaks, the next is made after a
 * growing wait. Each attempt begins where the last one left off: the caller keeps that place.
 *
 * @throws the error of a failure that does not pass
 */
export async function* resumed<T>(
  attempt: () => AsyncIterable<T>,
  signal: AbortSignal,
  onTrouble: OnTrouble,
): AsyncGenerator<T> {
  let wait = FIRST_WAIT_MS;
  let tries = A_FEW_TIMES;
  while (!signal.aborted) {
    try {
      for await (const item of attempt()) {
        yield item;
        wait = FIRST_WAIT_MS;
        tries = A_FEW_TIMES;
      }
      return;
    } catch (error) {
      const failure = error as grpc.ServiceError;
      if (signal.aborted) {
        return;
      }
      if (!passes(failure) && !(PERHAPS_PASSING.has(failure.code) && tries-- > 0)) {
        throw error;
      }
      onTrouble(`${grpc.status[failure.code]}: ${failure.details}`, wait);
    }
    await delay(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }
}

/** gRPC's own limit of a message's size has the same code as a service that is too busy. */
function passes(failure: grpc.ServiceError): boolean {
  return PASSING.has(failure.code) && !/larger than max|maximum size/i.test(failure.details);
}

/** The messages of one call, which is cancelled when the signal says so or nobody reads on. */
export async function* messages<T>(
  call: grpc.ClientReadableStream<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const cancel = () => call.cancel();
  signal.addEventListener('abort', cancel);
  call.on('error', () => undefined); // what comes while nobody waits for a message
  try {
    yield* call as AsyncIterable<T>;
  } finally {
    signal.removeEventListener('abort', cancel);
    call.cancel();
  }
}
