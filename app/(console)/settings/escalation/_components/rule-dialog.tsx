"use client";

import { useQueryClient } from "@tanstack/react-query";
import { AreasField } from "@/components/areas/areas-field";
import { FormCheckbox, FormChoices, FormNumber, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldProblem, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { priorities, priorityWords, type AlarmPriority } from "@/lib/domains/alarms/terms";
import { addRule, changeRule, escalationQueries } from "@/lib/domains/escalations/queries";
import { EscalationRuleInput, type EscalationRule, type EscalationRules } from "@/lib/domains/escalations/schema";
import { LEAST_AFTER_SECONDS, MOST_AFTER_SECONDS } from "@/lib/domains/escalations/terms";

export interface RuleDialogProps {
  /** The one to change; a new one without. */
  rule?: EscalationRule;
  choice: Pick<EscalationRules, "people" | "roles" | "mail">;
  /** A webhook's key, to be shown once. */
  onKey: (key: string) => void;
  onClose: () => void;
}

function PrioritiesField() {
  const { field, error } = useField("priorities");
  const chosen = field.value as AlarmPriority[];
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Alarms of priority</legend>
      <div className="flex flex-wrap gap-x-5">
        {priorities.map((priority) => (
          <Checkbox
            key={priority}
            isSelected={chosen.includes(priority)}
            onChange={(on) =>
              field.onChange(priorities.filter((each) => (each === priority ? on : chosen.includes(each))))
            }
          >
            {`${priority}, ${priorityWords[priority].toLowerCase()}`}
          </Checkbox>
        ))}
      </div>
      <FieldProblem>{error}</FieldProblem>
    </fieldset>
  );
}

/** An empty address is none. */
function WebhookField() {
  const { field, error } = useField("webhookUrl");
  const given = typeof field.value === "string" ? field.value : "";
  return (
    <TextField
      label="Webhook"
      aside="optional"
      hint="An https address that is sent each escalation, signed with a key that is shown once."
      value={given}
      error={error}
      onChange={(text) => field.onChange(text.trim() === "" ? null : text)}
      onBlur={field.onBlur}
      inputRef={field.ref}
      inputMode="url"
      autoComplete="off"
      spellCheck="false"
    />
  );
}

export function RuleDialog({ rule, choice, onKey, onClose }: RuleDialogProps) {
  const queries = useQueryClient();
  const control = useSubmitForm({
    schema: EscalationRuleInput,
    defaultValues: {
      name: rule?.name ?? "",
      enabled: rule?.enabled ?? true,
      priorities: rule?.priorities ?? [1, 2],
      areaIds: rule?.areas?.map(({ id }) => id) ?? null,
      afterSeconds: rule?.afterSeconds ?? 120,
      userIds: rule?.people.map(({ id }) => id) ?? [],
      roles: rule?.roles.map(({ id }) => id) ?? [],
      sound: rule?.sound ?? true,
      email: rule?.email ?? false,
      webhookUrl: rule?.webhookUrl ?? null,
    },
    submit: async (values) => {
      const { webhookKey } = await (rule === undefined ? addRule(values) : changeRule(rule.id, values));
      await queries.invalidateQueries({ queryKey: escalationQueries.all });
      toast.done({ title: rule === undefined ? "Rule added" : "Rule saved" });
      onClose();
      if (webhookKey !== null) onKey(webhookKey);
    },
  });
  // Whoever cannot be called at the moment stays until somebody takes them out.
  const absent = rule?.people.filter(({ id }) => choice.people.every((person) => person.id !== id)) ?? [];
  const people = [
    ...choice.people.map(({ id, name, roleName }) => ({ value: id, label: name, hint: roleName })),
    ...absent.map(({ id, name }) => ({ value: id, label: name, hint: "cannot be called now" })),
  ];
  return (
    <AskingDialog
      control={control}
      onClose={onClose}
      title={rule === undefined ? "Add an escalation rule" : "Change the escalation rule"}
      className="max-w-160!"
    >
      <Form
        control={control}
        submitLabel={rule === undefined ? "Add rule" : "Save rule"}
        busyLabel="Saving"
        onCancel={onClose}
        className="pt-3 text-fg"
      >
        <FormTextField name="name" label="Name" autoComplete="off" autoFocus limit={80} />
        <FormCheckbox name="enabled">Switched on</FormCheckbox>
        <PrioritiesField />
        <AreasField name="areaIds" label="Where" known={rule?.areas ?? []} />
        <FormNumber
          name="afterSeconds"
          label="When nobody acknowledges within"
          unit="seconds"
          min={LEAST_AFTER_SECONDS}
          max={MOST_AFTER_SECONDS}
          step={10}
        />
        <FormChoices name="userIds" label="Call these people" options={people} />
        <FormChoices
          name="roles"
          label="Call everybody on duty as"
          options={choice.roles.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <fieldset className="space-y-1">
          <legend className="mb-1 text-sm font-medium">How</legend>
          <FormCheckbox name="sound">In their console, with sound, until they say that they heard it</FormCheckbox>
          <FormCheckbox name="email">
            {choice.mail === null ? "By e-mail (no mail server is set up yet)" : "By e-mail"}
          </FormCheckbox>
          <SoundProblem />
        </fieldset>
        <WebhookField />
      </Form>
    </AskingDialog>
  );
}

/** "Choose at least one way" stands at the ways. */
function SoundProblem() {
  const { error } = useField("sound");
  return <FieldProblem>{error}</FieldProblem>;
}
