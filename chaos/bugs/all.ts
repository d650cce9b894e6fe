import type { Bug } from './bug.ts';
import { editKeepsContent } from './edit-keeps-content.ts';
import { grantAtSubmissionOnly } from './grant-at-submission-only.ts';
import { noFencing } from './no-fencing.ts';
import { retryOn5xx } from './retry-on-5xx.ts';

export const bugs: readonly Bug[] = [retryOn5xx, noFencing, grantAtSubmissionOnly, editKeepsContent];
