/** What something will do, sentence by sentence, before it is done; false: not in this case. */
export const Consequences = ({ sentences }: { sentences: readonly (string | false)[] }) => (
  <ul class="consequences">{sentences.map((sentence) => sentence && <li key={sentence}>{sentence}</li>)}</ul>
);
