/** An answer of one of emulate's routes. */
export type EngineAnswer = { status: number; json: unknown };

type Handler = (context: RouteContext) => EngineAnswer | Promise<EngineAnswer>;
type Route = { names: string[]; pattern: RegExp; handler: Handler };

/**
 * The app that emulate's routes are registered on: its verbs and the few members of a request context that they
 * use. A real Hono works as well, but building a Request and a Response for every call, only to take them apart
 * again in the same process, was more than half of the cost of a send.
 */
export class RouteHost {
  readonly #routes = new Map<string, Route[]>();

  readonly get = this.#register('GET');
  readonly post = this.#register('POST');
  readonly put = this.#register('PUT');
  readonly patch = this.#register('PATCH');
  readonly delete = this.#register('DELETE');

  /** Calls the route for a path with its query, as the owner of `email`. */
  async ask(email: string, verb: string, target: string, body?: unknown): Promise<EngineAnswer> {
    const end = target.indexOf('?');
    const path = end < 0 ? target : target.slice(0, end);
    for (const { names, pattern, handler } of this.#routes.get(verb) ?? []) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const parameters = Object.fromEntries(
        names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? '')]),
      );
      return handler(new RouteContext(email, target, parameters, body));
    }
    return { status: 404, json: { error: { code: 404, message: 'Not Found' } } };
  }

  #register(verb: string): (path: string, handler: Handler) => void {
    const routes: Route[] = [];
    this.#routes.set(verb, routes);
    return (path, handler) => {
      const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
      const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+)')}$`);
      // The way to send comes first: it is by far the busiest.
      if (path.endsWith('/messages/send')) routes.unshift({ names, pattern, handler });
      else routes.push({ names, pattern, handler });
    };
  }
}

/** What emulate's handlers call `c`. */
class RouteContext {
  readonly req: {
    url: string;
    param: (name: string) => string | undefined;
    header: (name: string) => string | undefined;
    text: () => Promise<string>;
  };
  readonly #email: string;

  constructor(email: string, target: string, parameters: Record<string, string>, body: unknown) {
    this.#email = email;
    this.req = {
      url: `http://emulate${target}`,
      param: (name) => parameters[name],
      header: (name) => (name.toLowerCase() === 'content-type' ? 'application/json' : undefined),
      text: async () => (body === undefined ? '' : JSON.stringify(body)),
    };
  }

  /** The authenticated user, whom emulate's own server would look up by token. */
  get(name: string): unknown {
    return name === 'authUser' ? { login: this.#email } : undefined;
  }

  json(value: unknown, status = 200): EngineAnswer {
    return { status, json: value };
  }

  body(_: null, status = 200): EngineAnswer {
    return { status, json: undefined };
  }
}
