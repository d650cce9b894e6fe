import { chooseSender, openCandidate, pressSend, writeLetter } from '../demo/journey/compose.ts';
import { awaitMail } from '../demo/journey/mail.ts';
import { give } from '../demo/journey/permissions.ts';
import { connectMailbox, signIn } from '../demo/journey/sign-in.ts';
import { injected } from './support/injected.ts';
import { test } from './support/journey.ts';

test('an email that was taken goes out once, though the server is killed before it could send it', async ({
  services,
  ravi,
  maya,
  show,
}) => {
  await signIn(ravi);
  const mayas = await signIn(maya);
  await (await connectMailbox(maya, mayas)).close();
  await mayas.getByText('Connected: teammates you allow').waitFor();
  await give(mayas, 'Ravi');
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
