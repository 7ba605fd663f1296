/** A bounded memory of results; what was not asked for longest goes first. */
export interface Recent<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
}

export function createRecent<T>(most: number): Recent<T> {
  const kept = new Map<string, T>();
  return {
    get(key) {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    put(key, value) {
      kept.delete(key);
      kept.set(key, value);
      const oldest = kept.size > most ? kept.keys().next() : undefined;
      if (oldest !== undefined && !oldest.done) kept.delete(oldest.value);
    },
  };
}
