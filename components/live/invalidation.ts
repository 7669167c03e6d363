/** Reads kinds anew as they change, but never twice at once and at most once a second each. */
const SOON_MS = 1_000;
const LATER_MS = 10_000;

export class Invalidation {
  private readonly due = new Map<string, number>();
  private readonly lastAt = new Map<string, number>();
  private readonly running = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  /** `read(null)` reads everything. */
  constructor(private readonly read: (kind: string | null) => Promise<unknown>) {
    if (typeof document !== "undefined") document.addEventListener("visibilitychange", this.run);
  }

  /** Rows changed. */
  soon(kind: string): void {
    this.schedule(kind, SOON_MS);
  }

  /** Only the time of synchronisation moved. */
  later(kind: string): void {
    this.schedule(kind, LATER_MS);
  }

  everything(): void {
    this.due.clear();
    void this.read(null);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    if (typeof document !== "undefined") document.removeEventListener("visibilitychange", this.run);
  }

  private schedule(kind: string, apart: number): void {
    const at = (this.lastAt.get(kind) ?? 0) + apart;
    this.due.set(kind, Math.min(this.due.get(kind) ?? Number.POSITIVE_INFINITY, at));
    this.run();
  }

  /** A window nobody sees reads when it is seen again. */
  private readonly run = (): void => {
    if (this.stopped || (typeof document !== "undefined" && document.hidden)) return;
    clearTimeout(this.timer);
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [kind, at] of this.due) {
      if (this.running.has(kind)) continue;
      if (at > now) next = Math.min(next, at);
      else this.start(kind, now);
    }
    if (next < Number.POSITIVE_INFINITY) this.timer = setTimeout(this.run, next - now);
  };

  private start(kind: string, now: number): void {
    this.due.delete(kind);
    this.lastAt.set(kind, now);
    this.running.add(kind);
    void this.read(kind).finally(() => {
      this.running.delete(kind);
      this.run();
    });
  }
}
