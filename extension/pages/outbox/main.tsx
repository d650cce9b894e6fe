import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { OutboxView } from '../../ui/outbox/outbox-view.tsx';
import { Surface } from '../../ui/surface.tsx';

document.title = client.text('outbox_title');
render(
  <Surface client={client}>
    <OutboxView />
  </Surface>,
  document.body,
);
