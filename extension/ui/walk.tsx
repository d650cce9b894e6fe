import { useId } from 'preact/hooks';
import { useClient } from './surface.tsx';

type WalkProps = { index: number; count: number; onChoose: (index: number) => void };

/** One of many at a time: the one before, the next one, or any by its number. */
export function Walk({ index, count, onChoose }: WalkProps) {
  const { text } = useClient();
  const id = useId();
  return (
    <nav class="walk" aria-label={text('walk_label')}>
      <button type="button" disabled={index === 0} onClick={() => onChoose(index - 1)}>
        {text('walk_before')}
      </button>
      <label for={id}>{text('walk_number')}</label>
      <input
        id={id}
        type="number"
        min={1}
        max={count}
        value={index + 1}
        onInput={({ currentTarget: { valueAsNumber: typed } }) => {
          if (typed >= 1 && typed <= count) onChoose(Math.trunc(typed) - 1);
        }}
      />
      <span aria-live="polite">{text('walk_of', String(index + 1), String(count))}</span>
      <button type="button" disabled={index === count - 1} onClick={() => onChoose(index + 1)}>
        {text('walk_next')}
      </button>
    </nav>
  );
}
