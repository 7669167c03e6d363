"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailure } from "@/components/ui/query-failure";
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
  const query = useQuery(settingQueries.list());
  const { data } = query;
  return (
    <SettingsFrame tab="retention">
      <QueryFailure query={query} />
      {data === undefined ? null : <SettingsForm groups={groups} items={data.items} submitLabel="Save settings" />}
    </SettingsFrame>
  );
}
