import type { World } from './deliver.ts';
import { html, type Reply } from './errors.ts';
import { headersOf, readMessage, replyFrom } from './mailbox.ts';
import { escapeHtml, pageHeaders, renderPage } from './page.ts';
import type { Person } from './people.ts';
import type { StoredMessage } from './store.ts';

type Folder = 'INBOX' | 'SENT';
const folders: { id: Folder; name: string }[] = [
  { id: 'INBOX', name: 'Inbox' },
  { id: 'SENT', name: 'Sent' },
];

/** `/inbox` and `/inbox/:email`: the mailboxes as web pages, for people who want to see the mail arrive. */
export async function answerInbox(
  world: World,
  verb: string,
  path: string,
  query: URLSearchParams,
  body: Buffer,
): Promise<Reply> {
  const [, , address = '', action] = path.split('/').map(decodeURIComponent);
  if (address === '') return html(200, renderPeople(world.directory.listed()), pageHeaders);
  const person = world.directory.find(address);
  if (person === undefined)
    return html(404, renderPage('Not found', '<main class="card">No such mailbox.</main>'));
  if (verb === 'POST' && action === 'reply') return answerReply(world, person, body);
  return showMailbox(world, person, query);
}

async function answerReply(world: World, person: Person, body: Buffer): Promise<Reply> {
  const form = new URLSearchParams(body.toString('utf8'));
  const messageId = form.get('messageId') ?? '';
  const answer = await replyFrom(world, person, { messageId, text: form.get('text') ?? '' });
  if (answer?.status !== 200)
    return html(
      502,
      renderPage('Not sent', '<main class="card">The reply was not sent. Go back and try again.</main>'),
    );
  return { status: 303, headers: { location: linkTo(person, 'SENT') }, body: '' };
}

async function showMailbox(world: World, person: Person, query: URLSearchParams): Promise<Reply> {
  const folder: Folder = query.get('folder') === 'SENT' ? 'SENT' : 'INBOX';
  const store = world.engine.store;
  const asked = store.message(query.get('m') ?? '');
  if (asked?.user_email === person.email && asked.label_ids.includes('UNREAD')) {
    const path = `/gmail/v1/users/me/messages/${asked.gmail_id}/modify`;
    await world.engine.ask(person.email, 'POST', path, { removeLabelIds: ['UNREAD'] });
  }
  const all = store.messagesOf(person.email);
  const shown = all.filter((message) => message.label_ids.includes(folder)).reverse();
  const open = all.find((message) => message.gmail_id === asked?.gmail_id);
  const navigation = folders.map(({ id, name }) => {
    const unread = all.filter((m) => m.label_ids.includes(id) && m.label_ids.includes('UNREAD')).length;
    const current = id === folder ? ' aria-current="page"' : '';
    return `<li><a href="${linkTo(person, id)}"${current}>${name}${unread > 0 ? ` (${unread})` : ''}</a></li>`;
  });
  const list = shown.slice(0, 200).map((message) => renderEntry(person, folder, message, message === open));
  const body = `<div class="mail"><nav aria-label="Folders"><p><strong>${escapeHtml(person.name)}</strong><br><span class="soft">${escapeHtml(person.email)}</span></p>
<ul>${navigation.join('')}</ul><p><a href="/inbox">All mailboxes</a></p></nav>
<section class="list" aria-label="Messages"><h1>${folder === 'SENT' ? 'Sent' : 'Inbox'}</h1>${list.length > 0 ? `<ul>${list.join('')}</ul>` : '<p class="soft">Nothing here yet.</p>'}</section>
<article aria-label="Message">${open === undefined ? '<p class="soft">Choose a message to read it.</p>' : await renderOpen(person, open)}</article></div>`;
  // A list on its own looks again by itself; an open message stays as it is.
  const refresh = open === undefined ? '<meta http-equiv="refresh" content="4">' : '';
  return html(
    200,
    renderPage(`${folder === 'SENT' ? 'Sent' : 'Inbox'} – ${person.name}`, body, refresh),
    pageHeaders,
  );
}

const linkTo = (person: Person, folder: Folder, message?: string): string =>
  escapeHtml(
    `/inbox/${encodeURIComponent(person.email)}?${new URLSearchParams({ folder, ...(message !== undefined && { m: message }) })}`,
  );

function renderEntry(person: Person, folder: Folder, message: StoredMessage, current: boolean): string {
  const headers = headersOf(message);
  const find = (name: string) => headers.find((h) => h.name.toLowerCase() === name)?.value ?? '';
  const who = folder === 'SENT' ? `To: ${find('to')}` : find('from');
  const time = new Date(Number(message.internal_date));
  const unread = message.label_ids.includes('UNREAD') ? ' class="unread"' : '';
  return `<li><a href="${linkTo(person, folder, message.gmail_id)}"${unread}${current ? ' aria-current="true"' : ''}>
${escapeHtml(who)}<br>${escapeHtml(find('subject') || '(no subject)')}<br><span class="soft">${escapeHtml(message.snippet)} · <time datetime="${time.toISOString()}">${time.toISOString().slice(11, 16)}</time></span></a></li>`;
}

async function renderOpen(person: Person, stored: StoredMessage): Promise<string> {
  const message = await readMessage(stored);
  const { header } = message;
  const details = ['from', 'to', 'cc', 'bcc', 'date'].filter((name) => header[name] !== undefined);
  const rows = details.map(
    (name) => `<dt>${name[0]?.toUpperCase()}${name.slice(1)}</dt><dd>${escapeHtml(header[name] ?? '')}</dd>`,
  );
  // The mail's HTML runs no script and opens its links in a new tab; images load, so that an open is an open.
  const content =
    message.html === undefined
      ? `<pre>${escapeHtml(message.text ?? '')}</pre>`
      : `<iframe title="Message text" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${message.html}`)}"></iframe>`;
  const all = message.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  const action = `/inbox/${encodeURIComponent(person.email)}/reply`;
  const reply = message.labels.includes('SENT')
    ? ''
    : `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="messageId" value="${escapeHtml(message.id)}">
<p><label for="text">Reply as ${escapeHtml(person.name)}</label><textarea id="text" name="text" rows="4" required></textarea></p><div class="actions"><button class="primary">Send reply</button></div></form>`;
  return `<h2>${escapeHtml(header.subject ?? '(no subject)')}</h2><dl>${rows.join('')}</dl>${content}
<details><summary>All headers</summary><pre>${escapeHtml(all)}</pre></details>${reply}`;
}

function renderPeople(people: Person[]): string {
  const items = people.map(
    (person) =>
      `<li><a href="${linkTo(person, 'INBOX')}">${escapeHtml(person.name)}</a> <span class="soft">${escapeHtml(person.email)}${person.role ? ` · ${escapeHtml(person.role)}` : ''}</span></li>`,
  );
  return renderPage(
    'Mailboxes',
    `<main class="card"><h1>Mailboxes</h1><p>Everybody who has an account at the stand-in for Google.</p><ul>${items.join('')}</ul></main>`,
  );
}
