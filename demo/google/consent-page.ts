import { escapeHtml, renderPage } from './page.ts';
import type { Person } from './people.ts';
import { scopeWords } from './scopes.ts';

const note = '<p class="soft">This is a stand-in for Google. Nobody’s real account is involved.</p>';

/** Query parameters as hidden fields, so that a form carries the whole authorization request along. */
function hiddenFields(query: URLSearchParams, without: string[]): string {
  return [...query]
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
}

/** "Choose an account": one button per person, whose accessible name begins with the person's name. */
export function renderChooser(query: URLSearchParams, people: Person[], client: string): string {
  const accounts = people.map(
    (person) => `<li><button class="account" name="account" value="${escapeHtml(person.email)}">
<span>${escapeHtml(person.name)}</span> <span class="soft">${escapeHtml(person.email)}${person.role ? ` · ${escapeHtml(person.role)}` : ''}</span></button></li>`,
  );
  return renderPage(
    'Choose an account',
    `<main class="card"><h1>Choose an account</h1><p>to continue to ${escapeHtml(client)}</p>
<form method="get" action="/o/oauth2/v2/auth">${hiddenFields(query, ['account', 'login_hint'])}
<ul>${accounts.join('')}</ul></form>${note}</main>`,
  );
}

/** The scopes to tick, with "Continue" and "Cancel". What signing in needs can't be unticked. */
export function renderConsent(
  query: URLSearchParams,
  person: Person,
  scopes: string[],
  client: string,
): string {
  const boxes = scopes.map(
    (scope, i) =>
      `<li class="scope"><input type="checkbox" id="scope-${i}" name="granted" value="${escapeHtml(scope)}" checked><label for="scope-${i}">${escapeHtml(scopeWords[scope] ?? scope)}</label></li>`,
  );
  const another = new URLSearchParams(query);
  for (const name of ['account', 'login_hint', 'prompt']) another.delete(name);
  another.set('prompt', 'select_account');
  const asked =
    scopes.length === 0
      ? `<p>${escapeHtml(client)} will see your name, email address and profile picture.</p>`
      : `<p>Select what ${escapeHtml(client)} can access</p><ul>${boxes.join('')}</ul>
<p class="soft">${escapeHtml(client)} will also see your name and email address.</p>`;
  return renderPage(
    `${client} wants access to your Google Account`,
    `<main class="card"><h1>${escapeHtml(client)} wants access to your Google Account</h1>
<p><strong>${escapeHtml(person.name)}</strong> (${escapeHtml(person.email)})</p>
<p><a href="/o/oauth2/v2/auth?${escapeHtml(another.toString())}">Use another account</a></p>
<form method="post" action="/o/oauth2/v2/auth/consent">${hiddenFields(query, ['account', 'granted', 'decision'])}
<input type="hidden" name="account" value="${escapeHtml(person.email)}">${asked}
<div class="actions"><button name="decision" value="deny">Cancel</button>
<button class="primary" name="decision" value="allow">Continue</button></div></form>${note}</main>`,
  );
}

/** Google shows such errors to the person instead of sending the browser back to an address it can't trust. */
export function renderBlocked(code: number, error: string, detail: string): string {
  return renderPage(
    'Access blocked',
    `<main class="card"><h1>Access blocked: authorization error</h1><p>${escapeHtml(detail)}</p>
<p class="soft">Error ${code}: ${escapeHtml(error)}</p></main>`,
  );
}
