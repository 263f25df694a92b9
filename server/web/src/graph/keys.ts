// The graph by keyboard: from node to node in the direction of an arrow.
import type { Place } from "../drawn/forces.ts";

export interface Acts {
  move: (id: string) => void;
  open: () => void;
  expand: () => void;
  hide: () => void;
  leave: () => void;
  zoom: (factor: number) => void;
  whole: () => void;
}

const WAYS: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Listen to keys on an element that has the focus. */
export function listen(
  element: HTMLElement,
  places: () => ReadonlyMap<string, Place>,
  current: () => string | null,
  acts: Acts,
): void {
  const simple: Record<string, () => void> = {
    Enter: acts.open,
    " ": acts.open,
    e: acts.expand,
    h: acts.hide,
    Delete: acts.hide,
    Escape: acts.leave,
    "+": () => acts.zoom(1.3),
    "=": () => acts.zoom(1.3),
    "-": () => acts.zoom(1 / 1.3),
    "0": acts.whole,
  };
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    const act = simple[event.key];
    if (way) {
      const next = towards(places(), current(), way);
      if (next !== null) acts.move(next);
    } else if (act) act();
    else return;
    event.preventDefault();
  });
}

/** The nearest node in a direction; what lies askew counts as farther. */
export function towards(
  places: ReadonlyMap<string, Place>,
  from: string | null,
  [dx, dy]: readonly [number, number],
): string | null {
  const start = from === null ? undefined : places.get(from);
  if (!start) return places.keys().next().value ?? null;
  let best: string | null = null;
  let least = Infinity;
  for (const [id, { x, y }] of places) {
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const aside = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    if (id === from || along <= 0 || aside > 2 * along) continue;
    const distance = along + 2 * aside;
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}
