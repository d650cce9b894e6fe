import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface PageHeaderProps {
  title: string;
  detail?: string;
  children?: ComponentChildren;
}

export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Hireline`;
  }, [title]);
};

export const PageHeader = ({ title, detail, children }: PageHeaderProps) => {
  useTitle(title);
  return (
    <div class="hl-page-header">
      <div>
        <h1 class="hl-page-header__title">{title}</h1>
        {detail && <p class="hl-page-header__detail">{detail}</p>}
      </div>
      {children && <div class="hl-page-header__actions">{children}</div>}
    </div>
  );
};
