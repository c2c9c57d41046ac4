import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import * as grpc from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import { ledgers } from '../ledgers.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const definition = grpc.loadPackageDefinition(
  protoLoader.loadSync('ttp/v1/ledger_event_service.proto', {
    includeDirs: [fileURLToPath(new URL('../protos', import.meta.url))],
    longs: String,
    oneofs: true,
  }),
) as any;

interface Call {
  request: any;
  write(message: object): void;
  end(): void;
  emit(name: string, error: object): void;
}

/** A real server whose calls follow a script; it keeps the requests. */
async function serving(script: (call: Call, number: number) => void) {
  const requests: any[] = [];
  const server = new grpc.Server();
  server.addService(definition.ttp.v1.LedgerEventService.service, {
    streamLedgerEvents: (call: any) => script(call, requests.push(call.request)),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, requests, close: () => server.forceShutdown() };
}

function ledger(sequence: number): object {
  const hash = Buffer.alloc(32, sequence);
  return {
    sequence,
    hash,
    cursor: { ledgerSequence: sequence, ledgerHash: hash, networkId: Buffer.alloc(32, 7) },
    events: [{ ordinal: 0, tokenTransfer: { meta: { txHash: `of ${sequence}` }, fee: { amount: '170141183460469231731687303715884105727' } } }],
  };
}

function send(call: Call, first: number, last: number): void {
  for (let sequence = first; sequence <= last; sequence++) {
    call.write(ledger(sequence));
  }
}

test('a stream that breaks goes on after the cursor of the last ledger', async () => {
  const server = await serving((call, number) => {
    if (number === 1) {
      send(call, 5, 7);
      call.emit('error', { code: grpc.status.UNAVAILABLE, details: 'gone' });
    } else {
      send(call, 8, 9);
      call.end();
    }
  });
  const troubles: string[] = [];
  const read: number[] = [];
  const stop = new AbortController();
  for await (const next of ledgers(server.address, { start: 5, end: 9 }, stop.signal, (why) => troubles.push(why))) {
    read.push(next.sequence);
  }
  server.close();
  assert.deepEqual(read, [5, 6, 7, 8, 9]);
  assert.deepEqual(troubles, ['UNAVAILABLE: gone']);
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[0].startLedger, 5);
  assert.equal(server.requests[1].after.ledgerSequence, 7);
  assert.deepEqual(server.requests[1].after.ledgerHash, Buffer.alloc(32, 7));
  assert.equal(server.requests[1].endLedger, 9);
});

test('a failure that does not pass is thrown at once', async () => {
  const server = await serving((call) => call.emit('error', { code: grpc.status.DATA_LOSS, details: 'ledger 6 is cut' }));
  await assert.rejects(async () => {
    for await (const next of ledgers(server.address, { start: 5, end: 9 }, new AbortController().signal, () => {})) {
      assert.fail(`ledger ${next.sequence} came`);
    }
  }, /ledger 6 is cut/);
  server.close();
});

/** The program as a process: its exit code and output. */
async function run(address: string, words: string[], signal?: { after: string; send: NodeJS.Signals }) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, TTP_SERVICE_ADDRESS: address, HEALTH_PORT: '0' },
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk;
    if (signal !== undefined && output.includes(signal.after)) {
      child.kill(signal.send);
    }
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

test('the program prints each event and ends when the range does', async () => {
  const server = await serving((call) => {
    send(call, 5, 6);
    call.end();
  });
  const { code, output } = await run(server.address, ['5', '6']);
  server.close();
  assert.equal(code, 0);
  assert.equal(output.split('Received TTP event:\n').length - 1, 2);
  assert.match(output, /"txHash": "of 5"/);
  assert.match(output, /"amount": "170141183460469231731687303715884105727"/);
  assert.equal(output.split('-------------------\n').length - 1, 2);
});

test('the program ends with 0 on SIGTERM, amid a live stream', async () => {
  const server = await serving((call) => send(call, 5, 5));
  const { code } = await run(server.address, ['5', '0'], { after: 'of 5', send: 'SIGTERM' });
  server.close();
  assert.equal(code, 0);
});

test('what is refused is told in words, with 1; a wrong use with 2', async () => {
  const server = await serving((call) =>
    call.emit('error', { code: grpc.status.OUT_OF_RANGE, details: 'the oldest ledger is 100' }),
  );
  const refused = await run(server.address, ['5', '6']);
  server.close();
  assert.equal(refused.code, 1);
  assert.match(refused.output, /The stream ended: the oldest ledger is 100/);
  const wrong = await run('nowhere', ['five']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.output, /usage: npm start/);
});
