import { createServer, type Server } from 'node:http';

/** What the original's health page tells, by the original's names. */
export class Metrics {
  readonly success_count = 0;
  error_count = 0;
  total_processed = 0;
  total_events_received = 0;
  last_processed_ledger = 0;
  last_error: string | null = null;
  last_error_time: string | null = null;
  private readonly startedAt = Date.now();

  ledgerDone(sequence: number, events: number): void {
    (this as { success_count: number }).success_count++;
    this.total_processed++;
    this.total_events_received += events;
    this.last_processed_ledger = sequence;
  }

  failed(reason: string): void {
    this.error_count++;
    this.last_error = reason;
    this.last_error_time = new Date().toISOString();
  }

  snapshot(): Record<string, unknown> {
    const { startedAt, ...figures } = this;
    return { ...figures, uptime_ms: Date.now() - startedAt };
  }
}

/** Serves `/health`, `/` and `/metrics` as JSON, as the original does; on all addresses, like it. */
export function serveHealth(port: number, metrics: Metrics): Promise<Server> {
  const server = createServer((request, response) => {
    const figures = metrics.snapshot();
    const pages: Record<string, unknown> = {
      '/': { status: 'healthy', metrics: figures },
      '/health': { status: 'healthy', metrics: figures },
      '/metrics': figures,
    };
    const page = pages[request.url ?? ''];
    const status = request.method !== 'GET' ? 405 : page === undefined ? 404 : 200;
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
    });
    response.end(JSON.stringify(status === 200 ? page : { error: `status ${status}` }));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
