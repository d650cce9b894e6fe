import { Counter, Histogram, Registry } from 'prom-client';

/** Figures for operators: counts and times by route and state, never an id or an address. */
export function createMetrics() {
  const registry = new Registry();
  const requests = new Counter({
    name: 'behalf_http_requests_total',
    help: 'Requests by route pattern, method and status',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'behalf_http_request_seconds',
    help: 'How long requests took, by route pattern',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return {
    registry,
    observe(route: string, method: string, status: number, tookMs: number): void {
      requests.inc({ route, method, status: String(status) });
      seconds.observe({ route }, tookMs / 1000);
    },
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
