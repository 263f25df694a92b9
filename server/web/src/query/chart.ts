// Charts: bars for names, a line for days. The table holds the same figures as text.
import { draw } from "../drawn/svg.ts";
import type { Answer } from "./answer.ts";
import { type Point, columns, sums } from "./columns.ts";
import type { Facts } from "./facts.ts";
import { make } from "./settings.ts";

const most = 40;
// Letters keep their size on a narrow screen, where there is less to the sides of them.
const room = Math.min(720, document.documentElement.clientWidth - 32);
const rows = "number of rows";

export async function makeChart(answer: Answer, facts: Facts): Promise<HTMLElement> {
  await facts.learnNames(answer.rows);
  const labels = columns(answer, "day", "thing", "text");
  const values = columns(answer, "number");
  const box = make("div", { class: "drawing" });
  if (labels.length === 0) {
    box.append(make("p", { class: "hint" }, "A chart needs a column of names or days: add one to the SELECT."));
    return box;
  }
  const label = choice("chart-label", "Across", labels);
  const value = choice("chart-value", "Value", [...values, rows]);
  const kind = choice("chart-kind", "Drawn as", ["bars", "line"]);
  const figure = make("div", { class: "figure" });
  const redraw = (): void => {
    const column = value.field.value === rows ? null : value.field.value;
    figure.replaceChildren(plot(sums(answer, label.field.value, column, facts), kind.field.value, label.field.value, value.field.value));
  };
  kind.field.value = columns(answer, "day").includes(labels[0] ?? "") ? "line" : "bars";
  for (const { field } of [label, value, kind]) field.addEventListener("change", redraw);
  box.append(make("div", { class: "controls" }, label.box, value.box, kind.box), figure);
  redraw();
  return box;
}

function choice(id: string, text: string, options: readonly string[]): { box: HTMLElement; field: HTMLSelectElement } {
  const field = make("select", { id }, ...options.map((each) => make("option", { value: each }, each)));
  return { box: make("span", { class: "choice" }, make("label", { for: id }, text), " ", field), field };
}

function plot(points: readonly Point[], kind: string, across: string, value: string): Node {
  const shown = kind === "line" ? [...points].sort((one, other) => (one.label < other.label ? -1 : 1)) : points.slice(0, most);
  if (kind === "bars") {
    const sorted = [...points].sort((one, other) => other.value - one.value).slice(0, most);
    return described(bars(sorted), points, sorted, across, value);
  }
  return described(line(shown), points, shown, across, value);
}

function described(svg: SVGElement, all: readonly Point[], drawn: readonly Point[], across: string, value: string): Node {
  const top = all.reduce<Point | null>((best, each) => (best && best.value >= each.value ? best : each), null);
  const summary = `${value} by ${across}: ${all.length} in all${top ? `, most for ${top.label}, ${format(top.value)}` : ""}`;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", summary);
  const note = drawn.length < all.length ? `The largest ${drawn.length} of ${all.length}. ` : "";
  const caption = make("figcaption", { class: "quiet" }, `${note}${value} by ${across}; the table has the figures.`);
  const figure = make("figure");
  figure.append(svg, caption);
  return figure;
}

function bars(points: readonly Point[]): SVGElement {
  const [height, left, width] = [26, Math.min(230, room * 0.45), room];
  const largest = Math.max(...points.map((each) => each.value), 0) || 1;
  const longest = width - left - 60;
  const drawn = points.flatMap((each, number) => {
    const y = number * height;
    const length = Math.max((each.value / largest) * longest, 1);
    return [
      draw("text", { x: left - 8, y: y + 17, "text-anchor": "end", class: "name" }, cut(each.label, Math.floor(left / 7)), draw("title", {}, each.label)),
      draw("rect", { x: left, y: y + 4, width: length, height: height - 8, rx: 2, class: "bar" }),
      draw("text", { x: left + length + 6, y: y + 17, class: "value" }, format(each.value)),
    ];
  });
  return draw("svg", { viewBox: `0 0 ${width} ${points.length * height + 4}`, class: "diagram" }, ...drawn);
}

function line(points: readonly Point[]): SVGElement {
  const [width, height, left, bottom, top] = [room, 300, 48, 36, 12];
  const largest = Math.max(...points.map((each) => each.value), 0) || 1;
  const times = points.map((each, number) => Date.parse(each.label) || number);
  const [first = 0, last = 1] = [Math.min(...times), Math.max(...times)];
  const x = (time: number): number => left + ((time - first) / (last - first || 1)) * (width - left - 24);
  const y = (value: number): number => top + (1 - value / largest) * (height - top - bottom);
  const places = points.map((each, number) => ({ each, x: x(times[number] ?? 0), y: y(each.value) }));
  const ticks = steps(largest).flatMap((value) => [
    draw("line", { x1: left, x2: width - 16, y1: y(value), y2: y(value), class: "grid" }),
    draw("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end", class: "value" }, format(value)),
  ]);
  const path = places.map((place, number) => `${number ? "L" : "M"}${place.x.toFixed(1)} ${place.y.toFixed(1)}`).join("");
  const dots = places.map((place) =>
    draw("circle", { cx: place.x, cy: place.y, r: 3.5, class: "dot" }, draw("title", {}, `${place.each.label}: ${format(place.each.value)}`)),
  );
  return draw(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "diagram" },
    ...ticks,
    draw("path", { d: path, class: "curve" }),
    ...dots,
    ...dates(places, height),
  );
}

/** Names the days below a line, as many as there is room for. */
function dates(places: readonly { each: Point; x: number }[], height: number): readonly SVGElement[] {
  const drawn: SVGElement[] = [];
  let free = -Infinity;
  for (const { each, x } of places) {
    if (x < free) continue;
    free = x + 86;
    drawn.push(draw("text", { x, y: height - 12, "text-anchor": "middle", class: "name" }, each.label.slice(0, 10)));
  }
  return drawn;
}

function steps(largest: number): readonly number[] {
  const size = 10 ** Math.floor(Math.log10(largest));
  const step = [size / 5, size / 2, size, 2 * size].find((each) => largest / each <= 5) ?? size;
  const whole = Math.max(step, Number.isInteger(largest) ? 1 : 0);
  return Array.from({ length: Math.floor(largest / whole) + 1 }, (_, number) => number * whole);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function format(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}
