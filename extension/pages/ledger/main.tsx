import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { LedgerView } from '../../ui/ledger/ledger-view.tsx';
import { Surface } from '../../ui/surface.tsx';
import { saveFile } from '../../ui/save-file.ts';

document.title = client.text('ledger_title');
render(
  <Surface client={client}>
    <LedgerView onFile={saveFile} />
  </Surface>,
  document.body,
);
