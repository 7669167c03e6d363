"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/ui/states";
import { trouble } from "@/components/ui/trouble";
import { settingQueries } from "@/lib/domains/settings/queries";
import { SettingsForm, type SettingsGroup } from "../_components/settings-form";
import { SettingsFrame } from "../_components/settings-frame";

const groups: readonly SettingsGroup[] = [
  {
    group: "Retention",
    about: "How long data are kept. What is older goes for good, a few minutes after the change is saved.",
  },
  {
    group: "Storage",
    about: "When the server's disk fills up: first a warning, then no new pictures, so that the database has room.",
  },
  {
    group: "Clocks",
    about: "Times of alarms and signed links go wrong when clocks differ. Health shows by how much they do.",
  },
];

export function RetentionPage() {
  const { data, error, isError, isFetching, refetch } = useQuery(settingQueries.list());
  const failure = isError && data === undefined ? trouble(error) : null;
  return (
    <SettingsFrame tab="retention">
      {failure === null ? null : (
        <ErrorState
          title={failure.title}
          code={failure.code}
          requestId={failure.requestId}
          onRetry={() => void refetch()}
          retrying={isFetching}
        >
          {failure.advice}
        </ErrorState>
      )}
      {data === undefined ? null : <SettingsForm groups={groups} items={data.items} submitLabel="Save settings" />}
    </SettingsFrame>
  );
}
