import { playMainJourney } from '../demo/journey/main-journey.ts';
import { test } from './support/journey.ts';

test('one permission, one email that really goes out, and an end that holds', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await playMainJourney({ services, ravi, maya, show, step: (title, run) => test.step(title, run) });
});
