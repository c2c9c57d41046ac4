import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the original's health page tells, by the original's names; it counts events. */
export class Metrics {
  /** Whether the stream is broken and tried anew. */
  broken = false;
  private events = 0;
  private errors = 0;
  private lastLedger = 0;
  private lastError: string | null = null;
  private lastErrorTime: Date | null = null;
  private processingMs = 0;
  private readonly startedAt = Date.now();

  ledgerDone(sequence: number, events: number, milliseconds: number): void {
    this.broken = false;
    this.events += events;
    this.lastLedger = sequence;
    this.processingMs += milliseconds;
  }

  failed(reason: string): void {
    this.broken = true;
    this.errors++;
    this.lastError = reason;
    this.lastErrorTime = new Date();
  }

  snapshot(): Record<string, unknown> {
    return {
      success_count: this.events,
      error_count: this.errors,
      total_processed: this.events,
      total_events_received: this.events,
      uptime_ms: Date.now() - this.startedAt,
      last_processed_ledger: this.lastLedger,
      processing_latency_ms: this.events === 0 ? 0 : this.processingMs / this.events,
      last_error: this.lastError,
      last_error_time: this.lastErrorTime?.toISOString() ?? null,
    };
  }
}

/** Serves `/health`, `/` and `/metrics` as JSON, as the original does; on all addresses, like it. */
export function serveHealth(port: number, metrics: Metrics): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Methods', 'GET, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    const figures = metrics.snapshot();
    const health = { status: metrics.broken ? 'degraded' : 'healthy', metrics: figures };
    const pages: Record<string, unknown> = { '/': health, '/health': health, '/metrics': figures };
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
    } else if (request.method !== 'GET') {
      response.writeHead(405).end('Method Not Allowed');
    } else if (pages[request.url ?? ''] === undefined) {
      response.writeHead(404).end('Not Found');
    } else {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(pages[request.url ?? '']));
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}

/** The port that the server listens on. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
