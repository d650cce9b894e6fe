import DOMPurify, { type Config } from 'dompurify';

// What an email is made of. The server keeps no more of it (`server/mail/sanitise-html.ts`).
const config = {
  ALLOWED_TAGS: [
    ...['p', 'div', 'span', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'blockquote', 'pre', 'code'],
    ...['b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'font', 'a', 'img', 'ul', 'ol', 'li'],
    ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', '#text'],
  ],
  ALLOWED_ATTR: [
    ...['style', 'dir', 'lang', 'title', 'align', 'href', 'src', 'alt', 'width', 'height', 'start', 'type'],
    ...['border', 'cellpadding', 'cellspacing', 'colspan', 'rowspan', 'valign', 'color', 'face', 'size'],
  ],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
} satisfies Config;

/** HTML from elsewhere, as nodes of no page yet, without anything that could run, submit or lead away by itself. */
export const cleanFragment = (html: string): DocumentFragment =>
  DOMPurify.sanitize(html, { ...config, RETURN_DOM_FRAGMENT: true });
