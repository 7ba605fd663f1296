/** What counts as an e-mail address, for the form that asks for one and for the server that takes it: neither may know better. */
export const isEmail = (text: string): boolean =>
  /^[^\s@<>()[\]",;:\\]{1,64}@[^\s@<>()[\]",;:\\]+\.[^\s@<>()[\]",;:\\.]{2,}$/.test(text);
