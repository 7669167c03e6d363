"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { roleQueries, ruleCodes } from "@/lib/domains/roles/queries";
import type { RoleItem } from "@/lib/domains/roles/schema";

function consequence({ codes: { required, missing } }: RoleItem): string {
  if (required) return "Codes that people have set up are still asked for, but nobody has to set any up.";
  const who =
    missing === 0
      ? "Everybody with a password has set codes up already."
      : missing === 1
        ? "One person has set up none: they do so before anything else, also where they are signed in now."
        : `${missing} people have set up none: they do so before anything else, also where they are signed in now.`;
  return `${who} Whoever signs in with the sign-in service is asked for what is asked there.`;
}

/** Whether everybody of a role must have codes. */
export function CodesDialog({ role, onClose }: { role: RoleItem; onClose: () => void }) {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const required = !role.codes.required;
  const who = <Name>{role.name}</Name>;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={required ? <>Make codes a must for {who}?</> : <>Make codes a choice for {who}?</>}
      consequence={consequence(role)}
      confirmLabel={required ? "Make codes a must" : "Make codes a choice"}
      busyLabel="Saving"
      onConfirm={async () => {
        await stepUp(() => ruleCodes(role.id, { required }));
        await queries.invalidateQueries({ queryKey: roleQueries.all });
        toast.done({ title: required ? "Codes are a must now" : "Codes are a choice now" });
      }}
    />
  );
}
