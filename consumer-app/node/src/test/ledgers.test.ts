import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { ledgers } from '../ledgers.js';
import { all, fail, hash, ledger, sendLedgers, serving } from './fake-server.js';

const never = () => new AbortController().signal;

test('a stream that breaks goes on after the cursor of the last ledger', async () => {
  const server = await serving((call, number) => {
    if (number === 1) {
      sendLedgers(call, 5, 7);
      fail(call, status.UNAVAILABLE, 'gone');
    } else {
      sendLedgers(call, 8, 9);
      call.end();
    }
  });
  const troubles: string[] = [];
  const read = await all(
    ledgers(server, { start: 5, end: 9 }, never(), (why) => troubles.push(why)),
  );
  server.close();
  assert.deepEqual(
    read.map(({ sequence }) => sequence),
    [5, 6, 7, 8, 9],
  );
  assert.deepEqual(troubles, ['UNAVAILABLE: gone']);
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[0].start_ledger, 5);
  assert.equal(server.requests[1].after.ledger_sequence, 7);
  assert.deepEqual(server.requests[1].after.ledger_hash, hash(7));
  assert.equal(server.requests[1].end_ledger, 9);
});

test('a failure that does not pass is thrown at once, and so is a message that is too large', async () => {
  for (const [code, details] of [
    [status.DATA_LOSS, 'ledger 6 is cut'],
    [status.RESOURCE_EXHAUSTED, 'Received message larger than max (9 vs. 4)'],
  ] as const) {
    const server = await serving((call) => fail(call, code, details));
    const read = all(ledgers(server, { start: 5, end: 9 }, never(), () => undefined));
    await assert.rejects(read, { details });
    server.close();
    assert.equal(server.requests.length, 1);
  }
});

test('a gap, a fork and an end that comes too early are told', async () => {
  const scripts: [RegExp, () => object[]][] = [
    [/ledger 7 came where ledger 6 was to come/, () => [ledger(5), ledger(7)]],
    [/ledger 5 came where ledger 6 was to come/, () => [ledger(5), ledger(5)]],
    [/ledger 6 does not follow/, () => [ledger(5), { ...ledger(6), previous_hash: hash(9) }]],
    [/ended after ledger 6/, () => [ledger(5), ledger(6)]],
  ];
  for (const [message, sent] of scripts) {
    const server = await serving((call) => {
      sent().forEach((one) => call.write(one));
      call.end();
    });
    const read = all(ledgers(server, { start: 5, end: 9 }, never(), () => undefined));
    await assert.rejects(read, message);
    server.close();
  }
});

test('who stops reading ends the call', async () => {
  let cancelled = () => {};
  const told = new Promise<void>((resolve) => (cancelled = resolve));
  const server = await serving((call) => {
    (call as unknown as NodeJS.EventEmitter).on('cancelled', cancelled);
    sendLedgers(call, 5, 6);
  });
  for await (const { sequence } of ledgers(
    server,
    { start: 5, end: 0 },
    never(),
    () => undefined,
  )) {
    assert.equal(sequence, 5);
    break;
  }
  await told;
  server.close();
});
