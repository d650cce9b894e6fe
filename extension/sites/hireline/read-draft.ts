import type { Draft, DraftReading } from '../site-adapter.ts';
import { selectors } from './selectors.ts';

/** Reads the form as Hireline itself would send it, to exactly one recipient. */
export function readDraft(root: HTMLElement): DraftReading {
  const chips = [...root.querySelectorAll<HTMLElement>(selectors.chip)];
  // Hireline would drop half-typed text without a word; here it could be the only right recipient.
  if (valueOf(root, selectors.recipientInput)) return { ok: false, problem: 'unfinished_recipient' };
  if (chips.length > 1) return { ok: false, problem: 'several_recipients' };
  const email = chips[0]?.dataset.email;
  if (!email) return { ok: false, problem: 'no_recipient' };
  const subject = valueOf(root, selectors.subject);
  if (!subject) return { ok: false, problem: 'no_subject' };
  const body = root.querySelector<HTMLElement>(selectors.body);
  if (!body?.textContent?.trim()) return { ok: false, problem: 'no_message' };
  const name = chips[0]?.querySelector(selectors.chipLabel)?.textContent?.trim();
  const to = name && name !== email ? { email, name } : { email };
  return { ok: true, draft: { to, subject, html: body.innerHTML } };
}

/** The address of the only chip. */
export function readRecipient(root: HTMLElement): string | null {
  const chips = root.querySelectorAll<HTMLElement>(selectors.chip);
  return chips.length === 1 ? (chips[0]!.dataset.email ?? null) : null;
}

/** Subject and body as they stand, for a text that goes to many. */
export const readTemplate = (root: HTMLElement): Pick<Draft, 'subject' | 'html'> => ({
  subject: valueOf(root, selectors.subject),
  html: root.querySelector(selectors.body)?.innerHTML ?? '',
});

const valueOf = (root: HTMLElement, selector: string): string =>
  root.querySelector<HTMLInputElement>(selector)?.value.trim() ?? '';
