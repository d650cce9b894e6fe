import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { LedgerView } from '../../ui/ledger/ledger-view.tsx';
import { Surface } from '../../ui/surface.tsx';
import { saveFile } from '../../ui/save-file.ts';

/** `#by=<id>` begins with what that person wrote. */
const show = (): void => {
  const by = new URLSearchParams(location.hash.slice(1)).get('by') ?? undefined;
  render(
    <Surface client={client}>
      <LedgerView key={by} by={by} onFile={saveFile} />
    </Surface>,
    document.body,
  );
};

document.title = client.text('ledger_title');
addEventListener('hashchange', show);
show();
