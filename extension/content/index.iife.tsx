import { client } from '../platform/client.ts';
import { runtime } from '../platform/runtime.ts';
import { startContent } from './start-content.ts';

// A site inside somebody else's frame gets nothing: there the person can't see where they are.
if (window.top === window && document.contentType === 'text/html')
  startContent(client, () => runtime.id() === undefined);
