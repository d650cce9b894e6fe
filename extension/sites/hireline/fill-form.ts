import { selectors } from './selectors.ts';

/** Writes subject and body into the form the way typing would, so that Hireline's own state follows. */
export function fillForm(root: HTMLElement, { subject, html }: { subject: string; html: string }): void {
  const subjectInput = root.querySelector<HTMLInputElement>(selectors.subject);
  const body = root.querySelector<HTMLElement>(selectors.body);
  if (subjectInput) {
    subjectInput.value = subject;
    announce(subjectInput);
  }
  if (body) {
    body.innerHTML = html;
    announce(body);
  }
}

const announce = (element: Element) => element.dispatchEvent(new Event('input', { bubbles: true }));
