import { describe, expect, test } from 'vitest';
import { text } from '../gallery/fake-client.ts';
import { inZone, presetTimes, timingFields, toInstant, usualHours } from './timing.ts';
import { timingWords } from './timing-words.ts';

const berlin = 'Europe/Berlin';
const at = (local: string) => toInstant(local, berlin);
const presetsOn = (local: string) =>
  presetTimes(Date.parse(at(local)), berlin).map(({ key, local }) => `${key} ${local}`);

describe('the presets', () => {
  test.each([
    ['a Tuesday', '2026-11-24T15:00', ['tomorrow 2026-11-25T09:00', 'monday 2026-11-30T09:00']],
    ['a Monday', '2026-11-23T08:00', ['tomorrow 2026-11-24T09:00', 'monday 2026-11-30T09:00']],
    ['a Friday', '2026-11-27T23:59', ['tomorrow 2026-11-28T09:00', 'monday 2026-11-30T09:00']],
    ['a Sunday, whose tomorrow is Monday', '2026-11-29T12:00', ['tomorrow 2026-11-30T09:00']],
  ])('on %s', (_day, local, expected) => expect(presetsOn(local)).toEqual(expected));

  test('follow the day of the chosen place, not of the person’s own', () => {
    const newYear = Date.parse('2026-12-31T23:30:00Z');
    expect(presetTimes(newYear, 'Asia/Tokyo')[0]?.local).toBe('2027-01-02T09:00');
    expect(presetTimes(newYear, 'America/New_York')[0]?.local).toBe('2027-01-01T09:00');
  });
});

test('another place keeps the time on the clock', () => {
  const nine = { at: at('2026-11-26T09:00'), zone: berlin, hours: null };
  expect(inZone(nine, 'America/New_York')).toEqual({
    at: '2026-11-26T14:00:00.000Z',
    zone: 'America/New_York',
    hours: null,
  });
});

test('the server hears of a zone only where it needs one', () => {
  expect(timingFields({ at: null, zone: berlin, hours: null })).toEqual({});
  expect(timingFields({ at: at('2026-11-26T09:00'), zone: berlin, hours: null })).toEqual({
    sendAt: '2026-11-26T08:00:00.000Z',
  });
  expect(timingFields({ at: null, zone: berlin, hours: usualHours })).toEqual({
    zone: berlin,
    hours: usualHours,
  });
});

describe('in words', () => {
  const now = Date.parse(at('2026-11-24T15:00'));
  const reader = { text, now, language: 'en-GB' };
  const say = (local: string | null, hours = false) =>
    timingWords({ at: local && at(local), zone: berlin, hours: hours ? usualHours : null }, reader);

  test('a near time is a weekday', () => expect(say('2026-11-26T09:00')).toBe('Thu 09:00 (Berlin)'));
  test('a far one has its date', () => expect(say('2026-12-10T09:00')).toBe('Thu 10 Dec 09:00 (Berlin)'));
  test('as soon as it can needs no words', () => expect(say(null)).toBe(''));
  test('working hours are named with their place', () => {
    expect(say(null, true)).toBe('between 09:00 and 17:00 (Berlin)');
    expect(say('2026-11-26T09:00', true)).toBe('Thu 09:00, between 09:00 and 17:00 (Berlin)');
  });
  test('places of two words are written as such', () =>
    expect(timingWords({ at: at('2026-11-26T15:00'), zone: 'America/New_York', hours: null }, reader)).toBe(
      'Thu 09:00 (New York)',
    ));
});
