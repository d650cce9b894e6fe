import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { ActivityView } from '../../ui/activity/activity-view.tsx';
import { Surface } from '../../ui/surface.tsx';
import { saveFile } from '../../ui/save-file.ts';

document.title = client.text('activity_title');
render(
  <Surface client={client}>
    <ActivityView onFile={saveFile} />
  </Surface>,
  document.body,
);
