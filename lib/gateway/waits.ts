/** How long calls wait for their turn, as Prometheus reads it: one of the few numbers that tell whether five a second do. */
import { Histogram, Registry } from "prom-client";
import { oncePerProcess } from "@/lib/process";

interface Waits {
  registry: Registry;
  histogram: Histogram<"lane">;
}

const waits = (): Waits =>
  oncePerProcess("gateway.waits", () => {
    const registry = new Registry();
    const histogram = new Histogram({
      name: "gatehouse_gateway_wait_seconds",
      help: "Time from a call's wish for a slot of the rate budget until it had one, in this process",
      labelNames: ["lane"] as const,
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.2, 1.5, 2, 3, 5, 10, 30],
      registers: [registry],
    });
    return { registry, histogram };
  });

/** A call got its slot after so many milliseconds. */
export const noteWait = (lane: string, ms: number): void => waits().histogram.observe({ lane }, ms / 1_000);

/** Of this process alone: each web process and worker has its own. */
export const waitRegistry = (): Registry => waits().registry;
