import type { Stage } from '../../model.ts';

export const StagePill = ({ stage }: { stage: Stage }) => (
  <span class={`hl-stage hl-stage--${stage.toLowerCase()}`}>{stage}</span>
);
