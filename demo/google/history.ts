import type { World } from './deliver.ts';
import { invalidArgument, json, notFound, type Reply } from './errors.ts';
import type { Row } from './store.ts';

/** A row of emulate's history. */
type Event = Row & {
  gmail_id: string;
  change_type: 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved';
  message_gmail_id: string;
  thread_id: string;
  label_ids: string[];
};

const lists = {
  messageAdded: 'messagesAdded',
  messageDeleted: 'messagesDeleted',
  labelAdded: 'labelsAdded',
  labelRemoved: 'labelsRemoved',
} as const;

/**
 * `users.history.list` over emulate's history rows. emulate's own route takes seconds on a mailbox of 5,000
 * messages: it formats every entry before it cuts the page, and walks the mailbox for each of them.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
 */
export function listHistory(world: World, email: string, query: URLSearchParams): Reply {
  const start = query.get('startHistoryId') ?? '';
  if (!/^\d+$/.test(start)) return invalidArgument('Missing or invalid startHistoryId');
  if (!world.engine.store.knowsHistory(email, BigInt(start))) return notFound();
  const types = query.getAll('historyTypes');
  const label = query.get('labelId');
  const events = eventsAfter(world, email, BigInt(start)).filter(
    (event) =>
      (types.length === 0 || types.includes(event.change_type)) &&
      (label === null || event.label_ids.includes(label)),
  );
  const groups = new Map<string, Event[]>();
  for (const event of events) groups.set(event.gmail_id, [...(groups.get(event.gmail_id) ?? []), event]);
  const entries = [...groups];
  const offset = Number(query.get('pageToken') ?? 0);
  const limit = Math.min(Math.max(Number(query.get('maxResults') ?? 100), 1), 500);
  const page = entries.slice(offset, offset + limit).map(([id, group]) => formatEntry(world, id, group));
  return json(200, {
    ...(page.length > 0 && { history: page }),
    ...(offset + limit < entries.length && { nextPageToken: String(offset + limit) }),
    historyId: world.engine.store.sums(email).historyId,
  });
}

/** History ids only ever grow, so what is new stands at the end. */
function eventsAfter(world: World, email: string, start: bigint): Event[] {
  const all = world.engine.store.collection('google.history').findBy('user_email', email) as Event[];
  const before = all.findLastIndex((event) => BigInt(event.gmail_id) <= start);
  return all.slice(before + 1);
}

function formatEntry(world: World, id: string, events: Event[]): object {
  const entry: Record<string, unknown[]> = {
    messages: events.map(({ message_gmail_id, thread_id }) => ({
      id: message_gmail_id,
      threadId: thread_id,
    })),
  };
  for (const event of events) {
    const { change_type, message_gmail_id, thread_id, label_ids } = event;
    const labelIds = world.engine.store.message(message_gmail_id)?.label_ids ?? label_ids;
    const message = { id: message_gmail_id, threadId: thread_id, labelIds };
    const changed = change_type.startsWith('label') ? { message, labelIds: label_ids } : { message };
    (entry[lists[change_type]] ??= []).push(changed);
  }
  return { id, ...entry };
}
