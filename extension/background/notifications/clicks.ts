import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Pages } from '../pages.ts';
import { noticeId, readNoticeId } from './notice-id.ts';

type Parts = {
  platform: Pick<Platform, 'notifications' | 'i18n'>;
  pages: Pages;
  decline(grantId: string): Promise<Outcome<unknown>>;
};

/** What a click on a notification or on one of its buttons does. */
export function createClicks({ platform: { notifications, i18n }, pages, decline }: Parts) {
  const open = async (notification: string): Promise<void> => {
    const subject = readNoticeId(notification);
    if (!subject) return;
    await notifications.clear(notification);
    const aboutGrant = subject.about === 'request' || subject.about === 'grant';
    await pages.open('delegation', aboutGrant ? subject.id : undefined);
  };
  return {
    clicked: open,
    buttonClicked: async (notification: string, button: number): Promise<void> => {
      const subject = readNoticeId(notification);
      if (subject?.about !== 'request') return;
      // Consent is to something read: Accept opens the terms and changes nothing yet.
      if (button === 0) return open(notification);
      await notifications.clear(notification);
      const outcome = await decline(subject.id);
      if (outcome.ok) return;
      await notifications.show(noticeId({ about: 'grant', id: subject.id }), {
        title: i18n.text('notify_not_declined_title'),
        message: outcome.error.message,
      });
    },
  };
}
