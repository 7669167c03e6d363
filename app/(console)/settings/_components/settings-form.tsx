"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useId } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { FormNumber } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { useSteady } from "@/components/form/steady";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useViewer } from "@/components/ui/viewer";
import { changeSetting } from "@/lib/domains/settings/queries";
import type { SettingValues } from "@/lib/domains/settings/schema";
import type { SettingGroup, SettingItem, SettingUnit } from "@/lib/domains/settings/terms";
import { ApiProblem } from "@/lib/http/fetcher";

export interface SettingsGroup {
  group: SettingGroup;
  /** One or two sentences: what the numbers do. */
  about: ReactNode;
  /** Instead of the group's own name. */
  title?: string;
}

interface Change {
  item: SettingItem;
  value: number;
}

function valuesOf(items: readonly SettingItem[]): SettingValues {
  const values: SettingValues = {};
  for (const { key, value } of items) {
    const [area = "", name = ""] = key.split(".");
    (values[area] ??= {})[name] = value;
  }
  return values;
}

/** What rises first and in order, what falls after that and backwards: so a warning never falls below its stop. */
function changesOf(items: readonly SettingItem[], values: SettingValues): Change[] {
  const changes = items.map((item) => {
    const [area = "", name = ""] = item.key.split(".");
    return { item, value: values[area]?.[name] ?? item.value };
  });
  const falling = changes.filter(({ item, value }) => value < item.value);
  return [...changes.filter(({ item, value }) => value > item.value), ...falling.reverse()];
}

/** The server speaks of one `value`; here it has the name of its field. */
function onField(error: unknown, key: string): unknown {
  if (!(error instanceof ApiProblem)) return error;
  const { status, kind, title, remedy, code, requestId, outcome } = error;
  const errors = error.errors.map((each) => (each.field === "value" ? { ...each, field: key } : each));
  return new ApiProblem(error.message, { status, kind, title, remedy, code, requestId, outcome, errors }, error);
}

export interface SettingsFormProps {
  groups: readonly SettingsGroup[];
  /** All settings; those of the groups are shown. */
  items: readonly SettingItem[];
  submitLabel: string;
}

/** Numbers that administrators may change; each is saved by itself, so that one refused holds up no other. */
export function SettingsForm({ groups, items, submitLabel }: SettingsFormProps) {
  const shown = items.filter(({ group }) => groups.some((each) => each.group === group));
  const save = useMutation(changeSetting(useQueryClient()));
  const control = useSubmitForm<SettingValues, SettingValues>({
    schema: async () => (await import("@/lib/domains/settings/schema")).settingValues(shown.map(({ key }) => key)),
    defaultValues: valuesOf(shown),
    submit: async (values) => {
      const changes = changesOf(shown, values);
      for (const { item, value } of changes) {
        try {
          await save.mutateAsync({ key: item.key, value: value === item.default ? null : value });
        } catch (error) {
          throw onField(error, item.key);
        }
        form.resetField(item.key, { defaultValue: value });
      }
      if (changes.length > 0) toast.done({ title: changes.length === 1 ? "Setting saved" : "Settings saved" });
    },
  });
  const { form } = control;
  const { isSubmitSuccessful } = form.formState;

  // What is typed from now on is at risk again.
  useEffect(() => {
    if (isSubmitSuccessful) form.reset(form.getValues());
  }, [form, isSubmitSuccessful]);

  // Somebody else may have changed what nobody has touched here.
  useEffect(() => {
    for (const { key, value } of items) {
      if (form.getValues(key) !== value && !form.getFieldState(key).isDirty)
        form.resetField(key, { defaultValue: value });
    }
  }, [form, items]);

  return (
    <Form
      control={control}
      submitLabel={submitLabel}
      busyLabel="Saving"
      className="gap-0! [&>div:last-child]:max-w-266 [&>div:last-child]:p-5"
    >
      <div className="divide-y divide-line border-b border-line">
        {groups.map((group) => (
          <Group key={group.group} {...group} items={shown.filter((item) => item.group === group.group)} />
        ))}
      </div>
    </Form>
  );
}

function Group({ group, title = group, about, items }: SettingsGroup & { items: readonly SettingItem[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-4 p-5 lg:grid-cols-[18rem_minmax(0,44rem)] lg:gap-8">
      <div>
        <h2 id={id} className="text-md font-semibold">
          {title}
        </h2>
        <p className="mt-1 max-w-96 text-sm text-fg-soft">{about}</p>
      </div>
      <div className="grid min-w-0 items-start gap-x-6 gap-y-5 sm:grid-cols-2">
        {items.map((item) => (
          <SettingField key={item.key} item={item} />
        ))}
      </div>
    </section>
  );
}

const amount = (text: string, unit: SettingUnit) => `${text} ${text === "1" ? unit.replace(/s$/, "") : unit}`;

function SettingField({ item }: { item: SettingItem }) {
  const { key, label, help, unit, min, max, changed } = item;
  const { setFocus, setValue } = useFormContext();
  const isDefault = useSteady(useWatch<Record<string, unknown>>({ name: key }) === item.default);
  const number = new Intl.NumberFormat(useViewer().locale);
  const back = `Back to ${amount(number.format(item.default), unit)}`;
  return (
    <div>
      <FormNumber
        name={key}
        label={label}
        unit={unit}
        hint={`${help} ${number.format(min)} to ${amount(number.format(max), unit)}, ${number.format(item.default)} unless changed.`}
      />
      {changed === null ? null : (
        <p className="mt-1 text-xs text-fg-soft">
          Changed <Time at={changed.at} />
          {changed.by === null ? null : (
            <>
              {" "}
              by <Name>{changed.by}</Name>
            </>
          )}
        </p>
      )}
      {isDefault ? null : (
        <Button
          size="sm"
          variant="quiet"
          className="-ms-2 mt-1"
          aria-label={`${back}: ${label}`}
          onPress={() => {
            setValue(key, item.default, { shouldDirty: true, shouldValidate: true });
            setFocus(key);
          }}
        >
          {back}
        </Button>
      )}
    </div>
  );
}
