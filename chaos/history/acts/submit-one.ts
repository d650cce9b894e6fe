import { kindOf } from '../draw.ts';
import { drawnOrder, orderOf } from '../orders.ts';
import type { Scene } from '../scene.ts';
import { submit } from '../submit.ts';

/** Somebody sends an email. */
export const submitOne = kindOf({
  name: 'submit',
  weight: 72,
  drawn: drawnOrder,
  async run(scene: Scene, drawn) {
    await submit(scene, orderOf(scene.cast, drawn));
  },
});
