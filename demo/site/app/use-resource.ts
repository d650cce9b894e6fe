import { useCallback, useEffect, useState } from 'preact/hooks';
import { request } from './request.ts';

export interface Resource<T> {
  data: T | null;
  error: string | null;
  reload: () => void;
}

/** Loads a path and again whenever it changes; an answer that was overtaken is dropped. */
export const useResource = <T>(path: string): Resource<T> => {
  const [state, setState] = useState<{ path: string; data: T | null; error: string | null }>({
    path,
    data: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let overtaken = false;
    request<T>(path).then(
      (data) => overtaken || setState({ path, data, error: null }),
      (error: Error) => overtaken || setState({ path, data: null, error: error.message }),
    );
    return () => {
      overtaken = true;
    };
  }, [path, turn]);
  const reload = useCallback(() => setTurn((previous) => previous + 1), []);
  return { data: state.data, error: state.error, reload };
};
