import type { BusEvent } from "@/lib/bus/events";

/** Who wants to hear an event itself, also in a window nobody sees, where readings wait until it is seen again. */
const hearers = new Set<(event: BusEvent) => void>();

export function hearLive(hear: (event: BusEvent) => void): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}

export function tellLive(event: BusEvent): void {
  for (const hear of hearers) hear(event);
}
