import { platform } from '../platform/platform.ts';
import { environment } from './environment.ts';
import { listen } from './listen.ts';

listen(platform, environment);
