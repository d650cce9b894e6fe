import { existsSync } from 'node:fs';
import { findChromium } from '../../demo/find-chromium.ts';

const usualPlaces = ['/usr/bin/chromium-headless-shell'];

/**
 * The Chromium for pages without an extension: the one without a window of its own (Debian's `chromium-headless-shell`),
 * where a page costs a quarter of the time, else the whole one.
 */
export const findShell = (): string => usualPlaces.find((path) => existsSync(path)) ?? findChromium();
