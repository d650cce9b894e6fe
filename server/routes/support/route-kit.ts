import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { z } from 'zod';
import { errorCodes, errorStatus, ErrorBody, type ErrorCode } from '../../../shared/api/error.ts';
import { refuse } from '../../refusal.ts';
import { limitMember } from '../limits/limit-requests.ts';
import type { MemberRate } from '../limits/rates.ts';
import { RefusedRequest } from './answer.ts';
import type { AppEnv } from './env.ts';
import { emailBytes, limitBody, ordinaryBytes } from './limit-body.ts';
import { requireSession } from './require-session.ts';

/** A router whose input that does not fit is answered with 400 and the names of what does not fit, never its values. */
export const api = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw new RefusedRequest(refuse('invalid_request', describeIssues(result.error)));
    },
  });

type ErrorStatus = (typeof errorStatus)[ErrorCode];

/** Errors by their status, for the OpenAPI document. */
export const errors = (...statuses: ErrorStatus[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: errorCodes.filter((code) => errorStatus[code] === status).join(', '),
        content: { 'application/json': { schema: ErrorBody } },
      },
    ]),
  );

/** The errors that a route may answer with by its shape alone; what it adds to them stands beside its answers. */
function errorsOf({ method, path, request }: RouteConfig): ReturnType<typeof errors> {
  const isAct = method !== 'get';
  return errors(
    ...(request ? [400 as const] : []),
    // What is named in the address or the body may be somebody else's, or have moved on.
    ...(isAct ? [403 as const, 409 as const] : []),
    ...(isAct || path.includes('{') ? [404 as const] : []),
    ...(request?.body ? [413 as const] : []),
    ...([429, 500, 503] as const),
  );
}

/** A JSON body that must be there and fit its strict schema. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** A JSON answer. */
export const answers = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A page for who follows an address in a browser. */
export const browserPage = (description: string) => ({
  description,
  content: { 'text/html': { schema: { type: 'string' as const } } },
});

/** What a link of an email answers while much is asked for: people follow them. */
export const rushPage = browserPage(
  'Much was asked for in a short time; a page, since people follow these links',
);

/** A route for signed-in members. */
export const memberRoute = <const Config extends RouteConfig>(config: Config) =>
  createRoute({
    ...config,
    security: [{ bearer: [] }],
    middleware: [requireSession, limitBody(ordinaryBytes)],
    responses: { ...errors(401), ...errorsOf(config), ...config.responses } as Config['responses'],
  });

/** A route for signed-in members that has a limit of its own, beside what a member may do altogether. */
export const limitedRoute = <const Config extends RouteConfig>(rate: MemberRate, config: Config) =>
  createRoute({
    ...memberRoute(config),
    middleware: [
      requireSession,
      limitMember(rate),
      limitBody(rate === 'submit' || rate === 'batch' ? emailBytes : ordinaryBytes),
    ],
  });

/** A route anybody may call. */
export const publicRoute = <const Config extends RouteConfig>(config: Config) =>
  createRoute({
    ...config,
    middleware: [limitBody(ordinaryBytes)],
    responses: { ...errorsOf(config), ...config.responses } as Config['responses'],
  });

/** How much of one sentence is kept: an unknown field is named, and its name may be as long as the request. */
const longestIssue = 200;

/** What does not fit, by field. Zod's messages name types and bounds and do not quote what was sent. */
export function describeIssues(error: z.ZodError): string {
  const sentences = error.issues.slice(0, 5).map((issue) => {
    const field = issue.path.join('.');
    const message =
      issue.message.length > longestIssue ? `${issue.message.slice(0, longestIssue)}…` : issue.message;
    return field === '' ? message : `${field}: ${message}`;
  });
  return `The request was not understood, and nothing was changed. ${sentences.join('; ')}`;
}
