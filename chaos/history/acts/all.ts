import type { Kind } from '../draw.ts';
import type { Scene } from '../scene.ts';
import { answerHeld } from './answer-held.ts';
import { cancelEarlier } from './cancel-earlier.ts';
import { editWaiting } from './edit-waiting.ts';
import { lookAfterMailbox } from './look-after-mailbox.ts';
import { lookIntoSent } from './look-into-sent.ts';
import { repeatRequest } from './repeat-request.ts';
import { stopAtOnce } from './stop-at-once.ts';
import { sendBatch } from './submit-batch.ts';
import { submitOne } from './submit-one.ts';
import { turnBatch } from './turn-batch.ts';

/** Everything that people do. One more is a file beside these and a line here. */
export const acts: readonly Kind<Scene>[] = [
  submitOne,
  sendBatch,
  stopAtOnce,
  turnBatch,
  editWaiting,
  repeatRequest,
  cancelEarlier,
  answerHeld,
  lookIntoSent,
  lookAfterMailbox,
];
