import type { Composer, Draft, RowLook, RowMount, SiteAdapter } from '../site-adapter.ts';
import { waitFor } from '../wait-for.ts';
import { isHireline } from './detect.ts';
import { fillForm } from './fill-form.ts';
import { readDraft, readRecipient, readTemplate } from './read-draft.ts';
import { selectors } from './selectors.ts';

/** The sample recruiting site, `demo/site`. */
export const hireline: SiteAdapter = {
  id: 'hireline',
  detect: isHireline,
  settingsMount(page) {
    const parent = page.querySelector(selectors.emailSettings);
    // Until the cards are there the section shows its loading state.
    return parent?.querySelector(selectors.settingsCard) ? { parent, before: null } : null;
  },
  composerIsNear: (page) =>
    page.querySelector(`${selectors.profileEmailButton}, ${selectors.composer}`) !== null,
  composers: (page) => [...page.querySelectorAll<HTMLElement>(selectors.composer)],
  composer: (root) => new HirelineComposer(root),
  reopen,
};

class HirelineComposer implements Composer {
  readonly root: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
  }

  fromRow(): RowMount | null {
    const parent = this.root.querySelector(selectors.fields);
    const instead = this.root.querySelector<HTMLElement>(selectors.siteFromRow);
    return parent && instead ? { parent, before: instead, instead } : null;
  }

  rowLook(): RowLook | null {
    const row = this.root.querySelector(selectors.siteFromRow);
    const label = row?.querySelector(selectors.label);
    if (!row || !label) return null;
    const style = getComputedStyle(row);
    return {
      start: style.paddingInlineStart,
      end: style.paddingInlineEnd,
      gap: style.columnGap,
      label: getComputedStyle(label).width,
      height: `${row.getBoundingClientRect().height}px`,
      line: style.borderBottomColor,
    };
  }

  readRecipient() {
    return readRecipient(this.root);
  }

  readDraft() {
    return readDraft(this.root);
  }

  readTemplate() {
    return readTemplate(this.root);
  }

  sendControls() {
    return [...this.root.querySelectorAll(selectors.send)];
  }

  isSendShortcut(event: KeyboardEvent): boolean {
    const target = event.composedPath().find((node) => node instanceof Element && this.root.contains(node));
    const sends = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
    return sends && target instanceof Element && target.closest(selectors.ownKeys) === null;
  }

  /** An emptied form has nothing to ask about. The question is answered all the same, should it come up. */
  async closeAsAfterSend(): Promise<void> {
    fillForm(this.root, { subject: '', html: '' });
    await afterRender();
    this.root.querySelector<HTMLElement>(selectors.close)?.click();
    await afterRender();
    this.root.querySelector<HTMLElement>(selectors.discardAnyway)?.click();
  }
}

/** Works while the recipient's profile is on screen: only there does Hireline offer to write to them. */
async function reopen(page: Document, draft: Draft): Promise<HTMLElement | null> {
  const address = page.querySelector<HTMLAnchorElement>(selectors.profileAddress);
  if (address?.href !== `mailto:${draft.to.email}` || page.querySelector(selectors.composer)) return null;
  page.querySelector<HTMLElement>(selectors.profileEmailButton)?.click();
  const root = await waitFor(() => page.querySelector<HTMLElement>(selectors.composer));
  // Hireline fills its editor after the first paint, over anything that stood there.
  if (!root || !(await waitFor(() => root.querySelector(`${selectors.body} > *`)))) return null;
  fillForm(root, draft);
  return root;
}

/** Hireline renders at the end of the task that changed its state. */
const afterRender = () => new Promise((resolve) => setTimeout(resolve, 20));
