/**
 * Providers of mailboxes that keep them on their own servers and show no picture through Google's proxy; each by the
 * names in its own help pages. Not complete, and need not be: of an address that is not here nothing is concluded.
 */
const notAtGoogle = new Set([
  ...['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com'],
  ...['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'aim.com', 'verizon.net'],
  ...[
    'icloud.com',
    'me.com',
    'mac.com',
    'proton.me',
    'protonmail.com',
    'pm.me',
    'fastmail.com',
    'fastmail.fm',
  ],
  ...['gmx.com', 'gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch', 'web.de', 't-online.de', 'freenet.de', 'mail.com'],
  ...[
    'orange.fr',
    'wanadoo.fr',
    'free.fr',
    'laposte.net',
    'sfr.fr',
    'libero.it',
    'virgilio.it',
    'tiscali.it',
  ],
  ...['qq.com', '163.com', '126.com', 'naver.com', 'hanmail.net', 'mail.ru', 'yandex.ru', 'yandex.com'],
  ...[
    'comcast.net',
    'att.net',
    'sbcglobal.net',
    'cox.net',
    'zoho.com',
    'hey.com',
    'tuta.com',
    'tutanota.com',
  ],
]);
/** The same ones' names in many countries: outlook.de, hotmail.co.uk, yahoo.co.jp. */
const inManyCountries = /^(outlook|hotmail|live|yahoo|aol)\.(com?\.)?[a-z]{2}$/;

/** Whether an address surely is no mailbox at Google. Where the owner lets Gmail fetch its mail, it still is shown there. */
export function isSurelyNotAtGoogle(email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return notAtGoogle.has(domain) || inManyCountries.test(domain);
}
