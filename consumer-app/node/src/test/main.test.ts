import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { event, fail, MAIN, sendLedgers, serving } from './fake-server.js';

/** The program as a process, which is told what it printed whenever that is more. */
async function run(
  address: string,
  words: string[],
  onOutput: (output: string, child: ReturnType<typeof spawn>) => void = () => undefined,
  variables: Record<string, string> = {},
) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, TTP_SERVICE_ADDRESS: address, HEALTH_PORT: '0', ...variables },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      onOutput(output, child);
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

const EVENT_OF_5 = `Received TTP event:
{
  "meta": {
    "ledger_sequence": 5,
    "closed_at": {
      "seconds": 1700000005,
      "nanos": 0
    },
    "tx_hash": "5-1",
    "transaction_index": 1,
    "contract_address": ""
  },
  "fee": {
    "from": "G…",
    "asset": {
      "native": true
    },
    "amount": "170141183460469231731687303715884105727"
  }
}
-------------------
`;

test('the program prints each event as the original does, and ends when the range does', async () => {
  const server = await serving((call) => {
    sendLedgers(call, 5, 6);
    call.end();
  });
  const { code, output } = await run(server.address, ['5', '6']);
  server.close();
  assert.equal(code, 0);
  assert.ok(output.includes(EVENT_OF_5), output);
  assert.equal(output.split('Received TTP event:\n').length - 1, 2);
});

test('by the original contract too; ids of 64 bits keep their digits, hashes are base64', async () => {
  const server = await serving((call) => {
    const { meta, fee } = event(5, 1);
    const muxed = (content: object) => ({ meta: { ...meta, to_muxed_info: content }, fee });
    call.write(event(5, 1));
    call.write(muxed({ id: '18446744073709551615' }));
    call.write(muxed({ hash: Buffer.from('000102', 'hex') }));
    call.end();
  });
  const { code, output } = await run(server.address, ['--event-service', '5', '6']);
  server.close();
  assert.equal(code, 0);
  assert.ok(output.includes(EVENT_OF_5), output);
  assert.match(output, /"id": "18446744073709551615"/);
  assert.match(output, /"hash": "AAEC"/);
});

test('the health page tells what was read; SIGTERM and SIGINT end the program with 0', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await serving((call) => sendLedgers(call, 5, 5));
    let answers: Promise<any[]> | undefined;
    const { code } = await run(server.address, ['5', '0'], (output, child) => {
      const port = /health on port (\d+)/.exec(output)?.[1];
      if (answers === undefined && port !== undefined && output.includes(EVENT_OF_5)) {
        answers = pages(port).finally(() => child.kill(signal));
      }
    });
    server.close();
    assert.equal(code, 0);
    const [health, root, metrics, missing, posted] = await answers!;
    assert.equal(health.body.status, 'healthy');
    assert.deepEqual(Object.keys(root.body.metrics), Object.keys(metrics.body));
    assert.equal(metrics.body.total_events_received, 1);
    assert.equal(metrics.body.last_processed_ledger, 5);
    assert.deepEqual([missing.status, posted.status], [404, 405]);
    assert.equal(health.origin, '*');
  }
});

async function pages(port: string): Promise<any[]> {
  const base = `http://127.0.0.1:${port}`;
  for (;;) {
    const metrics: any = await (await fetch(`${base}/metrics`)).json();
    if (metrics.last_processed_ledger > 0) {
      break;
    }
  }
  const answers = [];
  for (const [path, method] of [
    ['/health', 'GET'],
    ['/', 'GET'],
    ['/metrics', 'GET'],
    ['/other', 'GET'],
    ['/', 'POST'],
  ] as const) {
    const answer = await fetch(base + path, { method, headers: { connection: 'close' } });
    const text = await answer.text();
    answers.push({
      status: answer.status,
      origin: answer.headers.get('access-control-allow-origin'),
      body: answer.ok ? JSON.parse(text) : text,
    });
  }
  return answers;
}

test('a reader of the output that goes away ends the program without a stack trace', async () => {
  const server = await serving((call) => sendLedgers(call, 5, 2000));
  const { code, output } = await run(server.address, ['5', '0'], (_, child) =>
    child.stdout?.destroy(),
  );
  server.close();
  assert.equal(code, 0);
  assert.doesNotMatch(output, /EPIPE|at .*\.js/);
});

test('what is refused is told in words, with 1; a wrong use with 2', async () => {
  const server = await serving((call) => fail(call, status.OUT_OF_RANGE, 'the oldest is 100'));
  const refused = await run(server.address, ['5', '6']);
  server.close();
  assert.equal(refused.code, 1);
  assert.match(refused.output, /The stream ended: the oldest is 100/);
  for (const words of [
    ['five', '6'],
    ['5'],
    ['5', '4294967296'],
    ['5', '-6'],
    ['--events', '5', '6'],
  ]) {
    const wrong = await run('nowhere', words);
    assert.equal(wrong.code, 2);
    assert.match(wrong.output, /usage: npm start/);
  }
});

test('a health port that is taken is told, with 1', async () => {
  const taken = createServer().listen(0);
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const { code, output } = await run('nowhere', ['5', '6'], undefined, { HEALTH_PORT: `${port}` });
  taken.close();
  assert.equal(code, 1);
  assert.match(output, /EADDRINUSE/);
});
