import { covered, place, type Fit, type Size, type Zoom, zoomTransform } from "./fit.ts";
import "./surface.css";

/** A place for one frame. Hidden until it is revealed. */
export interface Host {
  readonly element: HTMLElement;
  /** The size of the page in it; places it in the window. */
  setPage(size: Size): void;
  /** The part of the page that is shown; the whole until this is called. */
  setZoom(zoom: Zoom): void;
  remove(): void;
}

/**
 * What the stage's document shows: at most one frame, a notice where there is nothing to show, and the neutral
 * ground around them. Frames are inert: nothing in them takes focus, clicks, keys or scrolling.
 */
export class Surface {
  readonly #root: HTMLElement;
  readonly #notice = document.createElement("p");
  readonly #pages = new Map<HTMLElement, Size>();
  readonly #observer: ResizeObserver;
  #fit: Fit = "contain";

  constructor(root: HTMLElement) {
    this.#root = root;
    root.classList.add("surface");
    this.#notice.className = "surface-notice";
    this.#notice.setAttribute("role", "status");
    this.#notice.hidden = true;
    root.append(this.#notice);
    this.#observer = new ResizeObserver(() => this.#placeAll());
    this.#observer.observe(root);
  }

  setFit(fit: Fit): void {
    this.#fit = fit;
    this.#placeAll();
  }

  /** A hidden host in the document, ready for a frame. `pointer`: the recorded pointer is to be seen. */
  host(pointer: boolean): Host {
    const element = document.createElement("div");
    element.className = pointer ? "surface-host surface-host-pointer" : "surface-host";
    element.inert = true;
    this.#root.append(element);
    let page: Size = { width: 0, height: 0 };
    let zoom: Zoom | null = null;
    const show = () => {
      if (zoom === null) return;
      element.style.setProperty("--zoom", zoomTransform(zoom));
      element.style.setProperty("--covered", `${covered(zoom, page)}px`);
    };
    return {
      element,
      setPage: (size) => {
        page = size;
        this.#pages.set(element, size);
        this.#place(element, size);
        show();
      },
      setZoom: (part) => {
        zoom = part;
        show();
      },
      remove: () => {
        this.#pages.delete(element);
        element.remove();
      },
    };
  }

  /** Shows this host; the one that was shown is the caller's to remove. */
  reveal(host: Host): void {
    this.#notice.hidden = true;
    host.element.classList.add("surface-host-shown");
  }

  /** Tells the person why there is no picture. */
  tell(text: string): void {
    this.#notice.textContent = text;
    this.#notice.hidden = false;
  }

  /** Takes everything out of the document. */
  destroy(): void {
    this.#observer.disconnect();
    this.#root.replaceChildren();
    this.#root.classList.remove("surface");
  }

  #placeAll(): void {
    for (const [element, size] of this.#pages) this.#place(element, size);
  }

  #place(element: HTMLElement, size: Size): void {
    const view = { width: this.#root.clientWidth, height: this.#root.clientHeight };
    const { scaleX, scaleY, left, top } = place(size, view, this.#fit, window.devicePixelRatio);
    element.style.width = `${size.width}px`;
    element.style.height = `${size.height}px`;
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    element.style.transform = scaleX === 1 && scaleY === 1 ? "none" : `scale(${scaleX}, ${scaleY})`;
  }
}
