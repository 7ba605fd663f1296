/** Files and code in a thread. */
export const files = {
  attach: 'Attach a picture, PDF or text file (5 MB at most)',
  remove: (name: string) => `Remove ${name}`,
  download: (name: string) => `Download ${name}`,
  kinds: 'Only PNG, JPEG and WebP pictures, PDF and plain text files can be sent.',
  tooBig: 'Larger than 5 MB.',
  most: (n: number) => `At most ${n} files in one reply.`,
  count: (n: number) => `${n} ${n === 1 ? 'file' : 'files'}`,
};

export const code = { copy: 'Copy code', copied: 'Copied' };
