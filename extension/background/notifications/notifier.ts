import type { LiveEvent } from '../../../shared/api/events.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Api } from '../api-client.ts';
import type { Settings } from '../settings.ts';
import { answers } from './answers.ts';
import { approvals } from './approvals.ts';
import { batches } from './batches.ts';
import { erasures } from './erasures.ts';
import { decisions } from './decisions.ts';
import type { Digest } from './digest.ts';
import { mailbox } from './mailbox.ts';
import { noticeId, type NoticeSubject } from './notice-id.ts';
import { outcomes } from './outcomes.ts';
import { requests } from './requests.ts';
import type { Lookup, Rule } from './rule.ts';
import { sends } from './sends.ts';

const rules: readonly Rule[] = [
  requests,
  approvals,
  answers,
  decisions,
  batches,
  mailbox,
  sends,
  outcomes,
  erasures,
];

/** After these the question on the screen has its answer, whoever gave it and wherever. */
const answered: Partial<Record<LiveEvent['type'], NoticeSubject['about']>> = {
  'grant.accepted': 'request',
  'grant.declined': 'request',
  'grant.withdrawn': 'request',
  'grant.lapsed': 'request',
  'send.queued': 'approval',
  'send.rejected': 'approval',
  'send.cancelled': 'approval',
  'send.blocked': 'approval',
  'batch.approved': 'batch-approval',
  'batch.rejected': 'batch-approval',
  'batch.blocked': 'batch-approval',
  'batch.cancelled': 'batch-approval',
  'batch.done': 'batch-approval',
};

type Parts = {
  platform: Pick<Platform, 'notifications' | 'i18n'>;
  settings: Settings;
  api: Pick<Api, 'grants' | 'mailboxes' | 'send' | 'batch'>;
  digest: Digest;
  me(): Promise<Outcome<Me>>;
  grants(): ReturnType<Api['grants']>;
  erasuresAsked: Lookup['erasuresAsked'];
};

/** Turns events into notifications. What to say is looked up first; showing is a second, separate step. */
export function createNotifier({ platform, settings, api, digest, me, grants, erasuresAsked }: Parts) {
  const { notifications, i18n } = platform;
  const lookup = (mine: Me): Lookup => ({
    me: mine,
    text: i18n.text,
    grants,
    grant: async (id) => {
      const all = await grants();
      return all.ok ? succeed(all.value.find((each) => each.id === id)) : all;
    },
    mailboxes: api.mailboxes,
    send: api.send,
    batch: api.batch,
    erasuresAsked,
  });
  const nothing = async () => {};

  const tell = async (event: LiveEvent): Promise<(() => Promise<void>) | 'later'> => {
    const mine = await me();
    if (!mine.ok) return 'later';
    if (event.type === 'send.sent') return () => digest.count(event, mine.value);
    const about = answered[event.type];
    if (about) await notifications.clear(noticeId({ about, id: event.subjectId }));
    const rule = rules.find(({ types }) => types.includes(event.type));
    if (!rule || !(await settings.notifies(rule.kind))) return nothing;
    const notice = await rule.describe(event, lookup(mine.value));
    if (!notice.ok) return 'later';
    const { value } = notice;
    return value ? () => notifications.show(value.id, value.text) : nothing;
  };
  return {
    tell,
    /** Shows the digests that are due. Switched off, they are counted and dropped. */
    showDigests: async (): Promise<void> => {
      const wanted = await settings.notifies('digest');
      for (const { id, text } of await digest.takeDue()) if (wanted) await notifications.show(id, text);
    },
  };
}
export type Notifier = ReturnType<typeof createNotifier>;
