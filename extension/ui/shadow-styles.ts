import composer from './composer.css?inline';
import controls from './controls.css?inline';
import panel from './panel.css?inline';
import tokens from './tokens.css?inline';

/** The style sheet of a shadow root that holds FromPicker, IdentityStrip or SendToast. */
export const composerStyles: string = tokens + controls + composer;

/** The style sheet of a shadow root that holds DelegationPanel. */
export const panelStyles: string = tokens + controls + panel;
