import type * as grpc from '@grpc/grpc-js';
import { ledgersOfEvents } from './events.js';
import type { TokenTransferEvent__Output } from './generated/token_transfer/TokenTransferEvent.js';
import { Metrics, portOf, serveHealth } from './health.js';
import { ledgers, type Range, type Server } from './ledgers.js';
import { printable, write } from './output.js';
import type { OnTrouble } from './resume.js';
import { credentials } from './security.js';

const EVENT_SERVICE = '--event-service';
const USAGE = `usage: npm start -- [${EVENT_SERVICE}] <start ledger> <end ledger>
  both inclusive; an end of 0, or before the start, goes on for ever; a start of 0 is the latest ledger
  ${EVENT_SERVICE}  by the original's contract, an event a message
environment:
  TTP_SERVICE_ADDRESS  where ttp-processor listens (default localhost:50052)
  TTP_SERVICE_TLS, TTP_SERVICE_TLS_CA_FILE, TTP_SERVICE_TLS_CERT_FILE, TTP_SERVICE_TLS_KEY_FILE,
  TTP_SERVICE_TOKEN_FILE
                       how the connection is protected (default not at all)
  HEALTH_PORT          health page (default 8093); 0 takes any free port`;

interface Settings {
  readonly server: Server;
  readonly healthPort: number;
  readonly range: Range;
  readonly eventService: boolean;
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = /^\d{1,10}$/.test(text ?? '') ? Number(text) : NaN;
  return value <= 0xffff_ffff ? value : undefined;
}

/** The settings, or all that is wrong with them, in words. */
function settings(words: string[]): Settings | string {
  const numbers = words.filter((word) => word !== EVENT_SERVICE);
  const [start, end] = numbers.map(wholeNumber);
  const healthPort = wholeNumber(process.env['HEALTH_PORT'] || '8093');
  const problems: string[] = [];
  if (numbers.length !== 2 || start === undefined || end === undefined) {
    problems.push(`not a start and an end ledger: ${numbers.join(' ') || 'nothing'}`);
  }
  if (healthPort === undefined || healthPort > 65_535) {
    problems.push(`HEALTH_PORT is no port: ${process.env['HEALTH_PORT']}`);
  }
  const secured = credentials(process.env);
  if (Array.isArray(secured)) {
    problems.push(...secured);
  }
  if (
    Array.isArray(secured) ||
    problems.length > 0 ||
    start === undefined ||
    end === undefined ||
    healthPort === undefined
  ) {
    return [...problems, USAGE].join('\n');
  }
  return {
    server: {
      address: process.env['TTP_SERVICE_ADDRESS'] || 'localhost:50052',
      credentials: secured,
    },
    healthPort,
    range: { start, end: end < start ? 0 : end },
    eventService: words.includes(EVENT_SERVICE),
  };
}

/** Whole ledgers by either contract. */
async function* wholeLedgers(
  { server, range, eventService }: Settings,
  signal: AbortSignal,
  onTrouble: OnTrouble,
): AsyncGenerator<{ sequence: number; events: TokenTransferEvent__Output[] }> {
  if (eventService) {
    yield* ledgersOfEvents(server, range, signal, onTrouble);
    return;
  }
  for await (const { sequence, events } of ledgers(server, range, signal, onTrouble)) {
    yield { sequence, events: events.flatMap((event) => event.token_transfer ?? []) };
  }
}

async function print(wanted: Settings, metrics: Metrics, stop: AbortController): Promise<number> {
  const onTrouble: OnTrouble = (reason, waitMs) => {
    metrics.failed(reason);
    console.error(`The stream broke (${reason}); trying again in ${waitMs} ms`);
  };
  try {
    for await (const { sequence, events } of wholeLedgers(wanted, stop.signal, onTrouble)) {
      const begin = performance.now();
      for (const event of events) {
        await write(printable(event));
      }
      metrics.ledgerDone(sequence, events.length, performance.now() - begin);
    }
    return 0;
  } catch (error) {
    if (stop.signal.aborted) {
      return 0;
    }
    const failure = error as grpc.ServiceError;
    console.error(`The stream ended: ${failure.details ?? failure.message}`);
    return 1;
  }
}

async function main(): Promise<number> {
  const wanted = settings(process.argv.slice(2));
  if (typeof wanted === 'string') {
    console.error(wanted);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  process.stdout.on('error', () => stop.abort()); // nobody reads on, as after `| head`
  const metrics = new Metrics();
  const server = await serveHealth(wanted.healthPort, metrics);
  const { start, end } = wanted.range;
  console.error(
    `Requesting TTP events from ledger ${start} to ${end} of ${wanted.server.address};` +
      ` health on port ${portOf(server)}`,
  );
  const code = await print(wanted, metrics, stop);
  server.close();
  server.closeAllConnections();
  return code;
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
