export { beginSession } from './begin-session.ts';
export { endSession } from './end-session.ts';
export { refreshSession } from './refresh-session.ts';
export { authenticate, type Session } from './session.ts';
