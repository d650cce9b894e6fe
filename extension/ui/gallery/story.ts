import type { JSX } from 'preact';
import type { Messages, MessageType } from '../../../shared/messages/messages.ts';

/** What each message is answered with; `never` and `error` are the states of a server that is slow or gone. */
export type Answers = { [Type in MessageType]?: Messages[Type]['value'] | 'never' | 'error' };

/**
 * One component in one state. `inShadow` ones are shown as in a site: in a shadow root, on a page that fights it. What is
 * in `once` is answered the first time only.
 */
export type Story = {
  element: () => JSX.Element;
  answers?: Answers;
  once?: readonly MessageType[];
  inShadow?: boolean;
};
export type Stories = Record<string, Story>;
