import type { Bug } from './bug.ts';

export const retryOn5xx: Bug = {
  name: 'retry-on-5xx',
  what: 'A server error counts as "was not accepted", so the email is handed over again.',
  file: 'server/mail/gmail/send-fault.ts',
  find: `  return { outcome: 'unclear' };\n}`,
  put: `  return { outcome: 'limited', retryAfterMs: 0 };\n}`,
};
