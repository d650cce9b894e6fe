import type { Agent } from '../../../shared/domain/hit.ts';

/** Programs by what they call themselves, and where that is written. The first that fits names the agent. */
export const knownAgents: readonly { agent: Agent; is: RegExp; source: string }[] = [
  {
    agent: 'gmail-prefetch',
    is: /^Mozilla\/5\.0 \(Windows NT 10\.0; Win64; x64\) AppleWebKit\/537\.36 \(KHTML, like Gecko\) Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246 Mozilla\/5\.0$/,
    source:
      'https://www.sparkpost.com/blog/gmail-prefetching-images/ (exactly this text, from Google’s networks)',
  },
  {
    agent: 'gmail-proxy',
    is: /GoogleImageProxy/,
    source:
      'https://support.google.com/mail/answer/145919; “… Firefox/11.0 (via ggpht.com GoogleImageProxy)”',
  },
  {
    agent: 'yahoo-proxy',
    is: /YahooMailProxy/,
    source: 'https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html (the agent names its own page)',
  },
  {
    agent: 'apple-proxy',
    is: /^Mozilla\/5\.0$/,
    source: 'https://github.com/ua-parser/uap-core/issues/509 (Mail Privacy Protection since September 2021)',
  },
  {
    agent: 'scanner',
    is: /Barracuda|Proofpoint|Mimecast|Office Existence Discovery|Microsoft-?Defender|SafeLinks|TrendMicro|Symantec|FireEye|Sophos|ZScaler|CheckPoint|Cisco-?IronPort|urlscan|VirusTotal|BingPreview|Google-Safety|SkypeUriPreview/i,
    source:
      'The few that name themselves: matomo-org/device-detector, regexes/bots.yml; omrilotan/isbot, fixtures/crawlers.yml',
  },
  {
    agent: 'mail-client',
    is: /Thunderbird\/|Microsoft Outlook|\bms-office\b|MSOffice|Outlook-(iOS|Android)|\bAppleMail\b|Apple-Mail|Evolution\/|KMail|Lotus-Notes|eMClient|Airmail|Postbox|Spark\/|Superhuman|Mailspring|BlueMail|K-9 Mail|SamsungEmail/,
    source:
      'matomo-org/device-detector, regexes/client/pim.yml; Outlook on Windows: “… ms-office; MSOffice 16)”',
  },
  {
    agent: 'mail-client',
    // The system's web view, without the `Version/` and `Safari/` that its browsers add.
    is: /^Mozilla\/5\.0 \((Macintosh; Intel Mac OS X|iPhone; CPU iPhone OS|iPad; CPU OS) [\d_]+( like Mac OS X)?\) AppleWebKit\/[\d.]+ \(KHTML, like Gecko\)( Mobile\/\w+)?$/,
    source: 'Apple Mail without Mail Privacy Protection; matomo-org/device-detector, pim.yml (“Apple Mail”)',
  },
  {
    agent: 'tool',
    is: /^(curl|Wget|python-requests|Python|aiohttp|python-httpx|okhttp|Go-http-client|Java|Apache-HttpClient|AHC|node|node-fetch|undici|axios|got|libwww-perl|Ruby|Faraday|GuzzleHttp|PostmanRuntime|lua-resty-http|HTTPie|Dart|Dalvik|reqwest|WinHttp|RestSharp|CFNetwork|Amazon CloudFront|HubSpot Connect)\b/i,
    source: 'The default agents of libraries: matomo-org/device-detector, regexes/client/libraries.yml',
  },
  {
    agent: 'tool',
    is: /HeadlessChrome|PhantomJS|Puppeteer|Playwright|Selenium|Electron\/|SlimerJS/,
    source: 'https://developer.chrome.com/docs/chromium/headless and the projects’ own documentation',
  },
];

/** Browsers without a person: they run where machines do. */
export const dataCentreAgents =
  /HeadlessChrome|PhantomJS|Puppeteer|Playwright|Selenium|SlimerJS|Amazon CloudFront|HubSpot Connect/;
