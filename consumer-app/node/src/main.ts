import type * as grpc from '@grpc/grpc-js';
import { Metrics, serveHealth } from './health.js';
import { ledgers, type Range } from './ledgers.js';

const USAGE = `usage: npm start -- <start ledger> <end ledger>
  both inclusive; an end of 0, or before the start, goes on for ever; a start of 0 is the latest ledger
environment:
  TTP_SERVICE_ADDRESS  where ttp-processor listens (default localhost:50052)
  HEALTH_PORT          health page (default 8093); 0 takes any free port`;

function wholeNumber(text: string | undefined): number | undefined {
  const value = /^\d{1,10}$/.test(text ?? '') ? Number(text) : NaN;
  return value <= 0xffff_ffff ? value : undefined;
}

function range(words: string[]): Range | undefined {
  const start = wholeNumber(words[0]);
  const end = wholeNumber(words[1]);
  if (words.length !== 2 || start === undefined || end === undefined) {
    return undefined;
  }
  return { start, end: end < start ? 0 : end };
}

async function main(): Promise<number> {
  const wanted = range(process.argv.slice(2));
  const healthPort = wholeNumber(process.env['HEALTH_PORT'] ?? '8093');
  if (wanted === undefined || healthPort === undefined || healthPort > 65_535) {
    console.error(wanted === undefined ? USAGE : 'HEALTH_PORT is no port');
    return 2;
  }
  const address = process.env['TTP_SERVICE_ADDRESS'] ?? 'localhost:50052';
  const metrics = new Metrics();
  const server = await serveHealth(healthPort, metrics);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const stream = ledgers(address, wanted, stop.signal, (reason, waitMs) => {
      metrics.failed(reason);
      console.error(`The stream broke (${reason}); trying again in ${waitMs} ms`);
    });
    for await (const ledger of stream) {
      for (const { tokenTransfer } of ledger.events) {
        console.log('Received TTP event:');
        console.log(JSON.stringify(tokenTransfer, null, 2));
        console.log('-------------------');
      }
      metrics.ledgerDone(ledger.sequence, ledger.events.length);
    }
    return 0;
  } catch (error) {
    const failure = error as grpc.ServiceError;
    console.error(`The stream ended: ${failure.details ?? failure.message}`);
    return 1;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
