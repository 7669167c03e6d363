"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { toast } from "@/components/ui/toast";
import { accountQueries, changePassword } from "@/lib/domains/account/queries";
import { PasswordChange } from "@/lib/domains/account/schema";

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const control = useSubmitForm<PasswordChange, PasswordChange>({
    schema: PasswordChange,
    defaultValues: { current: "", password: "" },
    submit: async (values) => {
      await changePassword(values);
      onClose();
      toast.done({ title: "Password changed", detail: "Your other sessions have ended." });
      await queries.invalidateQueries(accountQueries.own());
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Change your password">
      <Form control={control} submitLabel="Change password" busyLabel="Changing" onCancel={onClose} className="mt-2">
        <FormTextField
          name="current"
          label="Present password"
          type="password"
          autoComplete="current-password"
          autoFocus
        />
        <FormTextField
          name="password"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters; a few words are easy to remember."
        />
      </Form>
    </AskingDialog>
  );
}
