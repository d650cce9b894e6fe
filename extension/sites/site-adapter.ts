/**
 * What Behalf needs to know of one recruiting site. An adapter only reads and drives the page's own DOM: it uses no
 * browser API, holds no listeners and keeps no state, so that it can be tested on a saved page.
 */
export interface SiteAdapter {
  /** The folder's name, and the tag in logs. */
  readonly id: string;
  /** Whether this page is the site, by its own markers and not by its host, which customers may choose. */
  detect(page: Document): boolean;
  /** Where the delegation panel goes, null unless the page shows its email settings. */
  settingsMount(page: Document): MountPoint | null;
  /**
   * Whether a compose form is open, or could be by the person's next act: the button for it is on screen. Then what
   * stands in such forms is fetched, to be there before the form is. As cheap as `composers`, and called as often.
   */
  composerIsNear(page: Document): boolean;
  /** The compose forms on screen. Called up to once a frame while the page changes: one selector, no layout. */
  composers(page: Document): HTMLElement[];
  /** How to read and drive the compose form that `root` is the outermost element of. */
  composer(root: HTMLElement): Composer;
  /** Opens a compose form for `draft` again, fills it and returns its root; null where that can't be done now. */
  reopen?(page: Document, draft: Draft): Promise<HTMLElement | null>;
}

/** A place among the site's own elements: before `before`, or at the end of `parent` when that is null. */
export interface MountPoint {
  parent: Element;
  before: Element | null;
}

/** The place of the From row. `instead` is the site's own row, hidden while ours stands there. */
export interface RowMount extends MountPoint {
  instead?: HTMLElement;
}

/** The measures and the line of the site's rows, so that ours is one of them: CSS lengths and a colour. */
export interface RowLook {
  start: string;
  end: string;
  gap: string;
  label: string;
  height: string;
  line: string;
}

/** One compose form. */
export interface Composer {
  readonly root: HTMLElement;
  /** Where the From row goes; null while the site has not drawn that part yet. */
  fromRow(): RowMount | null;
  /** Asked once, when the row is first placed and the site's own still shows. */
  rowLook?(): RowLook | null;
  /** The one address it is to, as the form stands; null when there is none yet, or several. */
  readRecipient(): string | null;
  /** The email as it stands, read once: what is returned is what goes out. */
  readDraft(): DraftReading;
  /** What stands in it as a text to many, whoever it is to and however unfinished it is. */
  readTemplate(): Pick<Draft, 'subject' | 'html'>;
  /** The controls that make the site send. */
  sendControls(): Element[];
  /** Whether the site sends on this key press. */
  isSendShortcut?(event: KeyboardEvent): boolean;
  /** Closes the form as the site does after a send: without sending, and without asking about unsaved text. */
  closeAsAfterSend(): Promise<void>;
}

/** What was written. */
export interface Draft {
  to: { email: string; name?: string };
  subject: string;
  html: string;
}

/** Why a form can't be sent as somebody else as it stands. Each has a sentence: `content_block_<problem>`. */
export type DraftProblem =
  'no_recipient' | 'unfinished_recipient' | 'several_recipients' | 'no_subject' | 'no_message';
export type DraftReading = { ok: true; draft: Draft } | { ok: false; problem: DraftProblem };
