/** The build turns a stylesheet into its minified text. */
declare module '*.css' {
  const text: string;
  export default text;
}

/** Hash in the modules' file names, e.g. "3F2A91C0" for "./app-3F2A91C0.js"; put in by the build. */
declare const __BUILD__: string;
