import type { RefObject } from 'react';
import { MarkedText } from '@/components/form/marked-text';
import { cx } from '@/components/ui/cx';
import type { ExpressionMark } from '@/lib/expressions/schema';

interface UnderlinesProps {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  marks: readonly ExpressionMark[];
  /** Whether the field has no frame of its own. */
  bare: boolean;
}

/** The text of a field once more, unseen, over it: only its underlines show. It follows as the field scrolls. */
export function Underlines({ input, text, marks, bare }: UnderlinesProps) {
  const follow = (element: HTMLSpanElement | null) => {
    const field = input.current;
    if (!element || !field) return;
    const move = () => {
      element.style.transform = `translateX(${-field.scrollLeft}px)`;
    };
    move();
    field.addEventListener('scroll', move);
    return () => field.removeEventListener('scroll', move);
  };
  return (
    <span
      aria-hidden
      className={cx(
        'pointer-events-none absolute inset-y-0 flex items-center overflow-hidden whitespace-pre text-transparent [@media(max-width:640px)]:text-[16px]',
        bare ? 'inset-x-1.5' : 'inset-x-[calc(0.625rem+1px)]',
      )}
    >
      <span ref={follow}>
        <MarkedText text={text} marks={marks} />
      </span>
    </span>
  );
}
