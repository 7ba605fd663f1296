import { useEffect, useRef } from 'preact/hooks';

interface PictureProps {
  /** A function is asked once, when the picture is first drawn. */
  readonly blob: Blob | (() => Promise<Blob>);
  /** The room it takes from the start, in CSS pixels: nothing moves when it comes. */
  readonly width: number;
  readonly height: number;
  /** Empty where what is around it says it. */
  readonly label: string;
}

/** Pixels that need no address: a page's policy about pictures does not reach a canvas, and nothing of it can run. */
export function Picture({ blob, width, height, label }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sharp = Math.min(2, devicePixelRatio || 1);
  const [wide, high] = [Math.round(width * sharp), Math.round(height * sharp)];
  useEffect(() => {
    let gone = false;
    const draw = async () => {
      const picture = await createImageBitmap(typeof blob === 'function' ? await blob() : blob);
      const target = canvas.current?.getContext('2d');
      const scale = Math.max(wide / picture.width, high / picture.height);
      const [w, h] = [picture.width * scale, picture.height * scale];
      if (!gone) target?.drawImage(picture, (wide - w) / 2, (high - h) / 2, w, h);
      picture.close();
    };
    // What cannot be drawn stays an empty frame that can still be saved.
    draw().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, []);
  return (
    <canvas
      ref={canvas}
      width={wide}
      height={high}
      style={{ inlineSize: `${width}px`, aspectRatio: `${wide} / ${high}` }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}
