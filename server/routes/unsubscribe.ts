import { z } from 'zod';
import { askErasure } from '../tracking/suppression/ask-erasure.ts';
import { findEmailOf, isErased, object } from '../tracking/suppression/object.ts';
import { api, browserPage, publicRoute, rushPage } from './support/route-kit.ts';
import {
  recipientPageHeaders,
  renderAskedPage,
  renderDonePage,
  renderEmailPage,
  renderErasedPage,
  renderUnknownPage,
} from './views/recipient-page.ts';

const request = { params: z.strictObject({ token: z.string() }) };
const html = (description: string) => ({
  200: browserPage(description),
  429: rushPage,
});

// Nothing is done by it: what scans links for malware follows them too (RFC 8058 §1).
const show = publicRoute({
  method: 'get',
  path: '/u/{token}',
  summary: 'For the recipient of an email: who wrote it, on whose behalf, and the way to object',
  request,
  responses: html('A page; for a link that is none of ours too'),
});

// RFC 8058 §3.1: by the mail program in one request, without cookies, and never answered with a redirect.
const post = publicRoute({
  method: 'post',
  path: '/u/{token}',
  summary: 'Not to be written to again: one-click (RFC 8058) and the page’s own button',
  request,
  responses: html('Done; the same for a link that is none of ours'),
});

const erasure = publicRoute({
  method: 'post',
  path: '/u/{token}/erasure',
  summary: 'Not to be written to again, and to have what is stored deleted: the admins are asked',
  request,
  responses: html('They are; the same for a link that is none of ours'),
});

export const unsubscribeRoutes = api()
  .openapi(show, async (c) => {
    const { token } = c.req.valid('param');
    const email = await findEmailOf(c.var.deps, token);
    const page = !email
      ? renderUnknownPage()
      : isErased(email)
        ? renderErasedPage(email)
        : renderEmailPage(email, token);
    return c.html(page, 200, recipientPageHeaders);
  })
  .openapi(post, async (c) => {
    const { deps } = c.var;
    const email = await object(deps, c.req.valid('param').token, deps.clock());
    const page = email && isErased(email) ? renderErasedPage(email) : renderDonePage();
    return c.html(page, 200, recipientPageHeaders);
  })
  .openapi(erasure, async (c) => {
    const { deps } = c.var;
    const email = await askErasure(deps, c.req.valid('param').token, deps.clock());
    const page = email && isErased(email) ? renderErasedPage(email) : renderAskedPage();
    return c.html(page, 200, recipientPageHeaders);
  });
