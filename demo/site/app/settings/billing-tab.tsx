import { SettingsCard } from './settings-card.tsx';

export const BillingTab = () => (
  <SettingsCard title="Plan" detail="Starter: 4 of 5 seats, billed monthly.">
    <dl class="hl-facts">
      <div class="hl-facts__row">
        <dt>Next invoice</dt>
        <dd>€196.00 on the 1st</dd>
      </div>
      <div class="hl-facts__row">
        <dt>Card</dt>
        <dd>Visa ending 4242</dd>
      </div>
    </dl>
  </SettingsCard>
);
