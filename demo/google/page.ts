/** Makes text safe inside HTML elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root{color-scheme:light dark;--ink:#1f1f1f;--soft:#5f6368;--line:#dadce0;--ground:#f0f4f9;--card:#fff;--blue:#0b57d0}
@media (prefers-color-scheme:dark){:root{--ink:#e3e3e3;--soft:#b0b4b9;--line:#44474a;--ground:#111316;--card:#1e1f20;--blue:#a8c7fa}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main.card{max-width:30rem;margin:8vh auto;background:var(--card);border-radius:1rem;padding:2rem}
h1{font-size:1.6rem;font-weight:500;margin:0 0 .5rem}p{margin:.5rem 0}.soft{color:var(--soft);font-size:.9rem}
a{color:var(--blue)}button{font:inherit;cursor:pointer}ul{list-style:none;margin:1rem 0;padding:0}
.account{display:block;width:100%;text-align:left;background:none;color:inherit;border:0;border-bottom:1px solid var(--line);padding:.6rem .25rem}
.account:hover{background:var(--ground)}.account span{display:block}
.scope{display:flex;gap:.75rem;align-items:flex-start;padding:.6rem .25rem;border-bottom:1px solid var(--line)}
.scope input{flex:none;width:1.2rem;height:1.2rem;margin-top:.2rem}
.actions{display:flex;gap:.75rem;justify-content:flex-end;margin-top:1.5rem}
.actions button{border-radius:2rem;padding:.5rem 1.5rem;border:1px solid var(--line);background:none;color:var(--blue)}
.actions button.primary{background:var(--blue);color:var(--card);border-color:var(--blue)}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.mail{display:grid;grid-template-columns:12rem minmax(16rem,24rem) 1fr;min-height:100vh}
.mail nav,.mail .list{border-right:1px solid var(--line);padding:1rem}.mail nav ul a{display:block;padding:.3rem .5rem}
.mail [aria-current]{font-weight:700}.mail .list a{display:block;overflow-wrap:anywhere;color:inherit;text-decoration:none;padding:.5rem;border-bottom:1px solid var(--line)}
.mail .list a:hover{background:var(--card)}.mail .unread{font-weight:700}.mail article{padding:1rem 1.5rem;background:var(--card);min-width:0}
.mail iframe{width:100%;min-height:22rem;border:1px solid var(--line);background:#fff}.mail pre{white-space:pre-wrap;font:inherit}
.mail dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem .75rem;margin:.5rem 0 1rem}.mail dt{color:var(--soft)}.mail dd{margin:0;overflow-wrap:anywhere}
textarea{width:100%;font:inherit;padding:.5rem}
@media (max-width:50rem){.mail{display:block}}`;

/** A whole page. `body` is HTML already; the title is text. */
export function renderPage(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title>${head}<style>${style}</style></head><body>${body}</body></html>`;
}

/** Nothing but our own style: these pages run no script. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; frame-src 'self' about:; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
