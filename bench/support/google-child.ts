import { manyPeople, startGoogle } from '../../demo/google/start.ts';
import { metadataScope, sendScope } from '../../server/mail/gmail/scopes.ts';
import type { FromGoogle, ToGoogle } from './google-messages.ts';

/**
 * The stand-in in a process of its own, so that it shares no event loop with what is measured. Its people are `light`:
 * sends are checked, answered and recorded but stored nowhere, which keeps the stand-in's own part of each figure small.
 */
const google = await startGoogle({ recordLimit: 1_000 });
const tell = (message: FromGoogle) => process.send?.(message);

const { record } = google;
const add = record.add.bind(record);
record.add = (entry) => {
  add(entry);
  const id = entry.accepted === true ? entry.send?.behalfId : undefined;
  if (id !== undefined) tell({ accepted: id });
};

process.on('message', (message: ToGoogle) => {
  if ('latency' in message) {
    google.setLatency(message.latency);
    tell({ done: true });
  } else if ('people' in message) {
    const people = google.addPeople(manyPeople(message.people, { light: true })).map((person) => ({
      ...{ email: person.email, name: person.name, sub: person.sub, hd: person.hd ?? null },
      tokens: google.issueTokens(person.email, [sendScope, metadataScope]),
    }));
    tell({ people });
  } else {
    tell({ counts: [...record.acceptedByBehalfId()] });
    record.clear();
  }
});
process.once('disconnect', () => process.exit(0));
tell({ url: google.url, clientId: google.clientId, clientSecret: google.clientSecret });
