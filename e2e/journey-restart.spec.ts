import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { allow } from './support/allowed.ts';
import { injected } from './support/injected.ts';
import { test } from './support/journey.ts';

test('an email that was taken goes out once, though the server is killed before it could send it', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await allow(ravi, maya);
  const page = await openCandidate(ravi);
  await writeLetter(page, { subject: 'Survivor', text: 'Still here.' });
  await chooseSender(page, 'Maya');
  await pressSend(page, 'Maya');
  await services.killServer();
  await show(page, 'killed');
  await services.restartServer();
  await awaitMail(services, { of: maya.email, folder: 'SENT', subject: 'Survivor', from: maya.email });
  await injected(page).waitFor({ role: 'button', name: 'Close' });
  await injected(page).waitForText('Sent as Maya');
});
