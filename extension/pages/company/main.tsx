import { render } from 'preact';
import { client } from '../../platform/client.ts';
import { CompanyView } from '../../ui/company/company-view.tsx';
import { Surface } from '../../ui/surface.tsx';

document.title = client.text('company_title');
render(
  <Surface client={client}>
    <CompanyView />
  </Surface>,
  document.body,
);
