import { GatewayDot } from "@/components/mirror/gateway-dot";
import { Time } from "@/components/ui/time";
import type { Overview } from "@/lib/domains/overview/schema";

const lanes = [
  { id: "interactive", label: "people", colour: "bg-accent" },
  { id: "alarms", label: "alarms", colour: "bg-info" },
  { id: "messages", label: "events", colour: "bg-p4" },
  { id: "sweeps", label: "sweeps", colour: "bg-fg-faint" },
] as const;

/** Connected since when, and how much of the account's allowance is used by whom. */
export function GatewayPanel({ gateway, budget }: Pick<Overview, "gateway" | "budget">) {
  const used = lanes.filter(({ id }) => (budget.lanes[id] ?? 0) > 0);
  return (
    <section aria-labelledby="gateway" className="p-4">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="gateway" className="text-md font-semibold">
          Gateway
        </h2>
        <GatewayDot gateway={gateway} />
      </div>
      {gateway.refusal === null ? null : (
        <p className="mt-2 text-sm text-danger-fg">
          {gateway.refusal.meaning} {gateway.refusal.advice} <code className="text-xs">{gateway.refusal.code}</code>
        </p>
      )}
      <div className="mt-3 flex items-baseline justify-between text-sm">
        <span className="text-fg-soft">Request budget</span>
        <span data-numeric>
          <strong className="font-semibold">{budget.perSecond.toFixed(1)}</strong>{" "}
          <span className="text-fg-soft">of {budget.limit} a second</span>
        </span>
      </div>
      <div
        role="meter"
        aria-label="Request budget used"
        aria-valuemin={0}
        aria-valuemax={budget.limit}
        aria-valuenow={Math.round(budget.perSecond * 10) / 10}
        className="mt-1.5 flex h-2 overflow-hidden rounded-full bg-control"
      >
        {used.map(({ id, colour }) => (
          <span key={id} className={colour} style={{ width: `${((budget.lanes[id] ?? 0) / budget.limit) * 100}%` }} />
        ))}
      </div>
      <ul className="mt-1.5 flex min-h-4 flex-wrap gap-x-4 text-xs text-fg-soft">
        {used.map(({ id, label, colour }) => (
          <li key={id} data-numeric className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-xs ${colour}`} />
            {label} {(budget.lanes[id] ?? 0).toFixed(1)}
          </li>
        ))}
      </ul>
      <dl className="mt-2 space-y-1 text-sm">
        <Row label="Waiting for a slot">{budget.waiting === 0 ? "nobody" : String(budget.waiting)}</Row>
        <Row label="Last error">
          {gateway.lastError === null ? (
            "none"
          ) : (
            <span title={gateway.lastError.message}>
              {gateway.lastError.code === null ? null : (
                <code className="me-1.5 text-xs">{gateway.lastError.code}</code>
              )}
              <Time at={gateway.lastError.at} />
              {gateway.state === "up" ? ", recovered" : null}
            </span>
          )}
        </Row>
      </dl>
    </section>
  );
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-fg-soft">{label}</dt>
      <dd data-numeric className="min-w-0 truncate">
        {children}
      </dd>
    </div>
  );
}
