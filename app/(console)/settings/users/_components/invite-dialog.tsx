"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AreasField } from "@/components/areas/areas-field";
import { FormSelect, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { roleQueries } from "@/lib/domains/roles/queries";
import { inviteUser, peopleQueries } from "@/lib/domains/users/queries";
import { Invitation, type SignInLink } from "@/lib/domains/users/schema";
import { LinkNotice } from "./link-notice";

/** Asks who is invited, then shows their link. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [link, setLink] = useState<SignInLink>();
  if (link === undefined) return <InviteForm onMade={setLink} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      // What is shown once must not go by a stray press beside it.
      dismissable={false}
      title="The invitation is ready"
      actions={
        <Button variant="primary" onPress={onClose}>
          Done
        </Button>
      }
    >
      <LinkNotice link={link} />
    </Dialog>
  );
}

function InviteForm({ onMade, onClose }: { onMade: (link: SignInLink) => void; onClose: () => void }) {
  const queries = useQueryClient();
  const { data: roles } = useQuery(roleQueries.list());
  const stepUp = useStepUp();
  const control = useSubmitForm({
    schema: Invitation,
    defaultValues: { name: "", email: "", role: "", areaIds: null },
    submit: async (invitation) => {
      onMade(await stepUp(() => inviteUser(invitation)));
      void queries.invalidateQueries({ queryKey: peopleQueries.all });
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Invite a person">
      <Form
        control={control}
        submitLabel="Make invitation"
        busyLabel="Making"
        onCancel={onClose}
        className="pt-3 text-fg"
      >
        <FormTextField name="name" label="Name" autoComplete="off" autoFocus />
        <FormTextField name="email" label="E-mail" type="email" autoComplete="off" />
        <FormSelect
          name="role"
          label="Role"
          options={(roles?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <AreasField name="areaIds" label="Areas" />
      </Form>
    </AskingDialog>
  );
}
