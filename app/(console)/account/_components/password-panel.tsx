"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { accountQueries, changePassword } from "@/lib/domains/account/queries";
import { PasswordChange } from "@/lib/domains/account/schema";
import { Panel } from "./panel";

export function PasswordPanel({ changedAt }: { changedAt: string | null }) {
  const queries = useQueryClient();
  const control = useSubmitForm<PasswordChange, PasswordChange>({
    schema: PasswordChange,
    defaultValues: { current: "", password: "" },
    submit: async (values) => {
      await changePassword(values);
      control.form.reset();
      toast.done({ title: "Password changed", detail: "Your other sessions have ended." });
      await queries.invalidateQueries(accountQueries.own());
    },
  });
  return (
    <Panel
      id="password"
      title="Password"
      about={
        <>
          Changing it ends your other sessions.
          {changedAt === null ? null : (
            <>
              {" "}
              Last changed <Time at={changedAt} as="date" />.
            </>
          )}
        </>
      }
    >
      <Form control={control} submitLabel="Change password" busyLabel="Changing" className="max-w-96">
        <FormTextField name="current" label="Present password" type="password" autoComplete="current-password" />
        <FormTextField
          name="password"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters; a few words are easy to remember."
        />
      </Form>
    </Panel>
  );
}
