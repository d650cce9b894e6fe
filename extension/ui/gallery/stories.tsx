import type { JSX } from 'preact';
import type { MessageType } from '../../../shared/messages/messages.ts';
import type { Answers } from './fake-client.ts';
import { approveStories } from './stories-approve.tsx';
import { batchStories } from './stories-batch.tsx';
import { companyStories } from './stories-company.tsx';
import { composerStories } from './stories-composer.tsx';
import { outboxStories } from './stories-outbox.tsx';
import { pageStories } from './stories-pages.tsx';
import { panelStories } from './stories-panel.tsx';
import { reportStories } from './stories-reports.tsx';

/**
 * One component in one state. `inShadow` ones are shown as in a site: in a shadow root, on a page that fights it. What is
 * in `once` is answered the first time only.
 */
export type Story = {
  element: () => JSX.Element;
  answers?: Answers;
  once?: readonly MessageType[];
  inShadow?: boolean;
};
export type Stories = Record<string, Story>;

export const stories: Stories = {
  ...composerStories,
  ...panelStories,
  ...pageStories,
  ...approveStories,
  ...outboxStories,
  ...batchStories,
  ...companyStories,
  ...reportStories,
};
