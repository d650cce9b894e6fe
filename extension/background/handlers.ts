import type { Messages, MessageType } from '../../shared/messages/messages.ts';
import type { Outcome } from '../../shared/messages/outcome.ts';
import type { From } from './sender-class.ts';

/** The one handler of a message type. Its payload has been checked; expected refusals are returned. */
export type Handler<Type extends MessageType> = (
  payload: Messages[Type]['payload'],
  from: From,
) => Promise<Outcome<Messages[Type]['value']>>;

/** A handler for each message type: a type without one does not compile. */
export type Handlers = { [Type in MessageType]: Handler<Type> };
