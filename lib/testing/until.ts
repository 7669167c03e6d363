import { sleep } from "@/lib/time";

/** Waits until `look` finds something, or it is so; the test's own time limit ends a wait in vain. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found as NonNullable<Exclude<T, false>>;
    await sleep(10);
  }
}
