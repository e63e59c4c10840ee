/** A line that waits for a time; missing while it waits for nothing. */
export interface Due {
  due?: number | undefined;
}

/** Orders lines by the time at which they are due: a binary heap. A line whose time has changed is added again. */
export class DueQueue<T extends Due> {
  readonly #heap: { readonly due: number; readonly line: T }[] = [];

  add(line: T, due: number): void {
    line.due = due;
    const heap = this.#heap;
    let at = heap.push({ due, line }) - 1;
    for (let above = (at - 1) >> 1; at > 0 && this.#due(above) > due; at = above, above = (at - 1) >> 1) this.#swap(at, above);
  }

  /** Returns the line that is due first. */
  first(): T | undefined {
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      if (top.line.due === top.due) return top.line;
      this.#removeTop();
    }
    return undefined;
  }

  #due(at: number): number {
    return this.#heap[at]?.due ?? Infinity;
  }
  #swap(one: number, other: number): void {
    const heap = this.#heap;
    [heap[one], heap[other]] = [heap[other] as never, heap[one] as never];
  }
  #removeTop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const below = this.#due(left + 1) < this.#due(left) ? left + 1 : left;
      if (this.#due(below) >= last.due) return;
      this.#swap(at, below);
      at = below;
    }
  }
}
