"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FormNumber } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { useShell } from "@/components/shell/shell-context";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { may } from "@/lib/auth/roles";
import { setSolarThreshold, solarThresholdQueries } from "@/lib/domains/solar-threshold/queries";
import {
  SetSolarThreshold,
  type SetSolarThresholdInput,
  type SolarThreshold,
} from "@/lib/domains/solar-threshold/schema";

/** At how many percent of charge solar cameras complain. The gateway takes it and never tells it. */
export function SolarTab() {
  const query = useQuery(solarThresholdQueries.last());
  const { person } = useShell();
  const changes = may(person, "alarm-rules:write") && person.everywhere;
  return (
    <section aria-labelledby="solar" className="min-h-0 flex-1 overflow-auto bg-surface p-5">
      <h2 id="solar" className="text-md font-semibold">
        Low battery
      </h2>
      <p className="mt-1 max-w-160 text-sm text-fg-soft">
        Solar cameras give an alarm when their battery holds less than this. It is one value for every solar camera of
        the account, 20 % unless somebody changed it.
      </p>
      <QueryFailure query={query} />
      {query.data === undefined ? null : <Last threshold={query.data} />}
      {query.data !== undefined && changes ? <ThresholdForm last={query.data.set?.percent ?? null} /> : null}
    </section>
  );
}

function Last({ threshold: { set } }: { threshold: SolarThreshold }) {
  if (set === null) {
    return <p className="mt-3 text-sm text-fg">Never set from here; the gateway does not tell what it is.</p>;
  }
  return (
    <p className="mt-3 text-sm text-fg">
      {set.result === "unknown" ? "Perhaps set to " : "Last set from here to "}
      <strong className="font-semibold">{set.percent} %</strong> by{" "}
      {set.by === null ? "somebody who is gone" : <Name>{set.by}</Name>}, <Time at={set.at} as="dateTime" />.{" "}
      {set.result === "unknown"
        ? "The answer was lost: set it again to be sure."
        : "The gateway does not tell whether it was changed elsewhere since."}
    </p>
  );
}

function ThresholdForm({ last }: { last: number | null }) {
  const queries = useQueryClient();
  const control = useSubmitForm<SetSolarThresholdInput, SetSolarThreshold>({
    schema: SetSolarThreshold,
    defaultValues: { percent: last },
    submit: async ({ percent }) => {
      const { queryKey } = solarThresholdQueries.last();
      const answer = await setSolarThreshold(percent).finally(() => queries.invalidateQueries({ queryKey }));
      queries.setQueryData(queryKey, answer);
      control.form.reset({ percent });
      toast.done({ title: `Threshold set to ${percent} %` });
    },
  });
  return (
    <Form control={control} submitLabel="Set threshold" busyLabel="Setting" className="mt-4 max-w-80">
      <FormNumber name="percent" label="Low battery below" unit="%" min={0} max={100} />
    </Form>
  );
}
