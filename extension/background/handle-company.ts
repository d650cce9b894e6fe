import { EmailAddress, recipientKeyOf } from '../../shared/domain/email-address.ts';
import { maxSuppressionsAdded, type Suppression } from '../../shared/api/suppressions.ts';
import type { CompanyMessages } from '../../shared/messages/company-messages.ts';
import type { LiveTopic } from '../../shared/messages/live.ts';
import { fail, succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { I18n } from '../platform/i18n.ts';
import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';
import type { Settings } from './settings.ts';

type Parts = {
  api: Api;
  policy(): ReturnType<Api['policy']>;
  erasuresAsked(): Promise<Outcome<Suppression[]>>;
  settings: Pick<Settings, 'tracks'>;
  text: I18n['text'];
  after<Value>(topics: LiveTopic[], outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>>;
};

export function handleCompany({
  api,
  policy,
  erasuresAsked,
  settings,
  text,
  after,
}: Parts): Pick<Handlers, keyof CompanyMessages> {
  // Who is put down gets nothing of what waits for them.
  const changes: LiveTopic[] = ['suppressions', 'sends', 'batches', 'grants', 'senders'];
  return {
    'policy:read': policy,
    'policy:change': (wanted) => after(['policy'], api.changePolicy(wanted)),
    'tracking:choice': async () => {
      const answer = await policy();
      if (!answer.ok) return answer;
      const { tracking: modes } = answer.value;
      const allowed = Object.values(modes).some((mode) => mode !== 'off');
      return succeed({ allowed, on: allowed && (await settings.tracks()), modes });
    },
    'suppressions:list': ({ search, limit }) => api.suppressions(search, limit),
    'suppressions:add': async ({ email }) => {
      const address = EmailAddress.safeParse(email.trim());
      if (!address.success) return fail('invalid_request', text('suppress_no_address', email));
      const answer = await after(changes, api.suppress(address.data));
      return answer.ok ? succeed({ email: address.data, isNew: answer.value.added > 0 }) : answer;
    },
    'suppressions:addAll': async ({ cells }) => {
      const { addresses, invalid } = tellApart(cells);
      let added = 0;
      for (let done = 0; done < addresses.length; done += maxSuppressionsAdded) {
        const some = addresses.slice(done, done + maxSuppressionsAdded);
        const answer = await after(changes, api.suppressAll(some));
        if (!answer.ok && done === 0) return answer;
        if (!answer.ok) {
          const { code, message } = answer.error;
          return fail(code, text('suppress_import_part', String(done), String(addresses.length), message));
        }
        added += answer.value.added;
      }
      const repeated = cells.length - addresses.length - invalid.length;
      return succeed({ added, there: addresses.length - added, repeated, invalid });
    },
    'suppressions:remove': async ({ id }) => {
      const answer = await after(['suppressions'], api.unsuppress(id));
      return answer.ok ? succeed(null) : answer;
    },
    'erasure:asked': erasuresAsked,
    'erasure:read': ({ id }) => api.erasure(id),
    'erasure:do': ({ id }) => after(['suppressions', 'sends', 'batches'], api.eraseRecipient(id)),
    'suppressions:file': api.exportSuppressions,
  };
}

/** The addresses among cells, each once, and the cells that are none. */
function tellApart(cells: readonly string[]): { addresses: string[]; invalid: string[] } {
  const addresses = new Map<string, string>();
  const invalid: string[] = [];
  for (const cell of cells) {
    const address = EmailAddress.safeParse(cell.trim());
    if (address.success) addresses.set(recipientKeyOf(address.data), address.data);
    else invalid.push(cell);
  }
  return { addresses: [...addresses.values()], invalid };
}
