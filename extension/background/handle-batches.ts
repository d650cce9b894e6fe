import type { BatchMessages } from '../../shared/messages/batch-messages.ts';
import type { LiveTopic } from '../../shared/messages/live.ts';
import { fail, succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { I18n } from '../platform/i18n.ts';
import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';
import type { Pages } from './pages.ts';
import type { Settings } from './settings.ts';
import type { Templates } from './templates.ts';

type Parts = {
  api: Api;
  templates: Templates;
  pages: Pages;
  settings: Pick<Settings, 'setTracks'>;
  text: I18n['text'];
  after<Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>>;
};

export function handleBatches({
  api,
  templates,
  pages,
  settings,
  text,
  after,
}: Parts): Pick<Handlers, keyof BatchMessages> {
  const changes: LiveTopic[] = ['batches', 'sends', 'grants', 'senders'];
  return {
    'batches:begin': async (template) => {
      await pages.open('batch', { template: await templates.keep(template) });
      return succeed(null);
    },
    'batches:template': async ({ token }) => {
      const found = await templates.find(token);
      return found ? succeed(found) : fail('not_found', text('worker_template_gone'));
    },
    'batches:preview': (batch) => api.previewBatch(batch),
    'batches:submit': async ({ key, batch }) => {
      await settings.setTracks(batch.track?.opens ?? false);
      return after(changes, api.submitBatch(key, batch));
    },
    'batches:list': ({ limit }) => api.batches(limit),
    'batches:read': ({ id }) => api.batch(id),
    'batches:sends': ({ id }) => api.sendsOfBatch(id),
    'batches:pause': ({ id }) => after(changes, api.pauseBatch(id)),
    'batches:resume': ({ id }) => after(changes, api.resumeBatch(id)),
    'batches:cancel': ({ id }) => after(changes, api.cancelBatch(id)),
    'batches:approve': ({ id, contentHash }) => after(changes, api.approveBatch(id, contentHash)),
    'batches:reject': ({ id }) => after(changes, api.rejectBatch(id)),
  };
}
