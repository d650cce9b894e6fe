import type { EventType } from '../../../shared/api/events.ts';
import type { LiveTopic } from '../../../shared/messages/live.ts';

const bySubject: Record<string, readonly LiveTopic[]> = {
  // A pause set elsewhere shows as suspended grants, and the session says who paused.
  grant: ['grants', 'senders', 'session'],
  // A send also counts against its grant's cap.
  send: ['sends', 'grants', 'senders'],
  batch: ['batches', 'sends', 'grants', 'senders'],
  mailbox: ['mailboxes', 'grants', 'senders'],
  member: ['team'],
  // Who was erased stands in lists of emails no more.
  suppression: ['suppressions', 'sends', 'batches'],
};

/** What surfaces have to read again after an event. */
export const topicsOf = (type: EventType): readonly LiveTopic[] => bySubject[type.split('.')[0] ?? ''] ?? [];

/** What is to be read again by whom nothing is known to have reached. */
export const allTopics: LiveTopic[] = [...new Set(Object.values(bySubject).flat()), 'policy'];
