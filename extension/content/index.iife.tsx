import { createNativeClient, isOrphan } from './native-client.ts';
import { startContent } from './start-content.ts';

// A site inside somebody else's frame gets nothing: there the person can't see where they are.
if (window.top === window && document.contentType === 'text/html')
  startContent(createNativeClient(), isOrphan);
