/** Tells the page that something happened. Of the loader and of the app. */
export const emit = (name: string, detail?: unknown): boolean =>
  document.dispatchEvent(new CustomEvent(`handraise:${name}`, { detail }));
