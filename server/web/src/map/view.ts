// What part of a map is in sight: it is moved and drawn nearer.
import { HEIGHT, WIDTH, type Spot } from "./outlines.ts";

const NEAREST = 16;

export class View {
  #scale = 1;
  #x = 0;
  #y = 0;

  constructor(
    readonly svg: SVGSVGElement,
    readonly layer: SVGGElement,
    readonly scaled: (unit: number) => void,
  ) {
    new ResizeObserver(() => this.scaled(this.unit())).observe(svg);
    svg.addEventListener("wheel", (event) => {
      // The wheel scrolls the page until somebody has turned to the map.
      if (document.activeElement !== svg.parentElement && !event.ctrlKey) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), this.at(event));
    }, { passive: false });
    this.#drag();
  }

  /** How many units of the map a pixel of the screen is. */
  unit(): number {
    const box = this.svg.getBoundingClientRect();
    const shrunk = Math.max(WIDTH / Math.max(1, box.width), HEIGHT / Math.max(1, box.height));
    return shrunk / this.#scale;
  }

  zoom(factor: number, around: Spot = { x: WIDTH / 2, y: HEIGHT / 2 }): void {
    const scale = Math.min(NEAREST, Math.max(1, this.#scale * factor));
    const change = scale / this.#scale;
    this.#scale = scale;
    this.#x = around.x - (around.x - this.#x) * change;
    this.#y = around.y - (around.y - this.#y) * change;
    this.#apply();
    this.scaled(this.unit());
  }

  whole(): void {
    this.zoom(0);
  }

  move(dx: number, dy: number): void {
    this.#x += dx;
    this.#y += dy;
    this.#apply();
  }

  /** Bring a spot of the map into sight. */
  reach({ x, y }: Spot): void {
    const [sx, sy] = [x * this.#scale + this.#x, y * this.#scale + this.#y];
    if (sx > 30 && sx < WIDTH - 30 && sy > 30 && sy < HEIGHT - 30) return;
    this.move(WIDTH / 2 - sx, HEIGHT / 2 - sy);
  }

  /** Where on the frame of the map a pointer is. */
  at(event: MouseEvent): Spot {
    const matrix = this.svg.getScreenCTM();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse());
    return { x, y };
  }

  #apply(): void {
    // The map never leaves its frame.
    const least = 1 - this.#scale;
    this.#x = Math.min(0, Math.max(WIDTH * least, this.#x));
    this.#y = Math.min(0, Math.max(HEIGHT * least, this.#y));
    this.layer.setAttribute("transform", `translate(${this.#x.toFixed(2)} ${this.#y.toFixed(2)}) scale(${this.#scale.toFixed(4)})`);
  }

  #drag(): void {
    let last: Spot | null = null;
    let far = 0;
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      last = this.at(event);
      far = 0;
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!last || !event.buttons) return;
      const now = this.at(event);
      far += Math.hypot(now.x - last.x, now.y - last.y);
      if (far > 4) this.svg.setPointerCapture(event.pointerId);
      this.move(now.x - last.x, now.y - last.y);
      last = now;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(end, () => {
        last = null;
      });
    }
    // To move the map is not to choose what lies below the pointer.
    this.svg.addEventListener("click", (event) => {
      if (far > 4) event.stopPropagation();
    }, true);
  }
}
