import type { Settings } from '../../model.ts';

export type SaveSettings = (patch: Partial<Settings>) => Promise<void>;
