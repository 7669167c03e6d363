"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { accountQueries, changePassword } from "@/lib/domains/account/queries";
import { PasswordChange } from "@/lib/domains/account/schema";
import { Panel } from "./panel";

export function PasswordPanel({ changedAt }: { changedAt: string | null }) {
  const [open, setOpen] = useState(false);
  return (
    <Panel id="password" title="Password" about="Changing it ends your other sessions.">
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <span className="text-fg-soft">
          {changedAt === null ? (
            "Not changed yet"
          ) : (
            <>
              Last changed <Time at={changedAt} as="date" />
            </>
          )}
        </span>
        <Button onPress={() => setOpen(true)}>Change password…</Button>
      </div>
      {open ? <PasswordDialog onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
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
