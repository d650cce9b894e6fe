import { expect, it } from 'vitest';
import type { ReplyKind } from '../../shared/domain/reply.ts';
import { classifyReply, classifyThread, type ReplySign } from './classify-reply.ts';

const minute = 60_000;
const hour = 60 * minute;
const report = 'multipart/report; report-type=delivery-status; boundary="0000"';
const gmailDaemon = 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>';

type Case = [
  name: string,
  headers: Record<string, string>,
  kind: ReplyKind,
  sign: ReplySign,
  afterMs?: number,
];
const person = (name: string, headers: Record<string, string>): Case => [
  ...([name, headers, 'person', 'nothing_automatic'] as const),
];

/** Headers as these systems write them, of the ones that are asked for. */
const cases: Case[] = [
  // People.
  person('Gmail', {
    From: 'Jonas Weber <jonas@candidate.test>',
    'Return-Path': '<jonas@candidate.test>',
    'Content-Type': 'multipart/alternative; boundary="000000000000a1"',
  }),
  person('Outlook with Exchange Online', {
    From: '"Weber, Jonas" <jonas@contoso.test>',
    'Return-Path': '<jonas@contoso.test>',
    'Content-Type': 'multipart/related; boundary="_005_AM6PR"; type="multipart/alternative"',
  }),
  person('Apple Mail', { From: 'Jonas <jonas@icloud.test>', 'Content-Type': 'text/plain; charset=us-ascii' }),
  person('an Exchange that says that it is not automatic', {
    From: 'jonas@contoso.test',
    'Auto-Submitted': 'no',
  }),
  person('a mailing list that passes on what a person wrote', {
    From: "'Jonas' via Hiring <hiring@acme.test>",
    Precedence: 'list',
    'Return-Path': '<hiring+bncBC@acme.test>',
  }),
  person('a program that marks its mail as ordinary', { From: 'jonas@x.test', Precedence: 'normal' }),
  person('somebody who suppresses delivery and read receipts only', {
    From: 'jonas@contoso.test',
    'X-Auto-Response-Suppress': 'DR, RN, NRN',
  }),
  person('a postmaster who is a person', {
    From: 'Postmaster <postmaster@smallshop.test>',
    'Return-Path': '<postmaster@smallshop.test>',
    'Content-Type': 'text/plain',
  }),
  person('somebody whose name is that of a daemon', {
    From: '"Mailer-Daemon <mailer-daemon@x.test>" <jonas@candidate.test>',
    'Return-Path': '<jonas@candidate.test>',
  }),
  person('somebody called Noreplyson', { From: 'noreplyson@candidate.test' }),
  person('a signed message, which is another multipart', {
    From: 'jonas@x.test',
    'Content-Type': 'multipart/signed; protocol="application/pkcs7-signature"',
  }),
  person('an accepted invitation', {
    From: 'jonas@x.test',
    'Content-Type': 'text/calendar; method=REPLY',
  }),
  person('a header that is there and says no', { From: 'jonas@x.test', 'X-Autoreply': 'no' }),
  person('nothing but a sender', { From: 'jonas@x.test' }),

  // Answers of programs.
  [
    'Gmail vacation responder',
    {
      From: 'Jonas <jonas@gmail.test>',
      'Auto-Submitted': 'auto-replied',
      Precedence: 'bulk',
      'X-Autoreply': 'yes',
    },
    'auto',
    'auto_submitted',
  ],
  [
    'Exchange out of office',
    {
      From: 'Jonas Weber <jonas@contoso.test>',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Return-Path': '<>',
    },
    'auto',
    'auto_submitted',
  ],
  [
    'Outlook.com automatic reply',
    { From: 'jonas@outlook.test', 'X-Auto-Response-Suppress': 'All', 'Return-Path': '<>' },
    'auto',
    'suppresses_answers',
  ],
  [
    'an old Exchange that suppresses by a list',
    { From: 'jonas@contoso.test', 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' },
    'auto',
    'suppresses_answers',
  ],
  [
    'Zendesk, request received',
    {
      From: 'Acme Support <support@acme.zendesk.test>',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    'auto',
    'auto_submitted',
  ],
  [
    'Salesforce email-to-case',
    { From: 'Support <case@acme.test>', Precedence: 'bulk', 'X-Auto-Response-Suppress': 'All' },
    'auto',
    'precedence',
  ],
  [
    'Freshdesk',
    { From: 'support@acme.freshdesk.test', 'Auto-Submitted': 'auto-generated' },
    'auto',
    'auto_submitted',
  ],
  [
    'Jira Service Management',
    {
      From: 'jira@acme.atlassian.test',
      'Auto-Submitted': 'auto-generated',
      Precedence: 'bulk',
    },
    'auto',
    'auto_submitted',
  ],
  ['OTRS', { From: 'help@acme.test', Precedence: 'bulk', 'X-Autorespond': 'OTRS' }, 'auto', 'auto_header'],
  ['RT', { From: 'rt@acme.test', Precedence: 'bulk' }, 'auto', 'precedence'],
  [
    'Sieve vacation (Dovecot Pigeonhole)',
    { From: 'jonas@x.test', 'Auto-Submitted': 'auto-replied (vacation)', Precedence: 'bulk' },
    'auto',
    'auto_submitted',
  ],
  ['BSD vacation', { From: 'jonas@x.test', Precedence: 'bulk' }, 'auto', 'precedence'],
  ['old vacation programs', { From: 'jonas@x.test', Precedence: 'junk' }, 'auto', 'precedence'],
  ['Lotus Notes agents', { From: 'jonas@x.test', Precedence: 'auto_reply' }, 'auto', 'precedence'],
  ['cPanel autoresponder', { From: 'jonas@x.test', 'X-Autorespond': 'Re: role' }, 'auto', 'auto_header'],
  ['Plesk', { From: 'jonas@x.test', 'X-Autoreply': 'yes' }, 'auto', 'auto_header'],
  ['Exim vacation', { From: 'jonas@x.test', 'Auto-Submitted': 'auto-replied' }, 'auto', 'auto_submitted'],
  ['GroupWise rule', { From: 'jonas@x.test', 'Auto-Submitted': 'auto-generated' }, 'auto', 'auto_submitted'],
  ['upper case', { From: 'jonas@x.test', 'Auto-Submitted': 'AUTO-REPLIED' }, 'auto', 'auto_submitted'],
  [
    'a word nobody knows',
    { From: 'jonas@x.test', 'Auto-Submitted': 'auto-mumbled' },
    'auto',
    'auto_submitted',
  ],
  [
    'an applicant tracking system that says thank you',
    { From: 'Acme Careers <no-reply@careers.test>' },
    'auto',
    'no_reply_address',
  ],
  ['another spelling of it', { From: '"Jobs" <DoNotReply@careers.test>' }, 'auto', 'no_reply_address'],
  ['a program that sends from nobody', { From: 'jonas@x.test', 'Return-Path': '<>' }, 'auto', 'null_sender'],
  [
    'TMDA challenge',
    { From: 'jonas@x.test', 'Auto-Submitted': 'auto-replied', Precedence: 'bulk' },
    'auto',
    'auto_submitted',
  ],
  ['Spam Arrest challenge', { From: 'jonas@spamarrest.test', Precedence: 'bulk' }, 'auto', 'precedence'],
  ['BoxTrapper challenge', { From: 'jonas@x.test', 'X-Autorespond': 'boxtrapper' }, 'auto', 'auto_header'],
  [
    'a read receipt',
    { From: 'jonas@x.test', 'Content-Type': 'multipart/report; report-type=disposition-notification' },
    'auto',
    'receipt',
  ],
  [
    'a complaint by feedback loop',
    { From: 'fbl@x.test', 'Content-Type': 'multipart/report; report-type=feedback-report' },
    'auto',
    'receipt',
  ],

  // Mail that came back.
  [
    'Gmail, address not found',
    {
      From: gmailDaemon,
      'Auto-Submitted': 'auto-replied',
      'X-Failed-Recipients': 'x@candidate.test',
      'Return-Path': '<>',
      'Content-Type': report,
    },
    'bounce',
    'failed_recipients',
    5_000,
  ],
  [
    'Gmail after three days of trying',
    { From: gmailDaemon, 'X-Failed-Recipients': 'x@candidate.test', 'Content-Type': report },
    ...(['bounce', 'failed_recipients'] as const),
    72 * hour,
  ],
  [
    'Exchange Online NDR',
    {
      From: 'Microsoft Outlook <MicrosoftExchange329e@contoso.test>',
      'Content-Type': report,
      'Auto-Submitted': 'auto-replied',
      'X-MS-Exchange-Message-Is-Ndr': '',
    },
    'bounce',
    'exchange_ndr',
    30 * hour,
  ],
  [
    'Exchange postmaster',
    { From: 'postmaster@contoso.test', 'Content-Type': report, 'X-MS-Exchange-Message-Is-Ndr': '' },
    ...(['bounce', 'exchange_ndr'] as const),
    minute,
  ],
  [
    'Postfix',
    {
      From: 'MAILER-DAEMON@mx.candidate.test (Mail Delivery System)',
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status;\tboundary="A1B2"',
      'Return-Path': '<>',
    },
    'bounce',
    'delivery_report',
    minute,
  ],
  [
    'Sendmail',
    {
      From: 'Mail Delivery Subsystem <MAILER-DAEMON@x.test>',
      'Auto-Submitted': 'auto-generated (failure)',
      'Content-Type': 'multipart/report; report-type="delivery-status"',
    },
    'bounce',
    'delivery_report',
    minute,
  ],
  [
    'Exim, a day later',
    {
      From: 'Mail Delivery System <Mailer-Daemon@x.test>',
      'Auto-Submitted': 'auto-replied',
      'X-Failed-Recipients': 'x@candidate.test',
    },
    ...(['bounce', 'failed_recipients'] as const),
    26 * hour,
  ],
  [
    'qmail, which writes no report',
    { From: 'MAILER-DAEMON@x.test', 'Return-Path': '<>' },
    ...(['bounce', 'mail_daemon'] as const),
    minute,
  ],
  [
    'a postmaster without a sender',
    { From: 'postmaster@x.test', 'Return-Path': '<>' },
    ...(['bounce', 'mail_daemon'] as const),
    minute,
  ],
  [
    'a report that does not say of what kind',
    { From: 'MAILER-DAEMON@x.test', 'Content-Type': 'multipart/report; boundary=x' },
    ...(['bounce', 'delivery_report'] as const),
    minute,
  ],

  // Mail that is only late.
  [
    'Gmail, a day later: tried further',
    { From: gmailDaemon, 'Auto-Submitted': 'auto-replied', 'Content-Type': report },
    ...(['delay', 'delivery_report'] as const),
    25 * hour,
  ],
  [
    'the same with the mark of a failure, which would come again',
    { From: gmailDaemon, 'X-Failed-Recipients': 'x@candidate.test', 'Content-Type': report },
    ...(['delay', 'failed_recipients'] as const),
    25 * hour,
  ],
  [
    'Sendmail, after four hours',
    {
      From: 'MAILER-DAEMON@x.test',
      'Auto-Submitted': 'auto-generated (warning-timeout)',
      'Content-Type': report,
    },
    ...(['delay', 'delivery_report'] as const),
    4 * hour,
  ],
  [
    'Exchange, after four hours',
    { From: 'postmaster@contoso.test', 'Content-Type': report },
    ...(['delay', 'delivery_report'] as const),
    4 * hour + minute,
  ],
  [
    'Exim warning',
    { From: 'Mailer-Daemon@x.test', 'Auto-Submitted': 'auto-replied' },
    ...(['delay', 'mail_daemon'] as const),
    24 * hour,
  ],
];

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

it.each(cases)('%s', (_name, headers, kind, sign, afterMs = hour) => {
  expect(classifyReply({ headers: lowerCased(headers) }, afterMs)).toEqual({ kind, sign });
});

it('knows more than fifty kinds of messages', () => {
  expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThan(50);
});

const at = (ms: number, headers: Record<string, string>) => ({ at: ms, headers: lowerCased(headers) });

it('of a thread the first of each kind counts, and a late notice is none of them', () => {
  const sentAt = 1_000_000;
  const jonas = { From: 'jonas@candidate.test' };
  expect(
    classifyThread(
      [
        at(sentAt + minute, { ...jonas, 'Auto-Submitted': 'auto-replied' }),
        at(sentAt + 5 * hour, { From: gmailDaemon, 'Content-Type': report }),
        at(sentAt + 6 * hour, jonas),
        at(sentAt + 7 * hour, jonas),
        at(sentAt + 8 * hour, { ...jonas, 'Auto-Submitted': 'auto-replied' }),
      ],
      sentAt,
    ),
  ).toEqual({
    ...{ repliedAt: sentAt + 6 * hour, autoRepliedAt: sentAt + minute },
    ...{ bouncedAt: null, bounceReason: null },
  });
});

it('the only reason that headers tell is that nobody could be reached for days', () => {
  const bounced = (afterMs: number) =>
    classifyThread([at(afterMs, { From: gmailDaemon, 'Content-Type': report })], 0).bounceReason;
  expect(bounced(minute)).toBe('other');
  expect(bounced(72 * hour)).toBe('unreachable');
  expect(classifyThread([], 0)).toEqual({
    ...{ repliedAt: null, autoRepliedAt: null, bouncedAt: null, bounceReason: null },
  });
});
