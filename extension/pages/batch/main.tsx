import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { BatchView } from '../../ui/batch/batch-view.tsx';
import { Surface } from '../../ui/surface.tsx';
import { makeKey } from '../../platform/make-key.ts';
import { shelf } from './shelf.ts';

/** `#batch=<id>` shows one the server has; `#template=<token>` begins with a draft from a site. */
const show = (): void => {
  const target = new URLSearchParams(location.hash.slice(1));
  render(
    <Surface client={client}>
      <BatchView
        batchId={target.get('batch') ?? undefined}
        token={target.get('template') ?? undefined}
        shelf={shelf}
        makeKey={makeKey}
        onStarted={(id) => {
          location.hash = `batch=${id}`;
        }}
      />
    </Surface>,
    document.body,
  );
};

document.title = client.text('batch_title');
addEventListener('hashchange', show);
show();
