"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { QueryFailure } from "@/components/ui/query-failure";
import { mirrorKindWords } from "@/components/mirror/kind-words";
import { useRefresh } from "@/components/mirror/use-refresh";
import { Button } from "@/components/ui/button";
import { StateDot } from "@/components/ui/state-dot";
import { Ago } from "@/components/ui/time";
import { useViewer } from "@/components/ui/viewer";
import { healthQueries } from "@/lib/domains/health/queries";
import { settingQueries } from "@/lib/domains/settings/queries";
import { syncQueries } from "@/lib/domains/sync/queries";
import type { SyncState } from "@/lib/domains/sync/schema";
import { DutiesPanel } from "../_components/duties-panel";
import { SettingsForm, type SettingsGroup } from "../_components/settings-form";
import { SettingsFrame } from "../_components/settings-frame";

const intervals: readonly SettingsGroup[] = [
  {
    group: "Synchronisation",
    title: "Intervals",
    about: "The pause between two readings of the cloud account. Refresh reads at once, whatever stands here.",
  },
];

export function SynchronisationPage() {
  const states = useQuery(syncQueries.states());
  const health = useQuery(healthQueries.state());
  const settings = useQuery(settingQueries.list());
  return (
    <SettingsFrame tab="synchronisation">
      <QueryFailure query={states} />
      <div className="divide-y divide-line">
        {states.data === undefined ? null : <KindsPanel kinds={states.data.items} />}
        {settings.data === undefined ? null : (
          <SettingsForm groups={intervals} items={settings.data.items} submitLabel="Save intervals" />
        )}
        {health.data !== undefined && "duties" in health.data ? <DutiesPanel health={health.data} /> : null}
      </div>
    </SettingsFrame>
  );
}

/** In the order of their words, whatever the order they were counted in. */
function inOrder(kinds: readonly SyncState[]): SyncState[] {
  return Object.keys(mirrorKindWords).flatMap((name) => kinds.find(({ kind }) => kind === name) ?? []);
}

function KindsPanel({ kinds }: { kinds: readonly SyncState[] }) {
  return (
    <section aria-labelledby="kinds" className="p-5">
      <h2 id="kinds" className="text-md font-semibold">
        Copies of the cloud account
      </h2>
      {/* What scrolls must be reached by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-labelledby="kinds" tabIndex={0} className="relative mt-2 overflow-x-auto">
        <table className="w-full max-w-4xl text-sm sm:min-w-120">
          <thead className="text-xs text-fg-soft">
            <tr className="h-8 border-b border-line [&>th]:pe-4 [&>th]:text-start [&>th]:font-medium">
              <th scope="col">Kind</th>
              <th scope="col">State</th>
              <th scope="col">Synchronised</th>
              <th scope="col" className="max-sm:hidden">
                Known
              </th>
              <th scope="col">
                <span className="sr-only">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {inOrder(kinds).map((state) => (
              <KindRow key={state.kind} state={state} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function KindRow({ state }: { state: SyncState }) {
  const { locale } = useViewer();
  const refresh = useRefresh([state.kind]);
  const number = new Intl.NumberFormat(locale);
  const { running, error, held, asOf, completedAt, count } = state;
  const failing = error !== null && (completedAt ?? "") < error.at;
  return (
    <tr className="h-row border-b border-line-soft [&>td]:pe-4">
      <th scope="row" className="pe-4 text-start font-medium whitespace-nowrap">
        {mirrorKindWords[state.kind]}
      </th>
      <td className="max-w-96">
        {running !== null && (!failing || running.seen > 0) ? (
          <StateDot
            tone="info"
            aside={
              running.total === null
                ? number.format(running.seen)
                : `${number.format(running.seen)} of ${number.format(running.total)}`
            }
          >
            Reading
          </StateDot>
        ) : failing ? (
          <StateDot tone="danger">{`Failed: ${error.message}`}</StateDot>
        ) : held ? (
          <StateDot tone="warn">Much is missing; asked again before anything is removed</StateDot>
        ) : completedAt === null ? (
          <StateDot tone="warn">Not yet</StateDot>
        ) : (
          <StateDot tone="ok">Complete</StateDot>
        )}
      </td>
      <td data-numeric className="whitespace-nowrap text-fg-soft">
        {asOf === null ? "–" : <Ago at={asOf} />}
      </td>
      <td data-numeric className="text-fg-soft max-sm:hidden">
        {count === null ? "–" : number.format(count)}
      </td>
      <td className="text-end max-sm:pe-0! max-sm:[&_svg+span]:sr-only">
        <Button
          size="sm"
          variant="quiet"
          icon={RefreshCw}
          busy={refresh.refreshing}
          busyLabel="Refreshing"
          onPress={refresh.onRefresh}
        >
          {`Refresh ${mirrorKindWords[state.kind].toLowerCase()}`}
        </Button>
      </td>
    </tr>
  );
}
