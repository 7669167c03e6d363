"use client";

import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { z } from "zod";
import { ItemResults } from "@/components/commands/item-results";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { type ChoosableKind, type Chosen, ElementChooser } from "@/components/elements/element-chooser";
import { FormCheckbox, FormNumber, FormSelect, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { Button } from "@/components/ui/button";
import { ChooserField } from "@/components/ui/chooser-field";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { addLinkage } from "@/lib/domains/alarm-rules/queries";
import { type AddLinkageInput, type AlarmRuleDetail, Linkage } from "@/lib/domains/alarm-rules/schema";
import { LINKED_MAX, type LinkageKind, linkageKinds, linkageWords } from "@/lib/domains/alarm-rules/terms";
import type { ItemResult } from "@/lib/domains/commands/schema";

/** Every field of every kind, so that another kind can be looked at without losing what was typed. */
interface Values {
  kind: LinkageKind;
  cameraIds: string[];
  outputIds: string[];
  beforeSeconds: number | null;
  afterSeconds: number | null;
  intervalSeconds: number | null;
  when: "atEvent" | "aroundEvent";
  closes: boolean;
  closeAfter: number | null;
  templateId: string;
}

function linkageOf(values: Values): unknown {
  const { kind, cameraIds, outputIds, beforeSeconds, afterSeconds, intervalSeconds, when, templateId } = values;
  if (kind === "record") return { kind, cameraIds, beforeSeconds, afterSeconds };
  if (kind === "capture") return { kind, cameraIds, intervalSeconds, when };
  if (kind === "email") return { kind, templateId };
  // A time that was asked for and not given is not "stay on".
  return { kind, outputIds, closeAfter: values.closes ? (values.closeAfter ?? 0) : null };
}

const LinkageForm = z.custom<Values>().transform((values, context): AddLinkageInput["linkage"] => {
  const linkage = linkageOf(values);
  const parsed = Linkage.safeParse(linkage);
  if (parsed.success) return linkage as AddLinkageInput["linkage"];
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

export interface LinkageDialogProps {
  rule: AlarmRuleDetail;
  onClose: () => void;
}

/** What a rule does besides telling. Once set, it can be taken back in the account's own portal alone. */
export function LinkageDialog({ rule, onClose }: LinkageDialogProps) {
  const readAnew = useReadAnew();
  const [results, setResults] = useState<readonly ItemResult[]>([]);
  const control = useSubmitForm<Values, AddLinkageInput["linkage"]>({
    schema: LinkageForm,
    defaultValues: {
      kind: "record",
      cameraIds: [],
      outputIds: [],
      beforeSeconds: 5,
      afterSeconds: 30,
      intervalSeconds: 2,
      when: "atEvent",
      closes: true,
      closeAfter: 15,
      templateId: "",
    },
    submit: async (linkage) => {
      const answer = await addLinkage(rule.id, { linkage }).finally(() => readAnew("alarm-rules"));
      setResults(answer.items);
      if (answer.result !== "done") return;
      toast.done({ title: "Linkage set" });
      onClose();
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Add linkage" className="max-w-130">
      <Form control={control} submitLabel="Set linkage" busyLabel="Setting" onCancel={onClose} className="pt-3">
        <FormSelect
          name="kind"
          label="What the rule does besides"
          options={linkageKinds.map((value) => ({ value, label: linkageWords[value] }))}
        />
        <KindFields rule={rule} />
        <p className="text-xs text-fg-soft">
          It happens at each alarm of <Name>{rule.name}</Name> from then on. The gateway can neither list nor remove
          linkages: to change or end it, use the account&apos;s own portal.
        </p>
        {results.some(({ result }) => result !== "done") ? (
          <ItemResults items={results} label="What became of it" />
        ) : null}
      </Form>
    </AskingDialog>
  );
}

function KindFields({ rule }: { rule: AlarmRuleDetail }) {
  const [kind, closes] = useWatch<Values, ["kind", "closes"]>({ name: ["kind", "closes"] });
  const own = rule.source.type === "camera" && rule.source.id !== null && !rule.source.gone ? rule.source : null;
  const suggested = own === null ? null : { id: own.id ?? "", name: own.name ?? own.id ?? "" };
  if (kind === "email") {
    return (
      <FormTextField
        name="templateId"
        label="Id of the e-mail template"
        hint="Templates cannot be listed from here; the account's own portal shows their ids."
        autoComplete="off"
        spellCheck="false"
      />
    );
  }
  if (kind === "alarmOutput") {
    return (
      <>
        <Things key="outputs" name="outputIds" label="Outputs" kind="alarm-outputs" suggested={null} />
        <FormCheckbox name="closes">Switch off again by itself</FormCheckbox>
        {closes ? (
          <FormNumber
            name="closeAfter"
            label="After"
            hint="The cloud account's interface names no unit; its portal shows it."
            min={1}
            max={86_400}
          />
        ) : null}
      </>
    );
  }
  return (
    <>
      <Things key="cameras" name="cameraIds" label="Cameras" kind="cameras" suggested={suggested} />
      {kind === "record" ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <FormNumber name="beforeSeconds" label="Before the event" unit="seconds" min={0} max={3_600} />
          <FormNumber name="afterSeconds" label="After the event" unit="seconds" min={0} max={3_600} />
        </div>
      ) : (
        <>
          <FormNumber name="intervalSeconds" label="A picture every" unit="seconds" min={1} max={3_600} />
          <FormSelect
            name="when"
            label="When"
            options={[
              { value: "atEvent", label: "When it happens" },
              { value: "aroundEvent", label: "Before, when and after it happens" },
            ]}
          />
        </>
      )}
    </>
  );
}

interface ThingsProps {
  name: "cameraIds" | "outputIds";
  label: string;
  kind: ChoosableKind;
  /** The camera of the rule itself, which is mostly meant. */
  suggested: Chosen | null;
}

function Things({ name, label, kind, suggested }: ThingsProps) {
  const { setValue } = useFormContext<Values>();
  const { field, error } = useField(name);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const ids: readonly unknown[] = Array.isArray(field.value) ? field.value : [];
  const shown = chosen.filter(({ id }) => ids.includes(id));

  function choose(next: readonly Chosen[]) {
    setChosen(next);
    setValue(
      name,
      next.map(({ id }) => id),
      { shouldDirty: true, shouldValidate: error !== undefined },
    );
  }

  return (
    <div>
      <ChooserField
        label={label}
        aside={`${shown.length} of at most ${LINKED_MAX}`}
        buttonRef={field.ref}
        error={error}
        shown={shown.length === 0 ? null : <Name>{shown.map((each) => each.name).join(", ")}</Name>}
        placeholder="Choose"
      >
        {() => <ElementChooser kind={kind} value={shown} multiple onChange={choose} />}
      </ChooserField>
      {suggested === null || shown.length > 0 ? null : (
        <Button variant="quiet" size="sm" className="-ms-2 mt-1" onPress={() => choose([suggested])}>
          The rule&apos;s own camera
        </Button>
      )}
    </div>
  );
}
