import type { TrackingRegion } from './tracking-policy.ts';

/**
 * Country codes under which a reader is to be asked before a pixel is read back from their device. EU and EEA: directive
 * 2002/58/EC art. 5(3), read with EDPB guidelines 2/2023 on its technical scope; outermost and dependent territories
 * where it holds too. United Kingdom, Gibraltar and the Channel Islands: PECR 2003 reg. 6 and laws like it. Switzerland:
 * FMG art. 45c (asks for less, and its companies write to the EU). Canada: Québec's Law 25 s. 8.1 (profiling is off
 * until switched on), and no address tells the province.
 */
const consentCountries = new Set([
  ...['at', 'be', 'bg', 'hr', 'cy', 'cz', 'dk', 'ee', 'fi', 'fr', 'de', 'gr', 'hu', 'ie', 'it', 'lv', 'lt'],
  ...['lu', 'mt', 'nl', 'pl', 'pt', 'ro', 'sk', 'si', 'es', 'se', 'eu', 'is', 'li', 'no'],
  ...['ax', 'gf', 'gp', 'mq', 're', 'yt', 'uk', 'gb', 'gi', 'gg', 'je', 'im', 'ch', 'ca'],
  // The same in other scripts (IANA root zone): .ελ, .ею, .ευ, .бг.
  ...['xn--qxam', 'xn--e1a4c', 'xn--qxa6a', 'xn--90ae'],
]);

/** Generic names of places there (IANA root zone, registry agreements of ICANN): who has one is mostly from there. */
const consentPlaces = new Set([
  ...['alsace', 'amsterdam', 'barcelona', 'bayern', 'berlin', 'brussels', 'bzh', 'cat', 'corsica', 'cymru'],
  ...['eus', 'frl', 'gal', 'gent', 'hamburg', 'helsinki', 'irish', 'koeln', 'cologne', 'london', 'madrid'],
  ...['nrw', 'paris', 'quebec', 'ruhr', 'saarland', 'scot', 'stockholm', 'swiss', 'tirol', 'vlaanderen'],
  ...['wales', 'wien', 'zuerich', 'gmbh'],
]);

/** Country codes that are sold as generic ones (Google Search Central, "Generic country code top-level domains"). */
const genericCountries = new Set([
  ...['ad', 'ag', 'ai', 'as', 'bz', 'cc', 'cd', 'co', 'dj', 'fm', 'io', 'la', 'me', 'ms', 'nu', 'sc', 'sh'],
  ...['sr', 'su', 'to', 'tv', 'tk', 'vc', 'ws', 'gl', 'ly', 'gd', 'st'],
]);

/** Generic names that only one country's institutions get (RFC 1591 §2; eligibility rules of .edu since 2001). */
const unitedStates = new Set(['edu', 'gov', 'mil']);

/**
 * Where the owner of an address is taken to be, by its top-level domain alone. All names of two letters are countries'
 * (RFC 1591 §2). What every provider of mailboxes and every company anywhere may have (`.com`) tells nothing.
 */
export function regionOf(email: string): TrackingRegion {
  const top = email.slice(email.lastIndexOf('.') + 1).toLowerCase();
  if (consentCountries.has(top) || consentPlaces.has(top)) return 'consent';
  if (unitedStates.has(top)) return 'elsewhere';
  return top.length === 2 && !genericCountries.has(top) ? 'elsewhere' : 'unknown';
}
