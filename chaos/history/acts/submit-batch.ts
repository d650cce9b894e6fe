import { kindOf } from '../draw.ts';
import { batchOrderOf, drawnBatch } from '../orders.ts';
import type { Scene } from '../scene.ts';
import { submitBatch } from '../submit-batch.ts';

/** Somebody sends one template to several people. */
export const sendBatch = kindOf({
  name: 'submit a batch',
  weight: 3,
  drawn: drawnBatch,
  async run(scene: Scene, drawn) {
    await submitBatch(scene, batchOrderOf(scene.cast, drawn));
  },
});
