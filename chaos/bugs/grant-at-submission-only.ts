import type { Bug } from './bug.ts';

export const grantAtSubmissionOnly: Bug = {
  name: 'grant-at-submission-only',
  what: 'Permission is not looked at again when the email is handed over.',
  file: 'server/sending/fire-send.ts',
  find: 'const refused = authoriseSend(facts[i]!);',
  put: 'const refused = null as ReturnType<typeof authoriseSend>;',
};
