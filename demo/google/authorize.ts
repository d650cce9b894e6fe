import { renderBlocked, renderChooser, renderConsent } from './consent-page.ts';
import { html, type Reply } from './errors.ts';
import { pageHeaders } from './page.ts';
import type { Directory, Person } from './people.ts';
import { parseScopes } from './scopes.ts';
import type { Tokens } from './tokens.ts';

/** The one OAuth client that is registered at the stand-in. */
export type Client = { id: string; secret: string; name: string; redirectUris?: string[] };

/** What the OAuth endpoints work with. */
export type OAuthContext = { issuer: string; client: Client; directory: Directory; tokens: Tokens };

/** GET `/o/oauth2/v2/auth`: choose an account, then consent, unless the request and earlier consent spare that. */
export function authorize(context: OAuthContext, query: URLSearchParams): Reply {
  const refused = refuse(context.client, query);
  if (refused !== undefined) return refused;
  const prompts = (query.get('prompt') ?? '').split(' ');
  if (prompts.includes('none')) return redirect(context, query, { error: 'interaction_required' });

  const chosen = context.directory.find(query.get('account') ?? '');
  const hinted = prompts.includes('select_account')
    ? undefined
    : findHinted(context.directory, query.get('login_hint'));
  const person = chosen ?? hinted;
  if (person === undefined) {
    return page(renderChooser(query, context.directory.listed(), context.client.name));
  }
  const { signIn, others } = parseScopes(query.get('scope') ?? '');
  const granted = context.tokens.grantOf(person)?.scopes;
  const known = granted !== undefined && [...signIn, ...others].every((scope) => granted.has(scope));
  if (known && !prompts.includes('consent')) return finish(context, query, person, others, false);
  return page(renderConsent(query, person, others, context.client.name));
}

/** POST `/o/oauth2/v2/auth/consent`: the person's answer. */
export function answerConsent(context: OAuthContext, form: URLSearchParams): Reply {
  const refused = refuse(context.client, form);
  if (refused !== undefined) return refused;
  const person = context.directory.find(form.get('account') ?? '');
  if (person === undefined) return blocked(400, 'invalid_request', 'No such account.');
  if (form.get('decision') !== 'allow') return redirect(context, form, { error: 'access_denied' });
  const { signIn, others } = parseScopes(form.get('scope') ?? '');
  const ticked = others.filter((scope) => form.getAll('granted').includes(scope));
  // Nothing left to allow: Google ends such a request as refused.
  if (signIn.length + ticked.length === 0) return redirect(context, form, { error: 'access_denied' });
  return finish(context, form, person, ticked, true);
}

function finish(
  context: OAuthContext,
  query: URLSearchParams,
  person: Person,
  ticked: string[],
  consented: boolean,
): Reply {
  const { signIn } = parseScopes(query.get('scope') ?? '');
  const grant = context.tokens.allow(person, [...signIn, ...ticked]);
  const scopes = query.get('include_granted_scopes') === 'true' ? [...grant.scopes] : [...ticked, ...signIn];
  const nonce = query.get('nonce');
  const challenge = query.get('code_challenge');
  const code = context.tokens.issueCode({
    grant,
    scopes,
    redirectUri: query.get('redirect_uri') ?? '',
    challengeMethod: query.get('code_challenge_method') ?? 'plain',
    // Google hands out a refresh token only when the consent page was really shown.
    offline: query.get('access_type') === 'offline' && consented,
    ...(nonce !== null && { nonce }),
    ...(challenge !== null && { challenge }),
  });
  const short = ['email', 'profile'].filter((name) =>
    scopes.some((scope) => scope.endsWith(`userinfo.${name}`)),
  );
  return redirect(context, query, {
    code,
    scope: [...short, ...scopes].join(' '),
    authuser: '0',
    ...(person.hd !== undefined && { hd: person.hd }),
    prompt: consented ? 'consent' : 'none',
  });
}

/** Back to the client, with the issuer (RFC 9207) and the state. */
function redirect(context: OAuthContext, query: URLSearchParams, parameters: Record<string, string>): Reply {
  const target = new URL(query.get('redirect_uri') ?? '');
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  target.searchParams.set('iss', context.issuer);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' }, body: '' };
}

/** What Google checks before it trusts the redirect address. */
function refuse(client: Client, query: URLSearchParams): Reply | undefined {
  if (query.get('client_id') !== client.id) {
    return blocked(401, 'invalid_client', 'The OAuth client was not found.');
  }
  const target = query.get('redirect_uri') ?? '';
  const allowed = client.redirectUris ?? [];
  const listed = client.redirectUris === undefined || allowed.includes(target);
  if (!listed || !/^https?:/.test(target) || !URL.canParse(target)) {
    return blocked(400, 'redirect_uri_mismatch', `The redirect URI is not registered: ${target}`);
  }
  if (query.get('response_type') !== 'code') {
    return blocked(400, 'invalid_request', 'Required parameter is missing or wrong: response_type');
  }
  const { signIn, others, unknown } = parseScopes(query.get('scope') ?? '');
  if (unknown.length > 0)
    return blocked(400, 'invalid_scope', `Some requested scopes were invalid: ${unknown}`);
  if (signIn.length + others.length === 0) {
    return blocked(400, 'invalid_request', 'Missing required parameter: scope');
  }
  return undefined;
}

const page = (body: string): Reply => html(200, body, pageHeaders);
const blocked = (code: number, error: string, detail: string): Reply =>
  html(code, renderBlocked(code, error, detail), pageHeaders);

/** `login_hint` is an address or an account id. */
function findHinted(directory: Directory, hint: string | null): Person | undefined {
  if (hint === null) return undefined;
  return directory.find(hint) ?? directory.all().find((person) => person.sub === hint);
}
