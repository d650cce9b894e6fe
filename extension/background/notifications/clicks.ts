import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { OwnPage } from '../../../shared/messages/site-messages.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Pages, PageTarget } from '../pages.ts';
import { noticeId, readNoticeId, type NoticeSubject } from './notice-id.ts';

type Parts = {
  platform: Pick<Platform, 'notifications' | 'i18n'>;
  pages: Pages;
  decline(grantId: string): Promise<Outcome<unknown>>;
  reject(sendId: string): Promise<Outcome<unknown>>;
};

/** What a click on a notification or on one of its buttons does. */
export function createClicks({ platform: { notifications, i18n }, pages, decline, reject }: Parts) {
  /** The questions that can be answered with no from here, and what they are called afterwards. */
  const refusals: Partial<
    Record<NoticeSubject['about'], { refuse: Parts['reject']; later: NoticeSubject['about']; title: string }>
  > = {
    request: { refuse: decline, later: 'grant', title: 'notify_not_declined_title' },
    approval: { refuse: reject, later: 'send', title: 'notify_not_rejected_title' },
  };
  const open = async (notification: string): Promise<void> => {
    const subject = readNoticeId(notification);
    if (!subject) return;
    await notifications.clear(notification);
    await pages.open(...placeOf(subject));
  };
  return {
    clicked: open,
    buttonClicked: async (notification: string, button: number): Promise<void> => {
      const subject = readNoticeId(notification);
      if (!subject || !asks.includes(subject.about)) return;
      // Consent is to something read: the first button opens it and changes nothing yet.
      if (button === 0) return open(notification);
      const refusal = refusals[subject.about];
      if (!refusal) return;
      await notifications.clear(notification);
      const outcome = await refusal.refuse(subject.id);
      if (outcome.ok) return;
      await notifications.show(noticeId({ about: refusal.later, id: subject.id }), {
        title: i18n.text(refusal.title),
        message: outcome.error.message,
      });
    },
  };
}

const asks: readonly NoticeSubject['about'][] = ['request', 'approval', 'batch-approval'];

function placeOf({ about, id }: NoticeSubject): [OwnPage, PageTarget] {
  switch (about) {
    case 'request':
    case 'grant':
      return ['delegation', { grant: id }];
    case 'approval':
      return ['approve', { send: id }];
    case 'batch-approval':
      return ['approve', { batch: id }];
    case 'digest':
      return ['ledger', { by: id }];
    case 'erasure':
      return ['company', {}];
    case 'batch':
      return ['batch', { batch: id }];
    default:
      return ['delegation', {}];
  }
}
