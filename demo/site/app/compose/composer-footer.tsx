import { Icon } from '../icon.tsx';

interface ComposerFooterProps {
  sending: boolean;
  onSend: () => void;
  onDiscard: () => void;
}

const shortcut = /Mac/.test(navigator.platform) ? '⌘ Enter' : 'Ctrl Enter';

export const ComposerFooter = ({ sending, onSend, onDiscard }: ComposerFooterProps) => (
  <div class="hl-composer__footer">
    {sending ? (
      <button key="busy" type="button" class="hl-button hl-button--primary hl-composer__send" disabled>
        Sending…
      </button>
    ) : (
      <button
        key="idle"
        type="button"
        class="hl-button hl-button--primary hl-composer__send"
        title={`Send (${shortcut})`}
        onClick={onSend}
      >
        Send
      </button>
    )}
    <button
      type="button"
      class="hl-icon-button hl-composer__attach"
      aria-label="Attach files"
      aria-disabled="true"
      title="Attachments are part of the Growth plan"
    >
      <Icon name="attach" />
    </button>
    <span class="hl-composer__hint">{shortcut} to send</span>
    <button
      type="button"
      class="hl-button hl-button--quiet hl-composer__discard"
      disabled={sending}
      onClick={onDiscard}
    >
      <Icon name="bin" /> Discard
    </button>
  </div>
);
