"use client";

import { useQueryStates } from "nuqs";
import { ScrollText } from "lucide-react";
import { z } from "zod";
import { FormArea, FormDateRange } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { useField } from "@/components/form/use-field";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { ChooserField } from "@/components/ui/chooser-field";
import { Empty } from "@/components/ui/states";
import type { AlarmLogSearch } from "@/lib/domains/alarm-log/schema";
import { LOG_SPAN_MS, LOG_TYPES_MAX } from "@/lib/domains/alarm-log/terms";
import { alarmTypes } from "@/lib/gateway/dictionary/alarm-types";
import { LogResults } from "./_components/log-results";
import { logParams } from "./search-params";

const searchSchema = (area: boolean) =>
  z.object({
    range: z
      .object({ from: z.string(), to: z.string() })
      .nullable()
      .transform((range, context) => {
        const span = range === null ? 0 : Date.parse(range.to) - Date.parse(range.from);
        if (range !== null && span > 0 && span <= LOG_SPAN_MS) return range;
        const message =
          span > LOG_SPAN_MS ? "The gateway searches a day at most." : "Give a start and an end after it.";
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }),
    areaId: z
      .string()
      .nullable()
      .refine((id) => !area || id !== null, "Choose the area to search."),
    types: z.array(z.string()).max(LOG_TYPES_MAX, `Choose at most ${LOG_TYPES_MAX}.`),
  });
type SearchInput = z.input<ReturnType<typeof searchSchema>>;
type Search = z.output<ReturnType<typeof searchSchema>>;

/** The gateway's own log: asked for by hand, a day at most, and each alarm with whether it is here too. */
export function AlarmLogPage() {
  const [address, setAddress] = useQueryStates(logParams, { history: "push" });
  const { from, to, offset, areaId, type } = address;
  const span = from === null || to === null ? 0 : Date.parse(to) - Date.parse(from);
  const wanted: AlarmLogSearch | null =
    from === null || to === null || !(span > 0 && span <= LOG_SPAN_MS)
      ? null
      : { from, to, utcOffset: offset, area: areaId, types: type };
  const { person, may } = useShell();
  const control = useSubmitForm<SearchInput, Search>({
    schema: searchSchema(!person.everywhere),
    defaultValues: { range: from === null || to === null ? null : { from, to }, areaId, types: type },
    submit: async ({ range, ...rest }) => {
      // The gateway compares with clocks, not with instants: while nobody knows those of the sites, the viewer's count.
      const east = -new Date(range.from).getTimezoneOffset();
      await setAddress({ ...range, offset: east, areaId: rest.areaId, type: rest.types });
      control.form.reset({ range, ...rest });
    },
  });
  return (
    <PageFrame title="Alarm log">
      <div className="flex min-h-0 flex-1 flex-col overflow-auto bg-surface lg:flex-row">
        <section aria-label="Search" className="shrink-0 border-line p-4 max-lg:border-b lg:w-90 lg:border-e">
          <p className="mb-4 text-sm text-fg-soft">
            The cloud account keeps a log of its own. It is asked only when you search, and it shows alarms that
            Gatehouse has beside those that it has not.
          </p>
          <Form control={control} submitLabel="Search log" busyLabel="Searching">
            <FormDateRange
              name="range"
              label="When"
              hint="A day at most, on your clock; sites in other time zones are searched at the same moments."
            />
            {may("areas:read") ? (
              <FormArea
                name="areaId"
                label="Area"
                hint="Without what is below it."
                {...(person.everywhere ? { none: "Every area" } : {})}
              />
            ) : null}
            <Types />
          </Form>
        </section>
        <section aria-label="Alarms of the log" className="flex min-h-0 min-w-0 flex-1 flex-col lg:overflow-auto">
          {wanted === null ? (
            <Empty icon={ScrollText} title={from === null ? "Nothing searched yet" : "This address cannot be searched"}>
              {from === null
                ? "Choose a day and search."
                : "The gateway searches a day at most: choose a start, and an end within 24 hours of it."}
            </Empty>
          ) : (
            <LogResults key={JSON.stringify(wanted)} wanted={wanted} />
          )}
        </section>
      </div>
    </PageFrame>
  );
}

const options = [...alarmTypes]
  .map(([value, { label }]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "en"));

function Types() {
  const { field, error } = useField("types");
  const given: readonly unknown[] = Array.isArray(field.value) ? field.value : [];
  const value = options.map((option) => option.value).filter((one) => given.includes(one));
  const [first] = value;
  const label = options.find((option) => option.value === first)?.label ?? "";
  return (
    <ChooserField
      label="Events"
      buttonRef={field.ref}
      error={error}
      shown={value.length === 0 ? "Every event" : value.length === 1 ? label : `${value.length} events`}
      placeholder="Every event"
    >
      {() => (
        <div className="w-80 max-w-[calc(100vw-2rem)] p-3">
          <ChoiceGroup label="Events" options={options} value={value} onChange={field.onChange} />
        </div>
      )}
    </ChooserField>
  );
}
