const SOON_MS = 1_000;
const LATER_MS = 10_000;
/** What cannot wait may keep the server busy for a fifth of the time. */
const AT_ONCE_MS = 200;
const REST_PER_READ = 5;

/** Reads kinds anew as they change, but never twice at once, and each with pauses between. */
export class Invalidation {
  private readonly due = new Map<string, number>();
  private readonly lastAt = new Map<string, number>();
  private readonly tookMs = new Map<string, number>();
  private readonly running = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  /** `read(null)` reads everything. */
  constructor(private readonly read: (kind: string | null) => Promise<unknown>) {
    if (typeof document !== "undefined") document.addEventListener("visibilitychange", this.run);
  }

  /** Somebody waits for these rows: nearly at once, as long as they are read quickly. */
  atOnce(kind: string): void {
    const rest = REST_PER_READ * (this.tookMs.get(kind) ?? 0);
    this.schedule(kind, Math.min(SOON_MS, Math.max(AT_ONCE_MS, rest)));
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
      this.tookMs.set(kind, Date.now() - now);
      this.running.delete(kind);
      this.run();
    });
  }
}
