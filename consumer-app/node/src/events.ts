import { channelOptions, contracts } from './contracts.js';
import type { TokenTransferEvent__Output } from './generated/token_transfer/TokenTransferEvent.js';
import type { Range, Server } from './ledgers.js';
import { messages, resumed, type OnTrouble } from './resume.js';

/** The events of a ledger in which something happened. */
export interface EventsOfLedger {
  readonly sequence: number;
  readonly events: TokenTransferEvent__Output[];
}

/**
 * The same events by the original's contract, which tells neither where a ledger ends nor a cursor:
 * a ledger is whole when an event of the next one comes, or at the end of the range. Until then it
 * is held back, and when the stream breaks it is asked for anew; so each event is told once.
 *
 * @throws the gRPC error of a failure that does not pass
 */
export async function* ledgersOfEvents(
  { address, credentials }: Server,
  range: Range,
  signal: AbortSignal,
  onTrouble: OnTrouble,
): AsyncGenerator<EventsOfLedger> {
  const client = new contracts.token_transfer_service.EventService(
    address,
    credentials,
    channelOptions,
  );
  let start = range.start;
  async function* attempt(): AsyncGenerator<EventsOfLedger> {
    let held: EventsOfLedger | undefined;
    const call = client.getTtpEvents({ start_ledger: start, end_ledger: range.end });
    for await (const event of messages(call, signal)) {
      const sequence = event.meta?.ledger_sequence ?? 0;
      if (sequence < (held?.sequence ?? start)) {
        throw new Error(
          `an event of ledger ${sequence} came after ledger ${held?.sequence ?? start}`,
        );
      }
      if (held !== undefined && held.sequence !== sequence) {
        yield held;
        held = undefined;
      }
      held ??= { sequence, events: [] };
      start = sequence;
      held.events.push(event);
    }
    if (held !== undefined && !signal.aborted) {
      yield held;
    }
  }
  try {
    yield* resumed(attempt, signal, onTrouble);
  } finally {
    client.close();
  }
}
