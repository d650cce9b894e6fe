import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { answerBatch, cancelBatch, pauseBatch } from '../batch-stops.ts';
import { kindOf, onceIn } from '../draw.ts';
import { batchOrderOf, drawnBatch } from '../orders.ts';
import { fromEnd, type Scene } from '../scene.ts';
import { submitBatch } from '../submit-batch.ts';

const turns = ['pause', 'pause', 'cancel', 'approve', 'reject'] as const;

/** In the middle of a batch, that of a moment ago or an earlier one, somebody who may do so stops it or lets it go. */
export const turnBatch = kindOf({
  name: 'turn a batch',
  weight: 4,
  drawn: fc.record({
    order: drawnBatch,
    earlier: onceIn(3, fc.nat()),
    by: fc.constantFrom(...turns),
    afterMs: fc.nat({ max: 60 }),
    restMs: fc.nat({ max: 150 }),
    after: fc.constantFrom('resume', 'resume', 'cancel', 'nothing'),
  }),
  async run(scene: Scene, { order, earlier, by, afterMs, restMs, after }) {
    const batch =
      earlier === null
        ? await submitBatch(scene, batchOrderOf(scene.cast, order))
        : fromEnd(scene.journal.takenBatches, earlier);
    if (!batch) return;
    await pause(afterMs);
    if (by === 'pause') await pauseBatch(scene, batch, { restMs, after });
    else if (by === 'cancel') await cancelBatch(scene, batch);
    else await answerBatch(scene, batch, by === 'reject');
    scene.journal.count(`${by} a batch`);
  },
});
