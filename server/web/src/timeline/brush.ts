// A stretch of time, chosen by drawing over bars.

/** Call back with the first and the last day of the bars that were drawn over. */
export function brush(strip: SVGSVGElement, chosen: (from: string, to: string) => void): void {
  const bars = [...strip.querySelectorAll<SVGAElement>("a[data-from]")];
  const mark = strip.querySelector<SVGRectElement>(".brush");
  const wide = strip.viewBox.baseVal.width;
  let start: number | null = null;

  const barAt = (event: PointerEvent): number => {
    const box = strip.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length)));
  };
  const show = (one: number, other: number): void => {
    const width = wide / bars.length;
    mark?.setAttribute("x", String(Math.min(one, other) * width));
    mark?.setAttribute("width", String((Math.abs(other - one) + 1) * width));
  };

  strip.addEventListener("pointerdown", (event) => {
    if (event.button || !bars.length) return;
    start = barAt(event);
    strip.setPointerCapture(event.pointerId);
    show(start, start);
  });
  strip.addEventListener("pointermove", (event) => {
    if (start !== null) show(start, barAt(event));
  });
  strip.addEventListener("pointercancel", () => {
    start = null;
    mark?.setAttribute("width", "0");
  });
  strip.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const end = barAt(event);
    const [first, last] = [bars[Math.min(start, end)], bars[Math.max(start, end)]];
    start = null;
    if (first?.dataset["from"] && last?.dataset["to"]) chosen(first.dataset["from"], last.dataset["to"]);
  });
  // The bars are links for those without this script; a drag is no wish to follow one.
  strip.addEventListener("dragstart", (event) => event.preventDefault());
  strip.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
  });
}
