import { PopOut } from './PopOut.tsx';
import { Sound } from './Sound.tsx';

/** What the header offers once something was said. */
export const Tools = () => (
  <>
    <PopOut />
    <Sound />
  </>
);
