import type { ReportMessages } from '../../shared/messages/report-messages.ts';
import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';

export const handleReports = ({ api }: { api: Api }): Pick<Handlers, keyof ReportMessages> => ({
  'sends:find': ({ count, ...wanted }) => api.findSends(wanted, count),
  'sends:save': (wanted) => api.exportSends(wanted),
  'stats:read': (wanted) => api.stats(wanted),
});
