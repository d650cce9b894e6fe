const subjects = [
  'request',
  'grant',
  'send',
  'approval',
  'batch',
  'batch-approval',
  'mailbox',
  'digest',
  'erasure',
  'session',
] as const;

/** A notification's id carries what its buttons need, since the worker that showed it may be gone. */
export type NoticeSubject = { about: (typeof subjects)[number]; id: string };

const form = new RegExp(`^behalf:(${subjects.join('|')}):([A-Za-z0-9-]+)$`);

export const noticeId = ({ about, id }: NoticeSubject): string => `behalf:${about}:${id}`;

export function readNoticeId(notification: string): NoticeSubject | null {
  const [, about, id] = form.exec(notification) ?? [];
  return about && id ? { about: about as NoticeSubject['about'], id } : null;
}
