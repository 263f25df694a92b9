// The map as a drawing: outlines, marks whose size tells the claims, and arrows.
import { draw } from "../drawn/svg.ts";
import type { Pair, State } from "./data.ts";
import { HEIGHT, WIDTH, type Outline, type Spot } from "./outlines.ts";
import { View } from "./view.ts";

export interface Choices {
  state: (number: number) => void;
  pair: (number: number) => void;
  none: () => void;
}

interface Mark {
  number: number;
  spot: Spot;
  radius: number;
  circle: SVGElement;
  outline: SVGElement | null;
  name: SVGElement;
}

interface Arrow {
  pair: Pair;
  from: Mark;
  to: Mark;
  line: SVGElement;
  room: SVGElement;
  end: SVGElement;
}

// Names that are shown at once, where they have room.
const NAMES = 25;

export class Drawing {
  readonly view: View;
  #marks = new Map<number, Mark>();
  #arrows: Arrow[] = [];

  constructor(
    frame: HTMLElement,
    outlines: readonly Outline[],
    states: readonly State[],
    found: readonly (Outline | null)[],
    pairs: readonly Pair[],
    choices: Choices,
  ) {
    const most = Math.max(1, ...states.map((state) => state.claims));
    const taken = new Map(found.map((outline, number) => [outline, number]));
    const [lands, lines, circles, names] = [draw("g"), draw("g"), draw("g"), draw("g")] as const;
    for (const outline of outlines) {
      const number = taken.get(outline);
      const state = number === undefined ? undefined : states[number];
      const land = outline.path ? draw("path", { d: outline.path, class: state ? "land named" : "land" }) : null;
      // Those that are spoken of lie above their neighbours, with all of their border.
      if (land && state) lands.append(land);
      else if (land) lands.prepend(land);
      if (number === undefined || !state) continue;
      const circle = draw("circle", { cx: outline.x, cy: outline.y, class: "amount" });
      const name = draw("text", { x: outline.x, class: "name" });
      name.textContent = state.label;
      for (const shape of [land, circle]) {
        shape?.append(titled(`${state.label}: ${state.claims} claims`));
        shape?.addEventListener("click", (event) => {
          event.stopPropagation();
          choices.state(number);
        });
      }
      const radius = 3 + 15 * Math.sqrt(state.claims / most);
      this.#marks.set(number, { number, spot: outline, radius, circle, outline: land, name });
    }
    // The largest marks lie below the smaller ones.
    const marks = [...this.#marks.values()].sort((one, other) => other.radius - one.radius);
    circles.append(...marks.map((mark) => mark.circle));
    names.append(...marks.map((mark) => mark.name));
    pairs.forEach((pair, number) => {
      const [from, to] = [this.#marks.get(pair.from), this.#marks.get(pair.to)];
      if (!from || !to) return;
      const width = 1 + Math.min(3, Math.log2(pair.claims));
      const line = draw("path", { class: "tie", "stroke-width": width });
      const room = draw("path", { class: "tie-room" });
      const end = draw("path", { class: "tie-end" });
      room.append(titled(`${states[pair.from]?.label} ${pair.ties.map((tie) => tie.label).join(", ")} ${states[pair.to]?.label}`));
      room.addEventListener("click", (event) => {
        event.stopPropagation();
        choices.pair(number);
      });
      lines.append(line, end, room);
      this.#arrows.push({ pair, from, to, line, room, end });
    });
    const layer = draw("g") as SVGGElement;
    layer.append(lands, lines, circles, names);
    const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}` }) as SVGSVGElement;
    svg.append(draw("rect", { class: "sea", x: -WIDTH, y: -HEIGHT, width: 3 * WIDTH, height: 3 * HEIGHT }), layer);
    svg.addEventListener("click", () => choices.none());
    frame.replaceChildren(svg);
    this.view = new View(svg, layer, (unit) => this.#scaled(unit, marks));
    this.#scaled(this.view.unit(), marks);
  }

  spots(): Map<string, Spot> {
    const marks = [...this.#marks.values()].sort((one, other) => other.radius - one.radius);
    return new Map(marks.map((mark) => [String(mark.number), mark.spot]));
  }

  /** Lift out a state, or a pair of them, with what it is tied to. */
  choose(numbers: readonly number[] | null): void {
    const chosen = new Set(numbers ?? []);
    const near = new Set(chosen);
    for (const arrow of this.#arrows) {
      const { from, to } = arrow.pair;
      const tied = chosen.size === 1 ? chosen.has(from) || chosen.has(to) : chosen.has(from) && chosen.has(to);
      if (tied) near.add(from).add(to);
      for (const shape of [arrow.line, arrow.end]) {
        shape.classList.toggle("far", numbers !== null && !tied);
        shape.classList.toggle("near", numbers !== null && tied);
      }
    }
    for (const mark of this.#marks.values()) {
      for (const shape of [mark.circle, mark.outline]) {
        shape?.classList.toggle("chosen", chosen.has(mark.number));
      }
      for (const shape of [mark.circle, mark.name]) shape.classList.toggle("far", numbers !== null && !near.has(mark.number));
    }
  }

  /** Marks, names and arrows keep their size on the screen, however near the map is. */
  #scaled(unit: number, marks: readonly Mark[]): void {
    const small = unit > 1.6 ? 0.6 : 1;
    const placed: { x: number; y: number; width: number }[] = [];
    marks.forEach((mark, index) => {
      const radius = mark.radius * unit * small;
      const size = 12 * unit;
      mark.circle.setAttribute("r", radius.toFixed(2));
      mark.name.setAttribute("font-size", size.toFixed(2));
      const label = { x: mark.spot.x, y: mark.spot.y - radius - 3 * unit, width: (mark.name.textContent ?? "").length * size * 0.6 };
      mark.name.setAttribute("y", label.y.toFixed(2));
      const clear = placed.every((other) => Math.abs(other.y - label.y) > size * 1.1 || Math.abs(other.x - label.x) > (other.width + label.width) / 2);
      const shown = clear && index < NAMES / unit;
      if (shown) placed.push(label);
      mark.name.setAttribute("visibility", shown ? "visible" : "hidden");
    });
    for (const arrow of this.#arrows) bend(arrow, unit, small);
  }
}

/** Draw an arrow as an arc to the right, so that there and back lie apart. */
function bend({ from, to, line, room, end }: Arrow, unit: number, small: number): void {
  const [dx, dy] = [to.spot.x - from.spot.x, to.spot.y - from.spot.y];
  const length = Math.hypot(dx, dy) || 1;
  const middle = { x: from.spot.x + dx / 2 - dy * 0.18, y: from.spot.y + dy / 2 + dx * 0.18 };
  const start = along(from.spot, middle, Math.min(from.radius * unit * small, length / 3));
  const tip = along(to.spot, middle, Math.min(to.radius * unit * small, length / 3));
  const head = Math.min(9 * unit * small, length / 3);
  const base = along(tip, middle, head);
  const [nx, ny] = [((base.y - tip.y) / head) * head * 0.45, ((tip.x - base.x) / head) * head * 0.45];
  const path = `M${pen(start)}Q${pen(middle)} ${pen(base)}`;
  line.setAttribute("d", path);
  room.setAttribute("d", path);
  end.setAttribute("d", `M${pen(tip)}L${pen({ x: base.x + nx, y: base.y + ny })} ${pen({ x: base.x - nx, y: base.y - ny })}Z`);
}

function along(from: Spot, to: Spot, distance: number): Spot {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

function pen({ x, y }: Spot): string {
  return `${x.toFixed(2)},${y.toFixed(2)}`;
}

function titled(text: string): SVGElement {
  return draw("title", {}, text);
}
