import { beforeEach, expect, it, vi } from 'vitest';
import { beginLife } from './life-cycle.ts';

const place = Symbol.for('behalf.content');
/** What an update does: the next script runs in a world of its own, in the same document. */
const leaveWorld = () => delete (globalThis as Record<symbol, unknown>)[place];

beforeEach(() => {
  leaveWorld();
  vi.stubGlobal('document', new EventTarget());
});

it('begins once in a page, however often it is injected', () => {
  expect(
    beginLife(
      () => false,
      () => false,
    ),
  ).not.toBeNull();
  expect(
    beginLife(
      () => false,
      () => false,
    ),
  ).toBeNull();
});

it('begins again after it has ended', () => {
  let orphaned = false;
  const first = beginLife(
    () => orphaned,
    () => false,
  );
  orphaned = true;
  first?.check();
  expect(first?.signal.aborted).toBe(true);
  expect(
    beginLife(
      () => false,
      () => false,
    ),
  ).not.toBeNull();
});

it('an orphan goes when a newer script starts, and says whether a choice is lost', () => {
  let orphaned = false;
  const old = beginLife(
    () => orphaned,
    () => true,
  );
  orphaned = true;
  leaveWorld();
  const newer = beginLife(
    () => false,
    () => false,
  );
  expect(old?.signal.aborted).toBe(true);
  expect(newer?.choiceWasLost).toBe(true);
});

it('a page that poses as a newer script ends nothing', () => {
  const life = beginLife(
    () => false,
    () => true,
  );
  document.dispatchEvent(new CustomEvent('behalf:started', { cancelable: true }));
  expect(life?.signal.aborted).toBe(false);
});

it('an orphan with a chosen sender stays until the next Send was stopped', () => {
  const life = beginLife(
    () => true,
    () => true,
  );
  life?.check();
  expect(life?.signal.aborted).toBe(false);
});
