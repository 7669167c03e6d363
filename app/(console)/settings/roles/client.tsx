"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { insist } from "@/components/ui/insist";
import { QueryFailure } from "@/components/ui/query-failure";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import { deleteRole, roleQueries } from "@/lib/domains/roles/queries";
import type { RoleItem } from "@/lib/domains/roles/schema";
import { SettingsFrame } from "../_components/settings-frame";
import { RoleMatrix } from "./_components/role-matrix";

const CodesDialog = dynamic(() =>
  insist(() => import("./_components/codes-dialog")).then((module) => module.CodesDialog),
);
const RoleDialog = dynamic(() => insist(() => import("./_components/role-dialog")).then((module) => module.RoleDialog));

export function RolesPage() {
  const queries = useQueryClient();
  const query = useQuery(roleQueries.list());
  const { data } = query;
  const stepUp = useStepUp();
  const [editing, setEditing] = useState<RoleItem | "new">();
  const [deleting, setDeleting] = useState<RoleItem>();
  const [ruling, setRuling] = useState<RoleItem>();
  return (
    <SettingsFrame
      tab="roles"
      actions={
        data === undefined ? null : (
          <Button variant="primary" icon={Plus} onPress={() => setEditing("new")}>
            Add role
          </Button>
        )
      }
    >
      <QueryFailure query={query} />
      {data === undefined ? null : (
        <RoleMatrix roles={data.items} onEdit={setEditing} onDelete={setDeleting} onCodes={setRuling} />
      )}
      {editing === undefined || data === undefined ? null : (
        <RoleDialog
          roles={data.items}
          {...(editing === "new" ? {} : { role: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {ruling === undefined ? null : <CodesDialog role={ruling} onClose={() => setRuling(undefined)} />}
      {deleting === undefined ? null : (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => (open ? undefined : setDeleting(undefined))}
          title={
            <>
              Delete the role <Name>{deleting.name}</Name>?
            </>
          }
          consequence="Nobody can be given it any more. What people did in it stays in the audit log."
          confirmLabel="Delete role"
          busyLabel="Deleting"
          danger
          onConfirm={async () => {
            await stepUp(() => deleteRole(deleting.id));
            await queries.invalidateQueries({ queryKey: roleQueries.all });
            toast.done({ title: "Role deleted" });
          }}
        />
      )}
    </SettingsFrame>
  );
}
