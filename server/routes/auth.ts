import type { Context } from 'hono';
import { z } from 'zod';
import { AuthStartQuery, TokenRequest, TokenResponse } from '../../shared/api/auth.ts';
import { finishFlow } from '../accounts/finish-flow.ts';
import type { FlowEnd } from '../accounts/flow-end.ts';
import { beginSession, endSession, refreshSession } from '../accounts/sessions/index.ts';
import { startSignIn } from '../accounts/sign-in/start-sign-in.ts';
import { orRefuse } from './support/answer.ts';
import type { AppEnv } from './support/env.ts';
import { showPage } from './support/show-page.ts';
import { answers, api, browserPage, jsonBody, memberRoute, publicRoute } from './support/route-kit.ts';

/** What the provider adds besides (scope, authuser, hd …) is not looked at. */
const CallbackQuery = z.object({
  state: z.string().max(500).optional(),
  code: z.string().max(2000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(500).optional(),
});

const browserAnswers = {
  200: browserPage('What came of it, in words'),
  302: { description: 'Onwards' },
  400: browserPage('Nothing was stored, and why'),
  403: browserPage('Nothing was stored, and why'),
  429: browserPage('Nothing was looked at yet: the same address works a little later'),
  502: browserPage('The provider can’t be reached'),
};

const start = publicRoute({
  method: 'get',
  path: '/auth/start',
  summary: 'Begins sign-in in a browser; ends at redirect_uri with a code',
  request: { query: AuthStartQuery },
  responses: { 302: browserAnswers[302], 400: browserAnswers[400], 429: browserAnswers[429] },
});

const callback = publicRoute({
  method: 'get',
  path: '/auth/callback/{provider}',
  summary: "The provider's redirect",
  request: { params: z.object({ provider: z.enum(['google']) }), query: CallbackQuery },
  responses: browserAnswers,
});

const token = publicRoute({
  method: 'post',
  path: '/auth/token',
  summary: 'A code or a refresh token against tokens',
  request: { body: jsonBody(TokenRequest) },
  responses: { 200: answers(TokenResponse, 'Tokens; the refresh token replaces the one that was sent') },
});

const logout = memberRoute({
  method: 'post',
  path: '/auth/logout',
  summary: 'Ends this session',
  responses: { 204: { description: 'It is over' } },
});

export const authRoutes = api()
  .openapi(
    start,
    async (c) => {
      const query = c.req.valid('query');
      const url = await startSignIn(c.var.deps, {
        redirectUri: query.redirect_uri,
        state: query.state,
        codeChallenge: query.code_challenge,
      });
      // An address we don't know gets no redirect at all, or this server would be an open redirector.
      return url === null ? showPage(c, { name: 'badRedirect', status: 400 }) : c.redirect(url, 302);
    },
    (result, c) => (result.success ? undefined : showPage(c, { name: 'badLink', status: 400 })),
  )
  .openapi(
    callback,
    async (c) => show(c, await finishFlow(c.var.deps, c.req.valid('query'))),
    (result, c) => (result.success ? undefined : showPage(c, { name: 'badLink', status: 400 })),
  )
  .openapi(token, async (c) => {
    const { deps } = c.var;
    const body = c.req.valid('json');
    const now = deps.clock();
    const result =
      body.grant_type === 'refresh_token'
        ? await refreshSession(deps, body.refresh_token, now)
        : await beginSession(
            deps.store,
            { code: body.code, codeVerifier: body.code_verifier, redirectUri: body.redirect_uri },
            now,
          );
    return c.json(orRefuse(result), 200);
  })
  .openapi(logout, async (c) => {
    const { store, clock } = c.var.deps;
    await endSession(store, c.var.session, clock());
    return c.body(null, 204);
  });

const show = (c: Context<AppEnv>, end: FlowEnd) =>
  'redirectTo' in end ? c.redirect(end.redirectTo, 302) : showPage(c, end.page);
