import type { Page } from 'playwright/test';
import type { Services } from '../services.ts';
import type { Person } from './person.ts';

/** Who plays, and how the steps are told: as a guided tour, or as the steps of a test. */
export type Stage = {
  services: Services;
  ravi: Person;
  maya: Person;
  /** Runs one step. `title` says in plain words what happens. */
  step<Value>(title: string, run: () => Promise<Value>): Promise<Value>;
  /** Keeps a picture of what is on the screen now. */
  show(page: Page, name: string): Promise<void>;
};
