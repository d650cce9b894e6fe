import type { Bug } from './bug.ts';

export const noFencing: Bug = {
  name: 'no-fencing',
  what: 'A worker that lost its lease still hands its email over.',
  file: 'server/sending/fire-send.ts',
  find: `? 'go' : 'lost';`,
  put: `? 'go' : 'go';`,
};
