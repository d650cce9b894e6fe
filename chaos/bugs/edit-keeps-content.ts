import type { Bug } from './bug.ts';

export const editKeepsContent: Bug = {
  name: 'edit-keeps-content',
  what: 'An edit is acknowledged, and what goes out is what was written first.',
  file: 'server/sending/edit-send.ts',
  find: '      ...sealContent(vault, send.id, content),\n',
  put: '',
};
