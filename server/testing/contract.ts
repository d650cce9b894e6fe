import { expect } from 'vitest';
import { z } from 'zod';
import { ErrorBody, errorStatus } from '../../shared/api/error.ts';

type Content = Record<string, { schema: Record<string, unknown> }>;
export type Operation = {
  security?: unknown[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};
/** One operation of the served OpenAPI document. */
export type ApiRoute = { method: string; path: string; operation: Operation };
/** What came back, read whole. `body` is the JSON, or undefined when there is none. */
export type Answer<Body = unknown> = { status: number; headers: Headers; text: string; body: Body };

/** The OpenAPI document as the server serves it, as something answers can be held against. */
export async function readContract(get: (path: string) => Response | Promise<Response>) {
  const document = (await (await get('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const routes: ApiRoute[] = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const schemas = new Map<unknown, z.ZodType>();
  const schemaOf = (schema: Record<string, unknown>): z.ZodType => {
    const known = schemas.get(schema) ?? z.fromJSONSchema(schema);
    schemas.set(schema, known);
    return known;
  };

  /** The operation a request belongs to; the one with the fewest parameters where several fit. */
  const find = (method: string, pathname: string): ApiRoute | undefined =>
    routes
      .filter((route) => route.method === method && matcher(route.path).test(pathname))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];

  return {
    routes,
    find,
    /** Fails unless the answer is one that the document, and for refusals the closed set of errors, allows. */
    check(method: string, pathname: string, { status, headers, text, body }: Answer): void {
      const route = find(method, pathname);
      const what = `${method} ${route?.path ?? pathname} → ${status}`;
      const isJson = (headers.get('content-type') ?? '').startsWith('application/json');
      if (status >= 400 && (isJson || !route)) checkError(what, status, body);
      if (!route) return;
      const documented = route.operation.responses[String(status)];
      expect(documented, `${what} is documented`).toBeDefined();
      const content = documented!.content?.['application/json'];
      if (!isJson) {
        const type = (headers.get('content-type') ?? '').split(';')[0]!;
        const textual = type !== '' && documented!.content?.[type] !== undefined;
        expect(text === '' || textual, `${what} has a body that is not JSON`).toBe(true);
        return;
      }
      // A browser page of that status may be documented in place of the error body.
      if (!content && status >= 400) return;
      expect(content, `${what} may have a JSON body`).toBeDefined();
      const verdict = schemaOf(content!.schema).safeParse(body);
      expect(verdict.success ? null : `${what}: ${verdict.error.message}`).toBeNull();
    },
  };
}
export type Contract = Awaited<ReturnType<typeof readContract>>;

function checkError(what: string, status: number, body: unknown): void {
  const error = ErrorBody.safeParse(body);
  expect(error.success ? null : `${what}: ${error.error.message}`).toBeNull();
  expect(errorStatus[error.data!.error.code], what).toBe(status);
  expect(error.data!.error.message, what).toMatch(/^\S.{5,}[.?!]$|[^\n]{6,}/);
}

const matcher = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);
