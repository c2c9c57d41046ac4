import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { ledgersOfEvents } from '../events.js';
import { all, event, fail, serving, type Call } from './fake-server.js';

const never = () => new AbortController().signal;

function send(call: Call, ...events: [sequence: number, place: number][]): void {
  events.forEach(([sequence, place]) => call.write(event(sequence, place)));
}

test('a ledger that a break cut in two is asked for anew, and told once', async () => {
  const server = await serving((call, number) => {
    if (number === 1) {
      send(call, [5, 1], [5, 2], [7, 1]);
      fail(call, status.UNAVAILABLE, 'gone');
    } else {
      send(call, [7, 1], [7, 2], [9, 1]);
      call.end();
    }
  });
  const read = await all(ledgersOfEvents(server, { start: 5, end: 9 }, never(), () => undefined));
  server.close();
  assert.deepEqual(
    read.map(({ events }) => events.map(({ meta }) => meta?.tx_hash)),
    [['5-1', '5-2'], ['7-1', '7-2'], ['9-1']],
  );
  assert.deepEqual(
    server.requests.map(({ start_ledger, end_ledger }) => [start_ledger, end_ledger]),
    [
      [5, 9],
      [7, 9],
    ],
  );
});

test('an event of an earlier ledger is told', async () => {
  const server = await serving((call) => {
    send(call, [6, 1], [5, 1]);
    call.end();
  });
  await assert.rejects(
    all(ledgersOfEvents(server, { start: 5, end: 9 }, never(), () => undefined)),
    /an event of ledger 5 came after ledger 6/,
  );
  server.close();
});
