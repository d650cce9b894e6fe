import { ConnectMailbox, ConnectMailboxResult, Mailbox } from '../../shared/api/mailboxes.ts';
import { IdParam, PageQuery, pageOf } from '../../shared/api/page.ts';
import { disconnectMailbox } from '../accounts/mailbox/disconnect-mailbox.ts';
import { readMailboxes } from '../accounts/mailbox/read-mailboxes.ts';
import { startConnect } from '../accounts/mailbox/start-connect.ts';
import { orRefuse } from './support/answer.ts';
import { idCursor } from './support/paging.ts';
import { answers, api, jsonBody, limitedRoute, memberRoute } from './support/route-kit.ts';

const list = memberRoute({
  method: 'get',
  path: '/v1/mailboxes',
  summary: 'My mailbox, once it was ever connected',
  request: { query: PageQuery },
  responses: { 200: answers(pageOf(Mailbox), 'One page') },
});

const connect = limitedRoute('connect', {
  method: 'post',
  path: '/v1/mailboxes/connect',
  summary: "Begins the provider's consent for my own mailbox",
  request: { body: jsonBody(ConnectMailbox) },
  responses: { 200: answers(ConnectMailboxResult, 'The page to open in a tab') },
});

const disconnect = memberRoute({
  method: 'delete',
  path: '/v1/mailboxes/{id}',
  summary: 'Disconnects my mailbox, here and at the provider',
  request: { params: IdParam },
  responses: { 204: { description: 'It is disconnected' } },
});

export const mailboxRoutes = api()
  .openapi(list, async (c) => {
    // There is one at most, so nothing ever follows a cursor; a malformed one is refused like everywhere.
    const after = idCursor(c.req.valid('query').cursor);
    const items = after === null ? await readMailboxes(c.var.deps.store.read, c.var.session) : [];
    return c.json({ items, nextCursor: null }, 200);
  })
  .openapi(connect, async (c) => {
    const { replies } = c.req.valid('json');
    return c.json({ url: await startConnect(c.var.deps, c.var.session.memberId, { replies }) }, 200);
  })
  .openapi(disconnect, async (c) => {
    orRefuse(await disconnectMailbox(c.var.deps, c.var.session, c.req.valid('param').id));
    return c.body(null, 204);
  });
