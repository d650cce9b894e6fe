import type { Policy } from '../../../shared/api/policy.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { defaultPolicy } from '../../../shared/domain/tracking-policy.ts';
import type { ImportReport } from '../../../shared/messages/company-messages.ts';
import { CompanyView } from '../company/company-view.tsx';
import { rulesKey } from '../company/same-rules.ts';
import { Surface } from '../surface.tsx';
import { ago, long, markup, maya, me, tom } from './people.ts';
import { Refused, scriptedClient } from './scripted-client.ts';
import type { Answers, Stories } from './story.ts';

const day = 86_400_000;
const suppression = (email: string, rest: Partial<Suppression> = {}): Suppression => ({
  id: email,
  email,
  source: 'member',
  by: tom,
  createdAt: ago(3 * day),
  erasureAskedAt: null,
  ...rest,
});
/** What is stored of whom: of one an email is still under way, and of one there is nothing. */
const erasureOf = (email: string) => ({
  emails: email.startsWith('new') ? 0 : 12,
  underWay: email.startsWith('cara') ? 1 : 0,
});
const some = [
  suppression('jonas.weber@candidate.test', { source: 'recipient', by: null, createdAt: ago(40_000_000) }),
  suppression('lucia@candidate.test', { by: me }),
  suppression('aiko.tanaka@candidate.test', { by: maya, source: 'import' }),
  suppression('left@candidate.test', { by: null }),
];
const crowd = Array.from({ length: 1200 }, (_, n) =>
  suppression(`person${n + 1}@candidate.test`, { source: 'import' }),
);

type CompanyProps = {
  role?: typeof me.role;
  first?: Suppression[];
  policy?: Policy;
  refuse?: Refused;
  report?: ImportReport;
  /** What another admin saves while an address is put down here, or just before the first save. */
  meanwhile?: Policy;
};

/** A company that keeps what is done on its page. */
function Company(props: CompanyProps) {
  const { role = 'admin', first = some, policy = defaultPolicy, refuse, report } = props;
  let all = first;
  let rules = policy;
  let { meanwhile } = props;
  const decideElsewhere = () => {
    rules = meanwhile ?? rules;
    meanwhile = undefined;
    client.changed('policy');
  };
  const client = scriptedClient({
    'session:read': () => ({ state: 'signedIn', serverUrl: '', me: { ...me, role } }),
    'policy:read': () => rules,
    'policy:change': ({ from, ...wanted }) => {
      if (refuse) return refuse;
      if (meanwhile) decideElsewhere();
      if (rulesKey(from) !== rulesKey(rules)) {
        const message = 'Maya Chen changed these rules meanwhile. Nothing was saved; look at what holds now.';
        return new Refused('state_moved_on', message);
      }
      // As a database may: in another order.
      rules = { unsubscribeLine: wanted.unsubscribeLine, tracking: wanted.tracking };
      client.changed('policy');
      return wanted;
    },
    'suppressions:list': ({ search, limit }) => {
      const found = all.filter(({ email }) => email.includes(search.toLowerCase()));
      return { items: found.slice(0, limit), hasMore: found.length > limit };
    },
    'suppressions:add': ({ email }) => {
      if (refuse) return refuse;
      const isNew = !all.some((each) => each.email === email);
      if (isNew) all = [suppression(email, { by: me, createdAt: ago(0) }), ...all];
      client.changed('suppressions');
      if (meanwhile) decideElsewhere();
      return { email, isNew };
    },
    'suppressions:addAll': ({ cells }) => {
      if (refuse) return refuse;
      return report ?? { added: cells.length, there: 0, repeated: 0, invalid: [] };
    },
    'suppressions:remove': ({ id }) => {
      if (refuse) return refuse;
      all = all.filter((each) => each.id !== id);
      return null;
    },
    'erasure:asked': () => (role === 'admin' ? all.filter(({ erasureAskedAt }) => erasureAskedAt) : []),
    'erasure:read': ({ id }) => erasureOf(id),
    'erasure:do': ({ id }) => {
      if (refuse) return refuse;
      const what = erasureOf(id);
      if (what.underWay === 0)
        all = all.map((each) => (each.id === id ? { ...each, erasureAskedAt: null } : each));
      client.changed('suppressions');
      return what;
    },
    'suppressions:file': () => refuse ?? 'email,source,by,createdAt\r\n',
  });
  return (
    <Surface client={client}>
      <CompanyView />
    </Surface>
  );
}

const company = (props: CompanyProps = {}) => ({ element: () => <Company {...props} /> });
const still = (answers: Answers) => ({ answers, element: () => <CompanyView /> });

export const companyStories: Stories = {
  'company-admin': company(),
  'company-member': company({ role: 'member' }),
  'company-erasures': company({
    first: [
      suppression('cara.vogel@candidate.test', {
        source: 'recipient',
        by: null,
        erasureAskedAt: ago(2 * day),
      }),
      suppression('jonas@candidate.test', { source: 'recipient', by: null, erasureAskedAt: ago(5 * day) }),
      ...some,
    ],
  }),
  'company-empty': company({ first: [] }),
  'company-many': company({ first: crowd }),
  'company-report': company({
    report: {
      added: 214,
      there: 3,
      repeated: 2,
      invalid: ['nobody', '', markup.name, ...Array.from({ length: 40 }, (_, n) => `line ${n}`)],
    },
  }),
  'company-refused': company({
    refuse: new Refused('offline', 'Behalf’s server can’t be reached. Nothing was changed.'),
  }),
  'company-odd-names': company({
    first: [
      suppression(long.email, { by: long }),
      suppression('bob@candidate.test', { by: markup, source: 'import' }),
    ],
  }),
  'company-all-seen': company({
    policy: {
      tracking: { consent: 'aggregate', unknown: 'individual', elsewhere: 'individual' },
      unsubscribeLine: true,
    },
  }),
  'company-overtaken': company({
    meanwhile: {
      tracking: { consent: 'off', unknown: 'off', elsewhere: 'individual' },
      unsubscribeLine: true,
    },
  }),
  'company-loading': still({ 'suppressions:list': 'never', 'policy:read': 'never' }),
  'company-error': still({ 'suppressions:list': 'error', 'policy:read': 'error' }),
  'company-signed-out': still({ 'session:read': { state: 'signedOut', serverUrl: '' } }),
};
