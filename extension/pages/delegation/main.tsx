import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { DelegationPanel } from '../../ui/delegation-panel.tsx';
import { Surface } from '../../ui/surface.tsx';

/** `#grant=<id>` opens that request's terms. */
const show = (): void => {
  const openGrantId = new URLSearchParams(location.hash.slice(1)).get('grant') ?? undefined;
  render(
    <Surface client={client}>
      <main class="settings-page">
        <DelegationPanel surface="page" openGrantId={openGrantId} />
      </main>
    </Surface>,
    document.body,
  );
};

document.title = client.text('panel_title');
addEventListener('hashchange', show);
show();
