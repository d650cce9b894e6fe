import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { ApproveView } from '../../ui/approve/approve-view.tsx';
import { Surface } from '../../ui/surface.tsx';

/** `#send=<id>` or `#batch=<id>`; without either, all that waits. */
const show = (): void => {
  const target = new URLSearchParams(location.hash.slice(1));
  const sendId = target.get('send') ?? undefined;
  const batchId = target.get('batch') ?? undefined;
  render(
    <Surface client={client}>
      <ApproveView sendId={sendId} batchId={batchId} />
    </Surface>,
    document.body,
  );
};

document.title = client.text('approve_title');
addEventListener('hashchange', show);
show();
