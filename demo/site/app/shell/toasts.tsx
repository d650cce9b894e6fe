import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';

const LIFETIME = 4_000;
const ToastContext = createContext<(text: string) => void>(() => undefined);

/** Shows a short message at the bottom for four seconds. */
export const useToast = (): ((text: string) => void) => useContext(ToastContext);

export const ToastProvider = ({ children }: { children: ComponentChildren }) => {
  const [toasts, setToasts] = useState<{ id: number; text: string }[]>([]);
  const show = useCallback((text: string) => {
    const id = Math.random();
    setToasts((shown) => [...shown, { id, text }]);
    setTimeout(() => setToasts((shown) => shown.filter((toast) => toast.id !== id)), LIFETIME);
  }, []);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div class="hl-toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} class="hl-toast">
            <Icon name="check" />
            {toast.text}
          </div>
        ))}
      </div>
    </ToastContext.Provider>
  );
};
