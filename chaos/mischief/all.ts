import type { Kind } from '../history/draw.ts';
import type { Engine } from '../../server/store/store.ts';
import { burstOfFaults } from './burst-of-faults.ts';
import { cutConnections } from './cut-connections.ts';
import { expireTokens } from './expire-tokens.ts';
import { fillDisk } from './fill-disk.ts';
import { jumpClocks } from './jump-clocks.ts';
import { pauseDatabase } from './pause-database.ts';
import { pauseNetwork } from './pause-network.ts';
import { restartDatabase } from './restart-database.ts';
import type { Rig } from './rig.ts';
import { skewClock } from './skew-clock.ts';
import { stopServer } from './stop-server.ts';

/** What disturbs the servers beside kills. One more is a file beside these and a line here. */
export const mischief = (engine: Engine): readonly Kind<Rig>[] => [
  jumpClocks,
  skewClock,
  stopServer,
  pauseNetwork,
  burstOfFaults,
  expireTokens,
  fillDisk,
  ...(engine === 'postgres' ? [restartDatabase, pauseDatabase, cutConnections] : []),
];
