"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { AreasField } from "@/components/areas/areas-field";
import { FormCheckbox, FormOneOf, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { toast } from "@/components/ui/toast";
import { roleQueries } from "@/lib/domains/roles/queries";
import { changeUser, peopleQueries } from "@/lib/domains/users/queries";
import type { UserDetail } from "@/lib/domains/users/schema";

/** Name, e-mail, role, areas and the break-glass flag of one account. */
export function UserForm({ user }: { user: UserDetail }) {
  const queries = useQueryClient();
  const { data: roles } = useQuery(roleQueries.list());
  const stepUp = useStepUp();
  const control = useSubmitForm({
    schema: async () => (await import("@/lib/domains/users/schema")).UserChange,
    defaultValues: {
      name: user.name,
      email: user.email,
      role: user.role.id,
      areaIds: user.areas?.map(({ id }) => id) ?? null,
      breakGlass: user.breakGlass,
    },
    submit: async (change) => {
      await stepUp(() => changeUser(user.id, change));
      await queries.invalidateQueries({ queryKey: peopleQueries.all });
      toast.done({ title: "Account saved", detail: "Open sessions have the new rights." });
    },
  });
  return (
    <Form control={control} submitLabel="Save account" busyLabel="Saving" className="max-w-110">
      <FormTextField name="name" label="Name" autoComplete="off" />
      <FormTextField name="email" label="E-mail" type="email" autoComplete="off" />
      <FormOneOf
        name="role"
        label="Role"
        placeholder={user.role.name}
        options={(roles?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <AreasField name="areaIds" label="Areas" known={user.areas ?? []} />
      {user.elsewhere ? null : (
        <FormCheckbox name="breakGlass">
          Break glass: may sign in with a password when the sign-in service is down
        </FormCheckbox>
      )}
    </Form>
  );
}
