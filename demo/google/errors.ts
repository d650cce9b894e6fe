/** What the stand-in answers with. */
export type Reply = { status: number; headers?: Record<string, string>; body: string };

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: value === undefined ? '' : JSON.stringify(value),
  };
}

/** A page. */
export function html(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

type GoogleError = {
  code: number;
  message: string;
  reason: string;
  status: string;
  domain?: string;
  details?: unknown[];
  /** Where the inner message differs from the outer one, as it does for credentials. */
  inner?: string;
  location?: { location: string; locationType: string };
};

/** Google's JSON error shape (https://developers.google.com/workspace/gmail/api/guides/handle-errors). */
export function googleError(error: GoogleError, headers: Record<string, string> = {}): Reply {
  const { code, message, reason, status, domain = 'global', details, inner = message, location } = error;
  const errors = [{ message: inner, domain, reason, ...location }];
  return json(code, { error: { code, message, errors, status, ...(details && { details }) } }, headers);
}

/** 400 INVALID_ARGUMENT. */
export const invalidArgument = (message: string): Reply =>
  googleError({ code: 400, message, reason: 'invalidArgument', status: 'INVALID_ARGUMENT' });

/** 403 without a scope problem, such as delegation or the limits of the metadata scope. */
export const forbidden = (message: string): Reply =>
  googleError({ code: 403, message, reason: 'forbidden', status: 'PERMISSION_DENIED' });

/** 404 for a message, thread or history id that this mailbox does not have. */
export const notFound = (): Reply =>
  googleError({
    code: 404,
    message: 'Requested entity was not found.',
    reason: 'notFound',
    status: 'NOT_FOUND',
  });

/** 401 for a token that is unknown, malformed, expired or revoked. */
export const unauthenticated = (): Reply =>
  googleError(
    {
      code: 401,
      message:
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other ' +
        'valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
      inner: 'Invalid Credentials',
      reason: 'authError',
      status: 'UNAUTHENTICATED',
      location: { location: 'Authorization', locationType: 'header' },
    },
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  );

/** 401 where no token was sent at all. */
export const loginRequired = (): Reply =>
  googleError(
    {
      code: 401,
      message: 'Request is missing required authentication credential. Expected OAuth 2 access token.',
      inner: 'Login Required.',
      reason: 'required',
      status: 'UNAUTHENTICATED',
      location: { location: 'Authorization', locationType: 'header' },
    },
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
  );

/** 403 where the token lives but was not given a scope that the method takes. */
export const insufficientScope = (method: string, scopes: readonly string[]): Reply =>
  googleError(
    {
      code: 403,
      message: 'Request had insufficient authentication scopes.',
      inner: 'Insufficient Permission',
      reason: 'insufficientPermissions',
      status: 'PERMISSION_DENIED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
          domain: 'googleapis.com',
          metadata: { service: 'gmail.googleapis.com', method },
        },
      ],
    },
    {
      'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${scopes.join(' ')}"`,
    },
  );
