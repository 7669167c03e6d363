import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { Ago } from "@/components/ui/time";
import type { Health } from "@/lib/domains/health/schema";

const tones: Record<string, Tone> = {
  ok: "ok",
  failing: "danger",
  late: "warn",
  stuck: "danger",
  "never ran": "warn",
};

/** What the worker does in the background, and whether it does. */
export function DutiesPanel({ health }: { health: Health }) {
  return (
    <section aria-labelledby="duties" className="p-5">
      <h2 id="duties" className="text-md font-semibold">
        Background duties
      </h2>
      {health.duties.length === 0 ? (
        <p className="mt-2 text-sm text-warn-fg">
          No worker has run yet. Start one: lists cannot be synchronised without.
        </p>
      ) : (
        // What scrolls must be reached by keyboard too.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div role="region" aria-labelledby="duties" tabIndex={0} className="relative mt-2 overflow-x-auto">
          <table className="w-full max-w-4xl min-w-120 text-sm">
            <thead className="text-xs text-fg-soft">
              <tr className="h-8 border-b border-line [&>th]:pe-4 [&>th]:text-start [&>th]:font-medium">
                <th scope="col">Duty</th>
                <th scope="col">State</th>
                <th scope="col">Last run</th>
                <th scope="col">Runs</th>
                <th scope="col">Last error</th>
              </tr>
            </thead>
            <tbody>
              {health.duties.map((duty) => (
                <tr key={duty.name} className="h-row border-b border-line-soft [&>td]:pe-4">
                  <td className="font-medium whitespace-nowrap">{duty.name}</td>
                  <td className="whitespace-nowrap">
                    <StateDot tone={tones[duty.health] ?? "neutral"} aside={duty.running ? "running" : undefined}>
                      {duty.health === "ok" ? "On time" : duty.health.charAt(0).toUpperCase() + duty.health.slice(1)}
                    </StateDot>
                  </td>
                  <td data-numeric className="whitespace-nowrap text-fg-soft">
                    {duty.lastFinishedAt === null ? "–" : <Ago at={duty.lastFinishedAt} />}
                  </td>
                  <td data-numeric className="text-fg-soft">
                    {duty.runs}
                  </td>
                  <td className="max-w-80 truncate text-fg-soft" title={duty.lastError ?? undefined}>
                    {duty.lastError ?? "–"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
