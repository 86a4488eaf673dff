import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

const EDGE_PX = 90;
const SCROLL_PX = 14;

interface Drag {
  from: number;
  to: number;
}

/**
 * Lets the items of a list be put in another order: by a handle that is dragged, or by the arrow keys on it. Items bear
 * `data-drag-item`. Escape ends a drag without a change.
 */
export function useDragOrder(count: number, onMove: (from: number, to: number) => void) {
  const list = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const pointerY = useRef(0);
  const isDragging = drag !== undefined;

  useEffect(() => {
    if (!isDragging) return;
    let frame = requestAnimationFrame(function scroll() {
      if (pointerY.current < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
      else if (pointerY.current > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
      frame = requestAnimationFrame(scroll);
    });
    const onEscape = (event: globalThis.KeyboardEvent) => event.key === 'Escape' && setDrag(undefined);
    window.addEventListener('keydown', onEscape);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('keydown', onEscape);
    };
  }, [isDragging]);

  const placeAt = (y: number, from: number): number => {
    const items = [...(list.current?.querySelectorAll('[data-drag-item]') ?? [])];
    const above = items.filter((item) => {
      const { top, height } = item.getBoundingClientRect();
      return top + height / 2 < y;
    }).length;
    return above > from ? above - 1 : above;
  };

  const handleProps = (index: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pointerY.current = event.clientY;
      setDrag({ from: index, to: index });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      pointerY.current = event.clientY;
      if (drag) setDrag({ from: drag.from, to: placeAt(event.clientY, drag.from) });
    },
    onPointerUp: () => {
      if (drag && drag.to !== drag.from) onMove(drag.from, drag.to);
      setDrag(undefined);
    },
    onPointerCancel: () => setDrag(undefined),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      const to = index + step;
      if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (to >= 0 && to < count) onMove(index, to);
    },
  });
  /** Where the dragged item would come to stand, seen from this one. */
  const dropMark = (index: number): 'above' | 'below' | undefined => {
    if (!drag || drag.to !== index || drag.to === drag.from) return undefined;
    return drag.to < drag.from ? 'above' : 'below';
  };
  return { list, handleProps, dropMark, draggedIndex: drag?.from };
}
