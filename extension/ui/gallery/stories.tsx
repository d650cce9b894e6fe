import { approveStories } from './stories-approve.tsx';
import { batchStories } from './stories-batch.tsx';
import { companyStories } from './stories-company.tsx';
import { composerStories } from './stories-composer.tsx';
import { outboxStories } from './stories-outbox.tsx';
import { pageStories } from './stories-pages.tsx';
import { panelStories } from './stories-panel.tsx';
import { reportStories } from './stories-reports.tsx';
import type { Stories } from './story.ts';

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
