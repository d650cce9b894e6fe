import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { ConfirmView } from '../../ui/confirm/confirm-view.tsx';
import { Surface } from '../../ui/surface.tsx';

render(
  <Surface client={client}>
    <ConfirmView token={location.hash.slice(1)} onClose={() => window.close()} />
  </Surface>,
  document.body,
);
