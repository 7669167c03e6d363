"use client";

import { useReadAnew } from "@/components/commands/use-read-anew";
import { FormArea, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useShell } from "@/components/shell/shell-context";
import { toast } from "@/components/ui/toast";
import { addArea } from "@/lib/domains/areas/queries";
import { AddArea } from "@/lib/domains/areas/schema";
import { AREA_NAME_MAX } from "@/lib/domains/areas/terms";

export interface AddAreaDialogProps {
  /** The area that is chosen on the page: the new one's parent unless changed. */
  parentId: string | null;
  onAdded: (id: string) => void;
  onClose: () => void;
}

export function AddAreaDialog({ parentId, onAdded, onClose }: AddAreaDialogProps) {
  const { person } = useShell();
  const readAnew = useReadAnew();
  const control = useSubmitForm({
    schema: AddArea,
    defaultValues: { name: "", parentId },
    submit: async (values) => {
      const added = await addArea(values).finally(() => readAnew("areas"));
      toast.done({ title: `Area "${added.name}" added` });
      onAdded(added.id);
      onClose();
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Add area">
      <Form control={control} submitLabel="Add area" busyLabel="Adding" onCancel={onClose} className="pt-3">
        <FormTextField name="name" label="Name" limit={AREA_NAME_MAX} autoFocus autoComplete="off" />
        <FormArea name="parentId" label="Inside" none={person.everywhere ? "Nothing: at the top" : undefined} />
        <p className="text-xs text-fg-faint">
          The cloud account can neither rename nor delete an area from here; that is done in its own portal.
        </p>
      </Form>
    </AskingDialog>
  );
}
