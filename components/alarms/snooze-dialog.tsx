"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { FormDateTime, FormTextField } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { clock, moment } from "@/components/ui/time-format";
import { toast } from "@/components/ui/toast";
import { useNow, useViewer } from "@/components/ui/viewer";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { addSnooze, snoozeQueries } from "@/lib/domains/snoozes/queries";
import { nextMorning, snoozeEnd, snoozeSpans } from "./snooze-times";
import { sourceName } from "./words";

const reasonMax = 500;
const longestMs = 7 * 24 * 60 * 60_000;

const Snooze = z
  .object({
    scope: z.enum(["source", "type", "area"]),
    span: z.enum(snoozeSpans),
    until: z.string().nullable(),
    reason: z
      .string()
      .trim()
      .min(1, "Say why: others see it and may lift it.")
      .max(reasonMax, `Shorten it to ${reasonMax} characters.`),
  })
  .superRefine(({ span, until }, context) => {
    if (span !== "other") return;
    const ends = until === null ? Number.NaN : Date.parse(until);
    const message = Number.isNaN(ends)
      ? "Say when it ends."
      : ends <= Date.now()
        ? "That is in the past. Choose a later time."
        : ends > Date.now() + longestMs
          ? "At most seven days. Choose an earlier time."
          : null;
    if (message !== null) context.addIssue({ code: "custom", path: ["until"], message });
  });
type Snooze = z.output<typeof Snooze>;

export interface SnoozeDialogProps {
  alarm: Pick<AlarmItem, "type" | "typeName" | "source" | "area">;
  onClose: () => void;
}

/** A time and a reason; it ends by itself, and everybody sees it. */
export function SnoozeDialog({ alarm, onClose }: SnoozeDialogProps) {
  const queries = useQueryClient();
  const { timeZone } = useViewer();
  const scopes = [
    { value: "source" as const, label: "Source", id: alarm.source.id, name: sourceName(alarm) },
    { value: "type" as const, label: "Type", id: alarm.type, name: alarm.typeName },
    { value: "area" as const, label: "Area", id: alarm.area.id, name: alarm.area.name ?? "" },
  ].filter(({ id }) => id !== null);
  const first = scopes[0]?.value ?? "source";
  const defaults = useMemo((): Snooze => ({ scope: first, span: "1h", until: null, reason: "" }), [first]);

  async function submit({ scope, span, until, reason }: Snooze) {
    const target = scopes.find(({ value }) => value === scope);
    if (target?.id === undefined || target.id === null) return;
    const end = snoozeEnd(span, Date.now(), timeZone);
    const ends = end === null ? (until ?? "") : new Date(end).toISOString();
    await addSnooze({ scope, targetId: target.id, reason, until: ends });
    await Promise.all([
      queries.invalidateQueries({ queryKey: alarmQueries.all }),
      queries.invalidateQueries({ queryKey: snoozeQueries.all }),
    ]);
    toast.done({ title: `${target.name} snoozed`, detail: "Its alarms are kept, but make no sound and do not queue." });
  }

  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={scopes[0] === undefined ? "Snooze alarms" : `Snooze “${scopes[0].name}”`}
      schema={Snooze}
      defaultValues={defaults}
      submit={submit}
      submitLabel="Snooze"
      busyLabel="Snoozing"
    >
      <p className="-mt-2 text-sm text-fg-soft">Its alarms are kept, but make no sound and do not queue.</p>
      {scopes.length < 2 ? null : <Choice name="scope" label="What" options={scopes} />}
      <Span />
      <FormTextField name="reason" label="Reason" limit={reasonMax} autoFocus />
    </FormDialog>
  );
}

function Choice<V extends string>({
  name,
  label,
  options,
}: {
  name: string;
  label: string;
  options: readonly { value: V; label: string }[];
}) {
  const { field } = useField(name);
  return (
    <SegmentedControl
      label={label}
      options={options}
      value={field.value as V}
      onChange={field.onChange}
      className="w-full"
    />
  );
}

function Span() {
  const viewer = useViewer();
  const now = useNow(60_000);
  const span = useWatch<Snooze>({ name: "span" }) as Snooze["span"];
  const ends = snoozeEnd(span, now, viewer.timeZone);
  return (
    <div>
      <Choice
        name="span"
        label="How long"
        options={[
          { value: "15min", label: "15 min" },
          { value: "1h", label: "1 hour" },
          { value: "morning", label: `To ${clock(nextMorning(now, viewer.timeZone), viewer)}` },
          { value: "other", label: "Other" },
        ]}
      />
      {ends === null ? (
        <div className="mt-3">
          <FormDateTime name="until" label="Until" />
        </div>
      ) : (
        <p className="mt-1 text-xs text-fg-faint">Until {moment(ends, now, viewer)}</p>
      )}
    </div>
  );
}
