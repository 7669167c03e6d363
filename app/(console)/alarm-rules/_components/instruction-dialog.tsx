"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { FormTextArea } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { toast } from "@/components/ui/toast";
import { instructionQueries, setInstruction } from "@/lib/domains/instructions/queries";
import { type InstructionItem, MOST_STEPS, SetInstruction } from "@/lib/domains/instructions/schema";
import { TargetField } from "./target-field";

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const fields = SetInstruction.shape;

/** Steps are typed one below the other; what is wrong with one is told with its words. */
const InstructionForm = z.object({
  scope: fields.scope,
  targetId: z.string().min(1, "Choose what it is for."),
  name: z.string(),
  steps: z.string().transform((text, context) => {
    const steps = linesOf(text);
    const read = SetInstruction.safeParse({ scope: "type", targetId: "any", steps });
    if (read.success) return steps;
    for (const { path, message } of read.error.issues) {
      const step = typeof path[1] === "number" ? steps[path[1]] : undefined;
      const told = step === undefined ? message : `“${step.slice(0, 30)}…”: ${message}`;
      context.addIssue({ code: "custom", message: told });
    }
    return z.NEVER;
  }),
});

function ScopeField() {
  const { field } = useField("scope");
  const { field: target } = useField("targetId");
  const scope = field.value === "rule" ? "rule" : "type";
  return (
    <div className="space-y-4">
      <div>
        <p className="mb-1 text-sm font-medium">For alarms of</p>
        <SegmentedControl
          label="For alarms of"
          value={scope}
          options={[
            { value: "type", label: "A type" },
            { value: "rule", label: "A rule" },
          ]}
          onChange={(next) => {
            field.onChange(next);
            target.onChange("");
          }}
        />
      </div>
      <TargetField key={scope} scope={scope} />
    </div>
  );
}

/** What guards are told to do, step by step: a new instruction, or another wording of one that is there. */
export function InstructionDialog({
  instruction,
  known,
  onClose,
}: {
  instruction?: InstructionItem;
  known: readonly InstructionItem[];
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const save = useMutation(setInstruction);
  const control = useSubmitForm({
    schema: InstructionForm.refine(
      ({ scope, targetId }) =>
        instruction !== undefined || known.every((each) => each.scope !== scope || each.targetId !== targetId),
      { path: ["targetId"], message: "It has an instruction already: change that one." },
    ),
    defaultValues: {
      scope: instruction?.scope ?? "type",
      targetId: instruction?.targetId ?? "",
      name: instruction?.name ?? "",
      steps: instruction?.steps.join("\n") ?? "",
    },
    submit: async ({ scope, targetId, name, steps }) => {
      await save.mutateAsync({ scope, targetId, steps, ...(name === "" ? {} : { name }) });
      await queries.invalidateQueries(instructionQueries.list());
      toast.done({ title: instruction === undefined ? "Instruction added" : "Instruction saved" });
      onClose();
    },
  });
  return (
    <AskingDialog
      control={control}
      onClose={onClose}
      title={instruction === undefined ? "Add an instruction" : `Change the instruction for ${instruction.name}`}
    >
      <Form
        control={control}
        submitLabel={instruction === undefined ? "Add instruction" : "Save instruction"}
        busyLabel="Saving"
        onCancel={onClose}
        className="pt-3 text-fg"
      >
        {instruction === undefined ? <ScopeField /> : null}
        <FormTextArea
          name="steps"
          label="Steps"
          hint={`One step in a line, up to ${MOST_STEPS}. Guards tick them in the open alarm.`}
          rows={8}
        />
      </Form>
    </AskingDialog>
  );
}
