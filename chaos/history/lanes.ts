import { acts } from './acts/all.ts';
import { Unanswered } from './client.ts';
import { draw, oneOf } from './draw.ts';
import type { Scene } from './scene.ts';

/** Several people at once, each doing one thing after the other, until enough emails were taken and servers killed. */
export async function runLanes(
  scene: Scene,
  { seed, lanes }: { seed: number; lanes: number },
): Promise<void> {
  const lane = async (i: number) => {
    for (const act of draw(oneOf(acts), seed, `lane ${i}`)) {
      if (scene.tickets.isOver) return;
      scene.journal.count(act.name);
      try {
        await act.run(scene);
      } catch (fault) {
        // It is in the journal; whoever got no answer goes on with something else.
        if (!(fault instanceof Unanswered)) throw fault;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, i) => lane(i)));
}
