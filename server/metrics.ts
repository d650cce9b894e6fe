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
  const counters = new Map<string, Counter.Internal>();
  const timers = new Map<string, Histogram.Internal<'route'>>();
  return {
    registry,
    observe(route: string, method: string, status: number, tookMs: number): void {
      childOf(counters, `${route} ${method} ${status}`, () =>
        requests.labels(route, method, String(status)),
      ).inc();
      childOf(timers, route, () => seconds.labels(route)).observe(tookMs / 1000);
    },
  };
}
/** Kept by its labels, of which there are few: looking it up anew costs more than counting. */
function childOf<Child>(children: Map<string, Child>, key: string, make: () => Child): Child {
  const known = children.get(key);
  if (known) return known;
  const child = make();
  children.set(key, child);
  return child;
}

export type Metrics = ReturnType<typeof createMetrics>;
