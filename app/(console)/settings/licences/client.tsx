"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty, ErrorState } from "@/components/ui/states";
import { StateDot } from "@/components/ui/state-dot";
import { Time } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { useNow } from "@/components/ui/viewer";
import { licenceQueries, refreshLicences } from "@/lib/domains/licences/queries";
import { type LicenceOverview, type Licences, serviceNames, standingOf } from "@/lib/domains/licences/schema";
import { SettingsFrame } from "../_components/settings-frame";

const kinds: Record<string, string> = {
  free: "Free",
  trial: "Trial",
  purchased: "Purchased",
  complimentary: "Complimentary",
};
const standings = {
  fine: { tone: "ok", word: "Valid" },
  expiring: { tone: "warn", word: "Ends soon" },
  exceeded: { tone: "danger", word: "More in use than licensed" },
  expired: { tone: "danger", word: "Ended" },
} as const;

/** The gateway's own word where ours lacks one. */
const wordOf = (words: Readonly<Record<string, string>>, value: string | null) =>
  value === null ? "Unknown" : (words[value] ?? value);

const amount = (value: number | null) => (value === null ? "–" : String(value));

/** "Never" is told as a date far away. */
function Ends({ at }: { at: string | null }) {
  if (at === null) return "–";
  return new Date(at).getUTCFullYear() > 2090 ? "never" : <Time at={at} as="date" />;
}

export function LicencesPage() {
  const query = useQuery(licenceQueries.state());
  const queries = useQueryClient();
  const refresh = useMutation({
    ...refreshLicences,
    onSuccess: (state) => queries.setQueryData(licenceQueries.state().queryKey, state),
  });
  const { data } = query;
  const failed = refresh.isError ? trouble(refresh.error) : null;
  return (
    <SettingsFrame
      tab="licences"
      {...(data === undefined || data.asOf === null ? {} : { asOf: data.asOf })}
      onRefresh={() => refresh.mutate()}
      refreshing={refresh.isPending || (data?.requested === true && data.error === null)}
      note={failed === null ? undefined : <span className="text-warn-fg">{failed.title}</span>}
    >
      <QueryFailure query={query} />
      {data === undefined ? null : <Plan licences={data} />}
    </SettingsFrame>
  );
}

function Plan({ licences: { overview, packages, asOf, error } }: { licences: Licences }) {
  if (asOf === null && error !== null) {
    return (
      <ErrorState title="The plan could not be read" code={error.code ?? undefined}>
        {error.message} It is tried again by itself.
      </ErrorState>
    );
  }
  return (
    <div className="space-y-8 p-5">
      {error === null ? null : (
        <p role="alert" className="text-sm text-warn-fg">
          {error.message} It is tried again by itself. {error.code === null ? null : <code>{error.code}</code>}
        </p>
      )}
      {overview.length === 0 ? (
        <Empty
          icon={BadgeCheck}
          title={asOf === null ? "The plan is being read" : "The account has no service packages"}
        >
          {asOf === null ? "It appears here by itself." : "Buy or activate them in the vendor's portal."}
        </Empty>
      ) : (
        <Sheet
          id="plan"
          title="What the plan covers"
          heads={["Service", "State", "In use", "Left", "Of", "Ends"]}
          rows={overview.map((row) => [
            wordOf(serviceNames, row.service),
            <Standing key="state" row={row} />,
            amount(row.used),
            amount(row.remaining),
            amount(row.total),
            <Ends key="ends" at={row.lastExpiresAt} />,
          ])}
        />
      )}
      {packages.length === 0 ? null : (
        <Sheet
          id="packages"
          title="Packages"
          heads={["Service", "Kind", "Channels", "Since", "Ends"]}
          rows={packages.map((row) => [
            wordOf(serviceNames, row.service),
            wordOf(kinds, row.package),
            amount(row.purchased),
            row.activatedAt === null ? "–" : <Time key="since" at={row.activatedAt} as="date" />,
            <Ends key="ends" at={row.expiresAt} />,
          ])}
        />
      )}
    </div>
  );
}

function Standing({ row }: { row: LicenceOverview }) {
  const { tone, word } = standings[standingOf(row, useNow(60_000))];
  return <StateDot tone={tone}>{word}</StateDot>;
}

function Sheet({
  id,
  title,
  heads,
  rows,
}: {
  id: string;
  title: string;
  heads: readonly string[];
  rows: readonly (readonly React.ReactNode[])[];
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-md font-semibold">
        {title}
      </h2>
      {/* What scrolls must be reached by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-labelledby={id} tabIndex={0} className="relative mt-2 overflow-x-auto">
        <table className="w-full max-w-3xl min-w-120 text-sm">
          <thead className="text-xs text-fg-soft">
            <tr className="h-8 border-b border-line [&>th]:pe-4 [&>th]:text-start [&>th]:font-medium">
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row} data-numeric className="h-row border-b border-line-soft [&>td]:pe-4">
                {cells.map((cell, at) => (
                  <td key={at} className={at === 0 ? "font-medium" : "whitespace-nowrap text-fg-soft"}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
