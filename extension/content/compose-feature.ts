import type { Composer, Draft, SiteAdapter } from '../sites/site-adapter.ts';
import { ComposeForm, type ComposeDeps } from './compose-form.tsx';
import type { Delegated } from './send-acts.ts';
import type { Choice } from './take-over.ts';

type Open = { form: ComposeForm; controller: AbortController };

/** Keeps our row in every compose form of the page. */
export class ComposeFeature {
  readonly #site: SiteAdapter;
  readonly #deps: ComposeDeps;
  readonly #open = new Map<HTMLElement, Open>();
  /** Said in the forms that were open when this script replaced an older one. */
  #greeting: string | null;

  constructor(
    site: SiteAdapter,
    deps: Omit<ComposeDeps, 'reopen'>,
    greeting: string | null,
    signal: AbortSignal,
  ) {
    this.#site = site;
    this.#deps = { ...deps, reopen: this.#reopen };
    this.#greeting = greeting;
    signal.addEventListener('abort', () => this.#open.forEach(({ controller }) => controller.abort()));
  }

  /** The forms whose Send is ours now. */
  delegated = (): Delegated[] => {
    const found: Delegated[] = [];
    for (const { form } of this.#open.values())
      if (form.isDelegated)
        found.push({ composer: form.composer, onSend: (trusted) => void form.onSend(trusted) });
    return found;
  };

  /** Looks which forms came and went. */
  onPageChange(): void {
    for (const [root, { controller }] of this.#open) {
      if (root.isConnected) continue;
      controller.abort();
      this.#open.delete(root);
    }
    for (const root of this.#site.composers(document)) this.#formAt(root).place();
    this.#greeting = null;
  }

  #formAt(root: HTMLElement): ComposeForm {
    const known = this.#open.get(root);
    if (known) return known.form;
    const controller = new AbortController();
    const composer: Composer = this.#site.composer(root);
    const form = new ComposeForm(composer, this.#deps, controller.signal);
    if (this.#greeting) form.say(this.#greeting, false);
    this.#open.set(root, { form, controller });
    // What was fetched at the start is shown at once; it may be a while old.
    void this.#deps.store.refresh();
    return form;
  }

  #reopen = async (draft: Draft, choice: Choice): Promise<boolean> => {
    const root = await this.#site.reopen?.(document, draft);
    if (!root) return false;
    this.onPageChange();
    this.#formAt(root).choose(choice);
    return true;
  };
}
