import { z } from 'zod';
import { platform } from '../platform/platform.ts';
import { environment } from './environment.ts';
import { listen } from './listen.ts';

// Zod would try to compile its checks, which our own policy forbids and the console reports.
z.config({ jitless: true });

listen(platform, environment);
