import { createNativeClient, isOrphan } from '../platform/native-client.ts';
import { startContent } from './start-content.ts';

// All that every page of a site gets; what Behalf draws there comes when it is needed (`surface-loader.ts`).
// A site inside somebody else's frame gets nothing: there the person can't see where they are.
if (window.top === window && document.contentType === 'text/html') {
  const off = new AbortController();
  startContent(
    createNativeClient(() => off.abort()),
    isOrphan,
    off.signal,
  );
}
