/** Where Google lives. With a base URL every endpoint moves there, which is all that a stand-in needs. */
export type GoogleEndpoints = {
  authorize: string;
  token: string;
  revoke: string;
  certs: string;
  gmailRoot: string;
  issuers: string[];
  /** Every origin our own requests may go to. */
  origins: string[];
};

/**
 * Google's endpoints as its discovery document lists them
 * (https://accounts.google.com/.well-known/openid-configuration), or the same paths under `baseUrl`.
 */
export function googleEndpoints(baseUrl?: string): GoogleEndpoints {
  if (baseUrl === undefined) {
    return {
      authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      revoke: 'https://oauth2.googleapis.com/revoke',
      certs: 'https://www.googleapis.com/oauth2/v3/certs',
      gmailRoot: 'https://gmail.googleapis.com/',
      issuers: ['https://accounts.google.com', 'accounts.google.com'],
      origins: [
        'https://oauth2.googleapis.com',
        'https://www.googleapis.com',
        'https://gmail.googleapis.com',
      ],
    };
  }
  const base = baseUrl.replace(/\/+$/, '');
  return {
    authorize: `${base}/o/oauth2/v2/auth`,
    token: `${base}/oauth2/token`,
    revoke: `${base}/oauth2/revoke`,
    certs: `${base}/oauth2/v3/certs`,
    gmailRoot: `${base}/`,
    issuers: [base],
    origins: [new URL(base).origin],
  };
}
