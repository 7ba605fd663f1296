/** The build turns a stylesheet into its minified text. */
declare module '*.css' {
  const text: string;
  export default text;
}

/** Module name -> file name relative to the loader, e.g. { "app": "./app-3F2A.js" }; put in by the build. */
declare const __FILES__: Readonly<Record<string, string>>;
