import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// Contrast by WCAG 2.2 (relative luminance) of the colours as they stand in tokens.css; OKLCH by CSS Color 4 §9.3.

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const [light, dark] = css.split('@media (prefers-color-scheme: dark)') as [string, string];
const tokensIn = (text: string) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name!, value!]));
const schemes = { light: tokensIn(light), dark: { ...tokensIn(light), ...tokensIn(dark.split('}')[0]!) } };

type Linear = readonly [number, number, number];

function fromHex(hex: string): Linear {
  const digits =
    hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g)!;
  return digits.map((pair) => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Linear;
}

function fromOklch(lightness: number, chroma: number, hue: number): Linear {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  // Clipped, as a browser shows what its screen can't.
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part))) as unknown as Linear;
}

const luminance = ([r, g, b]: Linear) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(one: Linear, other: Linear): number {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

describe.each(Object.entries(schemes))('in the %s scheme', (_, tokens) => {
  const color = (name: string) => fromHex(tokens[name]!);
  const grounds = ['bg', 'raised', 'soft', 'hover'];

  test.each(['ink', 'quiet', 'accent', 'danger'])('%s is readable on every ground', (name) => {
    for (const ground of grounds)
      expect(contrast(color(name), color(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['accent', 'accent-soft'],
    ['good', 'good-soft'],
    ['warn', 'warn-soft'],
    ['danger', 'danger-soft'],
    ['bg', 'danger'],
  ])('%s is readable on %s', (text, ground) =>
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5),
  );

  test('the edge of a field can be told from what is around it', () => {
    for (const ground of ['bg', 'raised', 'soft']) {
      expect(contrast(color('edge'), color(ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(['sent', 'opened', 'clicked', 'replied'])(
    'a drawing of what was %s can be told from its ground',
    (name) => {
      for (const ground of ['bg', 'raised', 'soft'])
        expect(contrast(color(`series-${name}`), color(ground)), ground).toBeGreaterThanOrEqual(3);
    },
  );

  test('a person’s colours are readable whatever their hue', () => {
    const person = (name: string, hue: number) => {
      const [lightness, chroma] = tokens[`person-${name}`]!.split(' ').map(Number) as [number, number];
      return fromOklch(lightness, chroma, hue);
    };
    for (let hue = 0; hue < 360; hue += 1) {
      expect(contrast(person('ink', hue), person('tint', hue)), `ink at ${hue}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(color('person-on-fill'), person('fill', hue)), `fill at ${hue}`).toBeGreaterThanOrEqual(
        4.5,
      );
      expect(contrast(color('danger'), person('tint', hue)), `problem at ${hue}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
