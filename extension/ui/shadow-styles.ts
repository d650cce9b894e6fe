import composer from './composer.css?inline';
import controls from './controls.css?inline';
import timing from './later/timing.css?inline';
import panel from './panel/panel.css?inline';
import tokens from './tokens.css?inline';

// Marked pure, so that a bundle that uses one of them does not carry the other.

/** The style sheet of a shadow root that holds FromPicker, LaterButton, IdentityStrip or SendToast. */
export const composerStyles: string = /* @__PURE__ */ [tokens, controls, timing, composer].join('');

/** The style sheet of a shadow root that holds DelegationPanel. */
export const panelStyles: string = /* @__PURE__ */ [tokens, controls, panel].join('');
