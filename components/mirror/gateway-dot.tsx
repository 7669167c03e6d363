import { StateDot } from "@/components/ui/state-dot";
import { Time } from "@/components/ui/time";
import type { GatewaySummary } from "@/lib/domains/health/schema";

/** Connected, down since when, or refusing the keys since when. */
export function GatewayDot({ gateway }: { gateway: GatewaySummary }) {
  const { state, downSince, lastOkAt, lastError } = gateway;
  if (state === "up") return <StateDot tone="ok">{lastOkAt === null ? "Not called yet" : "Connected"}</StateDot>;
  const since = state === "down" ? downSince : (lastError?.at ?? null);
  return (
    <StateDot tone="danger" aside={since === null ? undefined : <Time at={since} />}>
      {state === "down" ? "Down since" : "Keys refused since"}
    </StateDot>
  );
}
