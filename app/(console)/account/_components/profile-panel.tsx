"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { accountQueries, rename } from "@/lib/domains/account/queries";
import type { AccountInfo, Profile } from "@/lib/domains/account/schema";
import { Panel } from "./panel";

export function ProfilePanel({ account }: { account: AccountInfo }) {
  const queries = useQueryClient();
  const router = useRouter();
  const control = useSubmitForm<Profile, Profile>({
    schema: async () => (await import("@/lib/domains/account/schema")).Profile,
    defaultValues: { name: account.name },
    submit: async (values) => {
      await rename(values);
      toast.done({ title: "Name saved" });
      await queries.invalidateQueries(accountQueries.own());
      // The frame shows the name as well.
      router.refresh();
    },
  });
  return (
    <Panel id="profile" title="Profile" about="Your name stands beside what you do. Others see it.">
      <Form control={control} submitLabel="Save name" busyLabel="Saving" className="max-w-96">
        <FormTextField name="name" label="Name" autoComplete="name" />
        <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm">
          <dt className="text-fg-soft">E-mail</dt>
          <dd className="wrap-anywhere">
            <bdi>{account.email}</bdi>
          </dd>
          <dt className="text-fg-soft">Role</dt>
          <dd>
            <Name>{account.role}</Name>
          </dd>
          {account.provider === null ? null : (
            <>
              <dt className="text-fg-soft">Signs in with</dt>
              <dd>{account.provider}</dd>
            </>
          )}
        </dl>
      </Form>
    </Panel>
  );
}
