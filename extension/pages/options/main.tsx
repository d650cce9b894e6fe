import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { permissions } from '../../platform/permissions.ts';
import { OptionsView } from '../../ui/options/options-view.tsx';
import { Surface } from '../../ui/surface.tsx';
import { patternOf, turnOn } from '../turn-on.ts';

document.title = client.text('options_title');
render(
  <Surface client={client}>
    <OptionsView
      onTurnOn={turnOn(client, permissions)}
      onRemove={async (origin) => {
        await client.ask('sites:set', { origin, on: false });
        await permissions.remove(patternOf(origin));
      }}
    />
  </Surface>,
  document.body,
);
