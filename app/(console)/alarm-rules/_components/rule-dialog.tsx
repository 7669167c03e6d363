"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { ItemResults } from "@/components/commands/item-results";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { DeviceChooser } from "@/components/elements/device-chooser";
import { type Chosen, ElementChooser } from "@/components/elements/element-chooser";
import { useDeviceName } from "@/components/elements/use-device-name";
import { FormCheckbox, FormChoices, FormNumber, FormSelect, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { useShell } from "@/components/shell/shell-context";
import { ChooserField } from "@/components/ui/chooser-field";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { alarmPriorityQueries } from "@/lib/domains/alarm-priorities/queries";
import { addRules, editRule } from "@/lib/domains/alarm-rules/queries";
import { type AlarmRuleDetail, type RuleFormInput, RuleInput } from "@/lib/domains/alarm-rules/schema";
import {
  eventTypesOf,
  eventWords,
  RULE_DESCRIPTION_MAX,
  RULE_NAME_MAX,
  ruleSourceTypes,
  ruleSourceWords,
} from "@/lib/domains/alarm-rules/terms";
import { alarmScheduleQueries } from "@/lib/domains/alarm-schedules/queries";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import type { ItemResult } from "@/lib/domains/commands/schema";
import { platformUserQueries } from "@/lib/domains/platform-users/queries";

const blank: RuleFormInput = {
  name: "",
  description: "",
  source: { type: "camera", id: "" },
  eventType: "",
  scheduleId: "",
  priorityId: "",
  notify: false,
  recipientIds: [],
  ignoreRecurring: false,
  ignoreTime: null,
};

/** The rule as the form has it; a source that is gone has to be chosen anew. */
function valuesOf(rule: AlarmRuleDetail): RuleFormInput {
  const type = ruleSourceTypes.find((each) => each === rule.source.type) ?? "camera";
  return {
    name: rule.name,
    description: rule.description,
    source: { type, id: rule.source.gone ? "" : (rule.source.id ?? "") },
    eventType: rule.eventType ?? "",
    scheduleId: rule.schedule?.id ?? "",
    priorityId: rule.priority?.id ?? "",
    notify: rule.notify,
    recipientIds: (rule.recipients ?? []).map(({ id }) => id),
    ignoreRecurring: rule.ignoreRecurring !== null,
    ignoreTime: rule.ignoreTime,
  };
}

export interface RuleDialogProps {
  /** Absent: a new one. */
  rule?: AlarmRuleDetail;
  onClose: () => void;
}

/** Adds a rule, or writes one anew: all of it is sent, because the cloud account may forget what is left out. */
export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const readAnew = useReadAnew();
  const [results, setResults] = useState<readonly ItemResult[]>([]);
  const control = useSubmitForm<RuleFormInput, RuleInput>({
    schema: RuleInput,
    defaultValues: rule === undefined ? blank : valuesOf(rule),
    submit: async (values) => {
      const sent = rule === undefined ? addRules([values]) : editRule(rule.id, values);
      const answer = await sent.finally(() => readAnew("alarm-rules"));
      setResults(answer.items);
      if (answer.result !== "done") return;
      toast.done({ title: rule === undefined ? "Rule added" : "Rule changed" });
      onClose();
    },
  });
  return (
    <AskingDialog
      control={control}
      onClose={onClose}
      title={rule === undefined ? "Add rule" : "Edit rule"}
      className="max-w-140"
    >
      <Form
        control={control}
        submitLabel={rule === undefined ? "Add rule" : "Save changes"}
        busyLabel={rule === undefined ? "Adding" : "Saving"}
        onCancel={onClose}
        className="pt-3"
      >
        <SourceFields rule={rule} />
        <FormTextField name="name" label="Name" limit={RULE_NAME_MAX} autoComplete="off" />
        <FormTextField
          name="description"
          label="Description"
          aside="optional"
          hint="Guards read it beside each alarm."
          limit={RULE_DESCRIPTION_MAX}
          autoComplete="off"
        />
        <Terms />
        <Recipients rule={rule} />
        <p className="text-xs text-fg-soft">
          {rule === undefined
            ? "The cloud account tells of alarms from then on. A rule can be neither deleted nor switched off from here: do that in the account's own portal."
            : "The rule applies as soon as the cloud account takes it. Whether it is on stays as it is: that is changed in the account's own portal, as is deleting it."}
        </p>
        {results.some(({ result }) => result !== "done") ? (
          <ItemResults items={results} label="What became of it" />
        ) : null}
      </Form>
    </AskingDialog>
  );
}

/** The name of what was chosen, as far as the mirror is asked for it anyway. */
function useSource(rule: AlarmRuleDetail | undefined) {
  const source = useWatch<RuleFormInput, "source">({ name: "source" });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const camera = useQuery({
    ...cameraQueries.detail(source.id),
    enabled: source.type === "camera" && source.id !== "",
  });
  const device = useDeviceName(source.type === "encodingDevice" && source.id !== "" ? source.id : null);
  const before = rule?.source.id === source.id ? rule : undefined;
  const known = chosen?.id === source.id ? chosen.name : undefined;
  const name = known ?? before?.source.name ?? camera.data?.name ?? device ?? source.id;
  const offered =
    source.id === "" || (source.type === "camera" && camera.data === undefined)
      ? (before?.eventTypes ?? [])
      : eventTypesOf(source.type, camera.data?.abilities ?? []);
  const present = before?.eventType ?? null;
  const events = [...new Set([...(present === null ? [] : [present]), ...offered])];
  return { source, name, events, setChosen };
}

function SourceFields({ rule }: { rule: AlarmRuleDetail | undefined }) {
  const { setValue, getValues } = useFormContext<RuleFormInput>();
  const { person } = useShell();
  const { source, name, events, setChosen } = useSource(rule);
  const { field, error } = useField("source.id");
  const eventType = useWatch<RuleFormInput, "eventType">({ name: "eventType" });
  // Rules of devices reach everything on them.
  const types = ruleSourceTypes.filter((type) => type !== "encodingDevice" || person.everywhere);
  const kind = source.type === "camera" ? "cameras" : "alarm-inputs";

  const type = useRef(source.type);
  useEffect(() => {
    if (type.current === source.type) return;
    type.current = source.type;
    setValue("source.id", "");
    setValue("eventType", "");
  }, [source.type, setValue]);

  // A new rule is mostly called after what it watches for.
  useEffect(() => {
    if (rule !== undefined || eventType === "" || getValues("name") !== "") return;
    setValue("name", `${name} – ${eventWords(eventType)}`.slice(0, RULE_NAME_MAX), { shouldDirty: true });
  }, [rule, eventType, name, getValues, setValue]);

  function choose(next: { id: string; name: string | null }, close: () => void) {
    setChosen(next.name === null ? null : { id: next.id, name: next.name });
    field.onChange(next.id);
    if (next.id !== source.id) setValue("eventType", "");
    close();
  }

  return (
    <>
      <FormSelect
        name="source.type"
        label="What it watches"
        options={types.map((value) => ({ value, label: ruleSourceWords[value] }))}
      />
      <ChooserField
        label={ruleSourceWords[source.type]}
        buttonRef={field.ref}
        error={error}
        shown={source.id === "" ? null : <Name>{name}</Name>}
        placeholder="Choose"
        {...(rule?.source.gone === true && source.id === ""
          ? { hint: `${rule.source.name ?? "Its source"} is gone: choose what it shall watch instead.` }
          : {})}
      >
        {(close) =>
          source.type === "encodingDevice" ? (
            <DeviceChooser
              value={source.id === "" ? null : source.id}
              category="encodingDevice"
              onChoose={(id) => choose({ id, name: null }, close)}
            />
          ) : (
            <ElementChooser
              key={kind}
              kind={kind}
              value={source.id === "" ? [] : [{ id: source.id, name }]}
              onChange={([next]) => (next === undefined ? undefined : choose(next, close))}
            />
          )
        }
      </ChooserField>
      <FormSelect
        key={`${source.type} ${source.id}`}
        name="eventType"
        label="Event"
        isDisabled={source.id === ""}
        hint={
          source.type === "camera"
            ? "Only what the camera says it can detect, and its connection."
            : "Only what such a source can tell of."
        }
        options={events.map((value) => ({ value, label: eventWords(value) }))}
      />
    </>
  );
}

function Terms() {
  const priorities = useInfiniteQuery(alarmPriorityQueries.list());
  const schedules = useInfiniteQuery(alarmScheduleQueries.list());
  const levels = priorities.data?.pages.flatMap(({ items }) => items) ?? [];
  const times = schedules.data?.pages.flatMap(({ items }) => items) ?? [];
  const ignores = useWatch<RuleFormInput, "ignoreRecurring">({ name: "ignoreRecurring" });
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <FormSelect
          name="scheduleId"
          label="Schedule"
          hint="Made in the account's own portal."
          options={times.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FormSelect
          name="priorityId"
          label="Priority"
          options={levels.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      <FormCheckbox name="ignoreRecurring">Leave out alarms that come again at once</FormCheckbox>
      {ignores === true ? (
        <FormNumber
          name="ignoreTime"
          label="Left out for"
          hint="The cloud account's interface names no unit; its portal shows it."
          min={1}
          max={86_400}
        />
      ) : null}
    </>
  );
}

function Recipients({ rule }: { rule: AlarmRuleDetail | undefined }) {
  const notify = useWatch<RuleFormInput, "notify">({ name: "notify" });
  const { data } = useInfiniteQuery({ ...platformUserQueries.list(""), enabled: notify === true });
  const known = data?.pages.flatMap(({ items }) => items) ?? [];
  const before = (rule?.recipients ?? []).filter(({ id }) => known.every((user) => user.id !== id));
  return (
    <>
      <FormCheckbox name="notify">Tell users of the platform</FormCheckbox>
      {notify === true ? (
        <FormChoices
          name="recipientIds"
          label="Recipients"
          hint="Users of the cloud account, in the vendor's own app; nobody of Gatehouse."
          options={[...known, ...before].map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
    </>
  );
}
