import { SettingsFeature } from './settings-feature.tsx';
import { handOver } from './surface-door.ts';

// The delegation panel in the site's email settings.
handOver('panel', ({ site, client, signal }) => new SettingsFeature(site, client, signal));
