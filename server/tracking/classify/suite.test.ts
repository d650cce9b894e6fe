import { expect, test } from 'vitest';
import { recordings } from './recordings.ts';
import { judgeRecording, score } from './suite.ts';

const judged = recordings.map((recording) => ({ recording, said: judgeRecording(recording) }));
const pairs = judged.flatMap(({ recording, said }) =>
  recording.hits.map(({ truth, why }, i) => ({
    truth,
    why,
    said: said[i]!.verdict,
    reason: said[i]!.reason,
  })),
);

test('people and machines are told apart, as well as is written here', () => {
  const [person, machine] = [score(pairs, 'person'), score(pairs, 'machine')];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const wrong = judged.flatMap(({ recording: { what, hits }, said }) =>
    hits.flatMap(({ truth }, i) =>
      said[i]!.verdict === truth ? [] : `${truth}, taken for ${said[i]!.verdict}: ${what}`,
    ),
  );
  console.info(
    [
      `${recordings.length} recordings, ${pairs.length} hits`,
      ...Object.entries({ person, machine }).map(
        ([name, { precision, recall, right, said, were }]) =>
          `${name}: precision ${percent(precision)} (${right}/${said}), recall ${percent(recall)} (${right}/${were})`,
      ),
      ...wrong,
    ].join('\n'),
  );
  expect(pairs.length).toBeGreaterThanOrEqual(100);
  expect(person.precision).toBeGreaterThanOrEqual(0.95);
  expect(person.recall).toBeGreaterThanOrEqual(0.94);
  expect(machine.precision).toBeGreaterThanOrEqual(0.97);
  expect(machine.recall).toBeGreaterThanOrEqual(0.97);
});

test('the reason given is the right one, where one is', () => {
  const wrong = pairs.filter(({ why, reason }) => why !== undefined && why !== reason);
  expect(wrong).toEqual([]);
});

test('what nobody can know is never counted for a person', () => {
  expect(new Set(pairs.filter(({ truth }) => truth === 'unknown').map(({ said }) => said))).toEqual(
    new Set(['unknown']),
  );
});
