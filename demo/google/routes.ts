import { answerConsent, authorize, type OAuthContext } from './authorize.ts';
import { html, json } from './errors.ts';
import { answerGmail, type GmailAnswer, type GmailRequest } from './gmail.ts';
import { publicJwks, publicPems } from './id-token.ts';
import { discovery, exchangeToken, revokeToken, tokenInfo, userInfo } from './oauth.ts';
import type { StandIn } from './stand-in.ts';

/** A request to one of Google's own paths. */
export type GoogleRequest = GmailRequest & { basic: string | undefined; form: URLSearchParams | undefined };

/** Every path of Google's that the stand-in has. All of Google's hosts are this one. */
export async function answerGoogle(standIn: StandIn, request: GoogleRequest): Promise<GmailAnswer> {
  const { path, verb, query, bearer } = request;
  if (path.startsWith('/gmail/') || path.startsWith('/upload/gmail/')) {
    return answerGmail(standIn.world, standIn.tokens, request);
  }
  const { issuer, client, tokens, world } = standIn;
  const context: OAuthContext = { issuer, client, tokens, directory: world.directory };
  const form = request.form ?? readJsonForm(request.body);
  switch (`${verb} ${path}`) {
    case 'GET /o/oauth2/v2/auth':
      return { reply: authorize(context, query) };
    case 'POST /o/oauth2/v2/auth/consent':
      return { reply: answerConsent(context, form) };
    case 'POST /token':
    case 'POST /oauth2/token':
    case 'POST /oauth2/v4/token':
      return { reply: await exchangeToken(context, form, request.basic) };
    case 'POST /revoke':
    case 'POST /oauth2/revoke':
      return { reply: revokeToken(context, form.get('token') ?? query.get('token') ?? '') };
    case 'GET /oauth2/v3/certs':
      return { reply: json(200, await publicJwks()) };
    case 'GET /oauth2/v1/certs':
      return { reply: json(200, await publicPems()) };
    case 'GET /oauth2/v3/userinfo':
    case 'GET /v1/userinfo':
      return { reply: userInfo(context, bearer, 'sub') };
    case 'GET /oauth2/v2/userinfo':
    case 'GET /oauth2/v1/userinfo':
      return { reply: userInfo(context, bearer, 'id') };
    case 'GET /tokeninfo':
    case 'POST /tokeninfo':
    case 'GET /oauth2/v3/tokeninfo':
      return { reply: tokenInfo(context, bearer ?? form.get('access_token') ?? '') };
    case 'GET /.well-known/openid-configuration':
      return { reply: discovery(issuer) };
    default:
      return { reply: html(404, '<!doctype html><title>Error 404 (Not Found)</title><p>Not found.') };
  }
}

/** Google's token endpoint takes JSON too. */
function readJsonForm(body: Buffer): URLSearchParams {
  try {
    return new URLSearchParams(JSON.parse(body.toString('utf8')) as Record<string, string>);
  } catch {
    return new URLSearchParams();
  }
}
