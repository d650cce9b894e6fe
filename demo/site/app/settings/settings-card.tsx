import type { ComponentChildren } from 'preact';

interface SettingsCardProps {
  title: string;
  detail?: string;
  class?: string;
  children: ComponentChildren;
  onSave?: () => void;
}

/** One box of settings; with `onSave` it is a form of its own. */
export const SettingsCard = ({ title, detail, class: extra = '', children, onSave }: SettingsCardProps) => (
  <form
    class={`hl-card hl-settings-card ${extra}`}
    aria-label={title}
    onSubmit={(event) => {
      event.preventDefault();
      onSave?.();
    }}
  >
    <h2 class="hl-card__title">{title}</h2>
    {detail && <p class="hl-settings-card__detail">{detail}</p>}
    <div class="hl-settings-card__body">{children}</div>
    {onSave && (
      <div class="hl-settings-card__foot">
        <button type="submit" class="hl-button">
          Save changes
        </button>
      </div>
    )}
  </form>
);
