/**
 * A stored address as a `Location` (RFC 9110 §10.2.2): exactly the bytes that stood in the email. What no header may
 * hold (letters beyond ASCII, spaces, line breaks) is written as a browser would ask for it.
 */
export const locationOf = (href: string): string => (/^[\x21-\x7e]+$/.test(href) ? href : new URL(href).href);
