import { defaultTerms } from '../terms/default-terms.ts';
import { TermsForm } from '../terms/terms-form.tsx';
import { DelegationPanel, type DelegationPanelProps } from '../delegation-panel.tsx';
import { crowd, grant, grants, mailbox, me, member, odd, request } from './people.ts';
import type { Answers, Stories } from './story.ts';

const panel = (answers: Answers = {}, props: Partial<DelegationPanelProps> = {}) => ({
  answers,
  inShadow: props.surface === 'site',
  element: () => (
    <main class="settings-page">
      <DelegationPanel surface="page" {...props} />
    </main>
  ),
});
const signedIn = (rest: Partial<typeof me>): Answers => ({
  'session:read': { state: 'signedIn', serverUrl: '', me: { ...me, ...rest } },
});

export const panelStories: Stories = {
  'panel-page': panel(),
  'panel-site': panel({}, { surface: 'site' }),
  'panel-opened-request': panel({}, { openGrantId: grants[0]!.id }),
  'panel-site-opened-request': panel({}, { surface: 'site', openGrantId: grants[0]!.id }),
  'panel-empty': panel({ 'grants:list': [], 'team:list': [member(me)] }),
  'panel-loading': panel({ 'session:read': 'never' }),
  'panel-lists-loading': panel({ 'grants:list': 'never', 'team:list': 'never', 'mailboxes:list': 'never' }),
  'panel-error': panel({ 'grants:list': 'error', 'team:list': 'error', 'mailboxes:list': 'error' }),
  'panel-read-once': { ...panel(), once: ['grants:list'] },
  'panel-act-refused': panel({ 'grants:revoke': 'error', 'grants:request': 'error' }),
  'panel-signed-out': panel({ 'session:read': { state: 'signedOut', serverUrl: '' } }),
  'panel-unconnected': panel({ 'mailboxes:list': [{ ...mailbox, state: 'unconnected' }] }),
  'panel-disconnected': panel({ 'mailboxes:list': [{ ...mailbox, state: 'disconnected' }] }),
  'panel-paused': panel(signedIn({ pausedAt: mailbox.connectedAt })),
  'panel-many': panel({
    'grants:list': crowd.map((one, n) => (n % 3 ? grant(me, one) : grant(one, me))),
    'team:list': crowd.map((one) => member(one)),
  }),
  'panel-odd-names': panel({
    'grants:list': odd.flatMap((one) => [grant(me, one), request(one, { note: one.name })]),
    'team:list': odd.map((one) => member(one)),
  }),
  'terms-form': {
    element: () => (
      <main class="settings-page narrow">
        <h1>Terms</h1>
        <TermsForm
          terms={{ ...defaultTerms, expiresAt: '2031-03-03T12:00:00.000Z', allowedDomains: ['acme.test'] }}
          onChange={() => {}}
        />
      </main>
    ),
  },
};
