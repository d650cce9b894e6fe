import { beforeEach, expect, it, vi } from 'vitest';
import { beginLife } from './life-cycle.ts';

const place = Symbol.for('behalf.content');
/** What an update does: the next script runs in a world of its own, in the same document. */
const leaveWorld = () => delete (globalThis as Record<symbol, unknown>)[place];

const begin = (parts: Partial<Parameters<typeof beginLife>[0]> = {}) =>
  beginLife({ isOrphan: () => false, hasChoice: () => false, off: new AbortController().signal, ...parts });

beforeEach(() => {
  leaveWorld();
  vi.stubGlobal('document', new EventTarget());
});

it('begins once in a page, however often it is injected', () => {
  expect(begin()).not.toBeNull();
  expect(begin()).toBeNull();
});

it('begins again after it has ended', () => {
  let orphaned = false;
  const first = begin({ isOrphan: () => orphaned });
  orphaned = true;
  first?.check();
  expect(first?.signal.aborted).toBe(true);
  expect(begin()).not.toBeNull();
});

it('an orphan goes when a newer script starts, and says whether a choice is lost', () => {
  let orphaned = false;
  const old = begin({ isOrphan: () => orphaned, hasChoice: () => true });
  orphaned = true;
  leaveWorld();
  const newer = begin();
  expect(old?.signal.aborted).toBe(true);
  expect(newer?.choiceWasLost).toBe(true);
});

it('a page that poses as a newer script ends nothing', () => {
  const life = begin({ hasChoice: () => true });
  document.dispatchEvent(new CustomEvent('behalf:started', { cancelable: true }));
  expect(life?.signal.aborted).toBe(false);
});

it('an orphan with a chosen sender stays until the next Send was stopped', () => {
  const life = begin({ isOrphan: () => true, hasChoice: () => true });
  life?.check();
  expect(life?.signal.aborted).toBe(false);
});

it('goes when the site is turned off, whoever was chosen, and begins again when it is turned on', () => {
  const off = new AbortController();
  const life = begin({ hasChoice: () => true, off: off.signal });
  off.abort();
  expect(life?.signal.aborted).toBe(true);
  expect(begin()).not.toBeNull();
});
