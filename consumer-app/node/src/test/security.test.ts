import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as grpc from '@grpc/grpc-js';
import { ledgers } from '../ledgers.js';
import { credentials } from '../security.js';
import { fail, sendLedgers, serving } from './fake-server.js';

const folder = mkdtempSync(join(tmpdir(), 'ttp-node-'));
after(() => rmSync(folder, { recursive: true }));

/** A certificate that vouches for itself, by openssl; its files, or why there are none. */
function certificate(): { crt: string; key: string } | string {
  const crt = join(folder, 'own.crt');
  const key = join(folder, 'own.key');
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout ${key} -out ${crt}`;
  try {
    execFileSync('openssl', words.split(/\s+/), { stdio: 'pipe' });
    return { crt, key };
  } catch (error) {
    return `openssl made no certificate: ${(error as Error).message}`;
  }
}

const own = certificate();
const skip = typeof own === 'string' ? own : false;

test('TLS with certificates of both sides, and a token', { skip }, async () => {
  const { crt, key } = own as { crt: string; key: string };
  const token = join(folder, 'token');
  writeFileSync(token, 'a-token-0123456789\n');
  const pair = { private_key: readFileSync(key), cert_chain: readFileSync(crt) };
  const server = await serving(
    (call) => {
      if (call.metadata.get('authorization')[0] !== 'Bearer a-token-0123456789') {
        fail(call, grpc.status.UNAUTHENTICATED, 'a valid bearer token is needed');
        return;
      }
      sendLedgers(call, 5, 6);
      call.end();
    },
    grpc.ServerCredentials.createSsl(readFileSync(crt), [pair], true),
  );
  const secured = credentials({
    TTP_SERVICE_TLS_CA_FILE: crt,
    TTP_SERVICE_TLS_CERT_FILE: crt,
    TTP_SERVICE_TLS_KEY_FILE: key,
    TTP_SERVICE_TOKEN_FILE: token,
  });
  assert.ok(!Array.isArray(secured), String(secured));
  const read: number[] = [];
  const range = { start: 5, end: 6 };
  const link = { address: server.address, credentials: secured };
  const never = new AbortController().signal;
  for await (const { sequence } of ledgers(link, range, never, () => undefined)) {
    read.push(sequence);
  }
  server.close();
  assert.deepEqual(read, [5, 6]);
});

test('all that is wrong with the settings is told at once, and no secret', () => {
  assert.deepEqual(
    credentials({
      TTP_SERVICE_TLS: 'perhaps',
      TTP_SERVICE_TLS_CA_FILE: '/no/such/file',
      TTP_SERVICE_TOKEN_FILE: '/nor/this/one',
    }),
    [
      'TTP_SERVICE_TLS_CA_FILE names a file that cannot be read: /no/such/file',
      'TTP_SERVICE_TLS is neither true nor false: perhaps',
      'TTP_SERVICE_TOKEN_FILE names a file that cannot be read: /nor/this/one',
      'TTP_SERVICE_TOKEN_FILE is set without TLS: no token goes in plaintext',
    ],
  );
});
