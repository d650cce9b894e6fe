import * as fc from 'fast-check';
import { kindOf } from '../history/draw.ts';
import type { Rig } from './rig.ts';

/** The provider takes no access token any more: each send is refused with 401 once, and every token made anew. */
export const expireTokens = kindOf({
  name: 'all tokens expire',
  weight: 2,
  drawn: fc.constant(null),
  async run({ google }: Rig) {
    await google.ask('expireTokens', null);
  },
});
