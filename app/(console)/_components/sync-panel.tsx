import { mirrorKindWords } from "@/components/mirror/kind-words";
import type { Refresh } from "@/components/mirror/use-refresh";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Since } from "@/components/ui/time";
import type { Overview } from "@/lib/domains/overview/schema";
import { TriangleAlert } from "lucide-react";

/** How old each part of the mirror is. */
export function SyncPanel({ kinds, refresh }: Pick<Overview, "kinds"> & { refresh: Refresh }) {
  return (
    <section aria-labelledby="synchronised" className="p-4">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="synchronised" className="text-md font-semibold">
          Last synchronised
        </h2>
        <Button
          variant="quiet"
          size="sm"
          busy={refresh.refreshing}
          busyLabel="Refreshing"
          onPress={refresh.onRefresh}
          className="-me-2 [&>span]:justify-items-end"
        >
          Refresh
        </Button>
      </div>
      {refresh.problem === undefined ? null : (
        <p role="alert" className="mt-1 text-xs text-warn-fg">
          {refresh.problem}
        </p>
      )}
      <dl className="mt-2 grid grid-cols-1 gap-x-8 gap-y-1 text-sm min-[26rem]:grid-cols-2">
        {kinds.map(({ kind, asOf, failing }) => (
          <div key={kind} className="flex items-baseline justify-between gap-3">
            <dt className="text-fg-soft">{mirrorKindWords[kind]}</dt>
            <dd data-numeric className={cx("whitespace-nowrap", failing && "text-warn-fg")}>
              {failing ? <Icon of={TriangleAlert} size={12} className="me-1 inline align-baseline" /> : null}
              {asOf === null ? "not yet" : <Since at={asOf} />}
              {failing ? <span className="sr-only">, the last attempt failed</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
