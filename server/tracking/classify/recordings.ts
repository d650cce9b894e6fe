import type { Verdict } from '../../../shared/domain/hit.ts';
import type { RecordedHit, Recording } from './suite.ts';

/*
 * Agents as programs send them, with timings as those who watched them describe them. Where a source is a list, agents of
 * its kind stand there; recordings of `behaviour` are composed after descriptions, since scanners of mail appear in no
 * list. Some are beyond us, on purpose: the suite is to show what is not told as well.
 */
const lists = {
  device: 'matomo-org/device-detector, regexes/client/pim.yml and bots.yml',
  uap: 'ua-parser/uap-core, tests/test_ua.yaml',
  mdn: 'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/User-Agent',
  sparkpost: 'https://www.sparkpost.com/blog/gmail-prefetching-images/',
  resend: 'https://github.com/resend/resend-node/issues/901',
  bots: 'omrilotan/isbot, fixtures/crawlers.yml',
  behaviour:
    'https://www.validity.com and vendors’ pages on link protection: every link, in seconds, like a browser',
};

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit';
export const ua = {
  chrome: `${windows} Chrome/126.0.0.0 Safari/537.36`,
  chromeOld: `${windows} Chrome/74.0.3729.169 Safari/537.36`,
  edge: `${windows} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
  opera: `${windows} Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0`,
  macChrome: `${mac}/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36`,
  safari: `${mac}/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15`,
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  ipad: 'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
  android:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  webView:
    'Mozilla/5.0 (Linux; Android 13; SM-S911B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36',
  samsung:
    'Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
  firefox: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
  linuxFirefox: 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  trident: 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
  gmail: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  prefetch: `${windows} Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0`,
  oldEdge: `${windows} Chrome/42.0.2311.135 Safari/537.36 Edge/12.246`,
  yahoo: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
  yahooCompatible:
    'Mozilla/5.0 (compatible; YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html)',
  apple: 'Mozilla/5.0',
  appleMail: `${mac}/605.1.15 (KHTML, like Gecko)`,
  iosMail:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  outlook:
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; Microsoft Outlook 16.0.5134; ms-office; MSOffice 16)',
  outlookShort: 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
  outlookIos: 'Outlook-iOS/711.2401101.prod.iphone (4.2406.0)',
  outlookAndroid: 'Outlook-Android/2.0',
  thunderbird: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Thunderbird/115.12.0',
  linuxThunderbird: 'Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Thunderbird/102.11.0',
  emclient: 'Mozilla/5.0 (Windows NT 10.0; WOW64) eMClient/9.2.2157.0',
  officeProbe: 'Microsoft Office Existence Discovery',
  headless:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36',
  phantom:
    'Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1',
};

const hit = (truth: Verdict, agent: string, at: number, more: Partial<RecordedHit> = {}): RecordedHit => ({
  ...{ at, agent, truth },
  ...more,
});
const click = (truth: Verdict, agent: string, at: number, link: number, more: Partial<RecordedHit> = {}) =>
  hit(truth, agent, at, { kind: 'click', link, ...more });

/** One open, alone. */
const open = (what: string, source: string, truth: Verdict, agent: string, at = 600): Recording => ({
  ...{ what, source, links: 1 },
  hits: [hit(truth, agent, at)],
});

const people: Recording[] = [
  open('Gmail in any browser or app, through the proxy', lists.device, 'person', ua.gmail),
  open('Gmail, half a minute after it arrived', lists.sparkpost, 'person', ua.gmail, 30),
  open('Yahoo Mail', lists.device, 'person', ua.yahoo),
  open('Yahoo Mail, as a compatible agent', lists.device, 'person', ua.yahooCompatible),
  open('Apple Mail on a Mac, protection switched off', lists.device, 'person', ua.appleMail),
  open('Apple Mail on an iPhone, protection switched off', lists.device, 'person', ua.iosMail),
  open('Outlook 365 on Windows', lists.device, 'person', ua.outlook),
  open('Outlook on Windows, the short agent', lists.device, 'person', ua.outlookShort),
  open('Outlook on iOS', lists.device, 'person', ua.outlookIos),
  open('Outlook on Android', lists.device, 'person', ua.outlookAndroid),
  open('Thunderbird on Windows', lists.device, 'person', ua.thunderbird),
  open('Thunderbird on Linux', lists.device, 'person', ua.linuxThunderbird),
  open('eM Client', lists.device, 'person', ua.emclient),
  open('Outlook on the web in Edge', lists.mdn, 'person', ua.edge),
  open('a web mailer in Chrome', lists.mdn, 'person', ua.chrome),
  open('a web mailer in Firefox', lists.mdn, 'person', ua.firefox),
  open('a web mailer in Firefox on Linux', lists.mdn, 'person', ua.linuxFirefox),
  open('a web mailer in Safari', lists.mdn, 'person', ua.safari),
  open('a web mailer in Opera', lists.uap, 'person', ua.opera),
  open('a web mailer in Internet Explorer 11', lists.uap, 'person', ua.trident),
  open('a mail program’s web view on Android', lists.uap, 'person', ua.webView),
  open('a web mailer on a Samsung', lists.uap, 'person', ua.samsung),
  open('a true Edge 12, months late', lists.uap, 'person', ua.oldEdge, 5_000_000),
  {
    ...{
      what: 'Gmail prefetches, then a person opens and clicks on a phone',
      source: lists.sparkpost,
      links: 3,
    },
    hits: [
      hit('machine', ua.prefetch, 2.5, { why: 'prefetch-at-delivery' }),
      hit('person', ua.gmail, 180, { why: 'image-proxy' }),
      click('person', ua.android, 195, 1, { from: 'b', why: 'browser' }),
    ],
  },
  {
    ...{ what: 'opened three times in a week, clicked twice', source: lists.mdn, links: 2 },
    hits: [
      hit('person', ua.thunderbird, 60),
      click('person', ua.firefox, 75, 0),
      hit('person', ua.thunderbird, 90_000),
      click('person', ua.firefox, 90_030, 1),
      hit('person', ua.thunderbird, 500_000),
    ],
  },
  {
    ...{
      what: 'Apple’s proxy on arrival, then a click: the open is unknown, the click is not',
      source: lists.uap,
      links: 2,
    },
    hits: [hit('unknown', ua.apple, 40, { why: 'privacy-proxy' }), click('person', ua.iphone, 900, 0)],
  },
  {
    ...{ what: 'both links of two, read one after the other', source: lists.mdn, links: 2 },
    hits: [click('person', ua.safari, 120, 0), click('person', ua.safari, 128, 1)],
  },
  {
    ...{ what: 'the same link twice by an impatient hand', source: lists.mdn, links: 1 },
    hits: [click('person', ua.ipad, 300, 0), click('person', ua.ipad, 301, 0)],
  },
  {
    ...{ what: 'forwarded to a colleague, who reads it elsewhere', source: lists.mdn, links: 2 },
    hits: [
      hit('person', ua.gmail, 100),
      hit('person', ua.outlook, 4_000, { from: 'b' }),
      click('person', ua.edge, 4_020, 0, { from: 'b' }),
    ],
  },
  {
    ...{
      what: 'a quick reader: opens after eight seconds, clicks after fifteen',
      source: lists.mdn,
      links: 3,
    },
    hits: [hit('person', ua.macChrome, 8), click('person', ua.macChrome, 15, 0)],
  },
  {
    ...{ what: 'two tabs opened by a middle click, of two links', source: lists.behaviour, links: 2 },
    // Beyond us: exactly what a scanner of an email with two links does.
    hits: [click('person', ua.chrome, 60, 0), click('person', ua.chrome, 61.5, 1)],
  },
];

const burst = (agent: string, begin: number, links: number, every: number, from?: string): RecordedHit[] =>
  Array.from({ length: links }, (_, link) =>
    click('machine', agent, begin + link * every, link, from ? { from } : {}),
  );

const machines: Recording[] = [
  open('Gmail’s prefetch within seconds', lists.sparkpost, 'machine', ua.prefetch, 3),
  open('Gmail’s prefetch, hours later in a session', lists.sparkpost, 'machine', ua.prefetch, 7_200),
  open('Google’s proxy before anybody can have read', lists.sparkpost, 'machine', ua.gmail, 0.6),
  open('a browser’s agent in the second of delivery', lists.behaviour, 'machine', ua.chrome, 0.9),
  open('curl', lists.bots, 'machine', 'curl/8.5.0'),
  open('Wget', lists.bots, 'machine', 'Wget/1.21.4'),
  open('Python requests', lists.bots, 'machine', 'python-requests/2.31.0'),
  open('Python aiohttp', lists.bots, 'machine', 'Python/3.9 aiohttp/3.8.1'),
  open('okhttp', lists.bots, 'machine', 'okhttp/4.10.0'),
  open('Go', lists.bots, 'machine', 'Go-http-client/2.0'),
  open('Java', lists.bots, 'machine', 'Java/17.0.9'),
  open('Apache HttpClient', lists.bots, 'machine', 'Apache-HttpClient/4.5.13 (Java/11.0.20)'),
  open('axios', lists.bots, 'machine', 'axios/1.6.8'),
  open('node-fetch', lists.bots, 'machine', 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)'),
  open('AHC', lists.bots, 'machine', 'AHC/2.1'),
  open('a Lua proxy', lists.bots, 'machine', 'lua-resty-http/0.10 (Lua) ngx_lua/10019'),
  open('a content network', lists.bots, 'machine', 'Amazon CloudFront'),
  open('headless Chrome', lists.device, 'machine', ua.headless),
  open('PhantomJS', lists.device, 'machine', ua.phantom),
  open('no agent at all', lists.behaviour, 'machine', ''),
  open('Barracuda Sentinel, which names itself', lists.bots, 'machine', 'Barracuda Sentinel (EE)'),
  open(
    'Googlebot',
    lists.bots,
    'machine',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  ),
  open(
    'Bing',
    lists.bots,
    'machine',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  ),
  open(
    'BingPreview',
    lists.bots,
    'machine',
    `${windows} Chrome/103.0.5060.134 Safari/537.36 BingPreview/1.0b`,
  ),
  open(
    'Slack unfurls a link',
    lists.bots,
    'machine',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  ),
  open(
    'Facebook’s preview',
    lists.bots,
    'machine',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  ),
  open(
    'Teams’ and Skype’s preview',
    lists.bots,
    'machine',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
  ),
  open(
    'LinkedIn',
    lists.bots,
    'machine',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  ),
  open('WhatsApp’s preview', lists.bots, 'machine', 'WhatsApp/2.23.20.0'),
  open('a checker of links', lists.bots, 'machine', 'W3C-checklink/4.81 libwww-perl/6.05'),
  {
    ...{ what: 'Office looks whether a link exists', source: lists.device, links: 2 },
    hits: [
      click('machine', ua.officeProbe, 400, 0, { head: true }),
      click('machine', ua.officeProbe, 400, 1),
    ],
  },
  {
    ...{ what: 'heads of all links, like a browser', source: lists.behaviour, links: 3 },
    hits: [0, 1, 2].map((link) =>
      click('machine', ua.chrome, 90 + link * 20, link, { head: true, why: 'head-request' }),
    ),
  },
  {
    ...{
      what: 'a gateway follows all five links at delivery (Proofpoint)',
      source: lists.behaviour,
      links: 5,
    },
    hits: [hit('machine', ua.chrome, 1.2), ...burst(ua.chrome, 1.5, 5, 0.3)],
  },
  {
    ...{
      what: 'a gateway follows all links a minute later, one by one (Mimecast)',
      source: lists.behaviour,
      links: 6,
    },
    hits: burst(ua.chromeOld, 60, 6, 1.6),
  },
  {
    ...{
      what: 'a gateway follows all links from changing addresses (Barracuda)',
      source: lists.behaviour,
      links: 3,
    },
    hits: [0, 1, 2].map((link) =>
      click('machine', ua.edge, 45 + link * 0.8, link, { from: `n${link}`, why: 'all-links-at-once' }),
    ),
  },
  {
    ...{ what: 'Safe Links’ detonation: pixel, links and the hidden one', source: lists.behaviour, links: 2 },
    hits: [
      hit('machine', ua.edge, 20, { why: 'hidden-link' }),
      click('machine', ua.edge, 21, 0),
      hit('machine', ua.edge, 24, { kind: 'canary', why: 'hidden-link' }),
      click('machine', ua.edge, 29, 1),
    ],
  },
  {
    ...{ what: 'one link only, and the hidden one gives it away', source: lists.behaviour, links: 1 },
    hits: [click('machine', ua.chrome, 70, 0), hit('machine', ua.chrome, 71, { kind: 'canary' })],
  },
  {
    ...{ what: 'the hidden one from another address, seconds before', source: lists.behaviour, links: 2 },
    hits: [
      hit('machine', ua.firefox, 50, { kind: 'canary', from: 'x' }),
      click('machine', ua.chrome, 58, 0, { from: 'y', why: 'hidden-link' }),
    ],
  },
  {
    ...{ what: 'a scanner at delivery, a person an hour later', source: lists.behaviour, links: 4 },
    hits: [
      ...burst(ua.chrome, 8, 4, 0.5, 'gateway'),
      hit('person', ua.outlook, 3_600),
      click('person', ua.edge, 3_620, 2),
    ],
  },
  {
    ...{
      what: 'a person’s click, looked at by a scanner twelve seconds later',
      source: lists.resend,
      links: 2,
    },
    // Beyond us: one request like any browser's, from elsewhere.
    hits: [click('person', ua.macChrome, 200, 0), click('machine', ua.chrome, 212, 0, { from: 'b' })],
  },
  {
    ...{ what: 'one link of three, like a browser, at delivery', source: lists.behaviour, links: 3 },
    hits: [click('machine', ua.chrome, 3, 1, { why: 'before-delivery' })],
  },
  {
    ...{ what: 'Apple’s bare agent on a link is no person’s browser', source: lists.uap, links: 2 },
    hits: [click('machine', ua.apple, 30, 0)],
  },
  {
    ...{
      what: 'the sender tries a link of the copy in Sent',
      source: lists.behaviour,
      links: 2,
      sender: 'home',
    },
    hits: [
      click('machine', ua.macChrome, 90, 0, { from: 'home', why: 'acceptor-sent-copy' }),
      click('person', ua.macChrome, 900, 1, { from: 'elsewhere' }),
    ],
  },
  {
    ...{
      what: 'the sender reads the copy in Sent, in Gmail',
      source: lists.sparkpost,
      links: 2,
      sender: 'home',
    },
    // Beyond us: whoever reads in Gmail, it is Google’s proxy that asks.
    hits: [hit('machine', ua.gmail, 90)],
  },
  {
    ...{ what: 'Google’s proxy on a link', source: lists.device, links: 2 },
    hits: [click('machine', ua.gmail, 30, 0)],
  },
];

const unknown: Recording[] = [
  open('Apple’s proxy, soon', lists.uap, 'unknown', ua.apple, 5),
  open('Apple’s proxy, at night', lists.uap, 'unknown', ua.apple, 40_000),
  {
    ...open(
      'Google’s proxy, of an email to a mailbox at Microsoft',
      lists.sparkpost,
      'unknown',
      ua.gmail,
      300,
    ),
    to: 'jonas@hotmail.co.uk',
  },
];

/** Everything that was recorded. */
export const recordings: readonly Recording[] = [...people, ...machines, ...unknown];
