"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { useShell } from "@/components/shell/shell-context";
import { Checkbox } from "@/components/ui/checkbox";
import { useStepUp } from "@/components/step-up/step-up-provider";
import { FieldProblem } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { may, permissions, type Permission } from "@/lib/auth/roles";
import { addRole, changeRole, roleQueries } from "@/lib/domains/roles/queries";
import { NewRole, type RoleItem } from "@/lib/domains/roles/schema";
import { permissionGroups, permissionWords } from "@/lib/domains/roles/terms";

export interface RoleDialogProps {
  /** The one to change; a new one without. */
  role?: RoleItem;
  /** To copy from. */
  roles: readonly RoleItem[];
  onClose: () => void;
}

export function RoleDialog({ role, roles, onClose }: RoleDialogProps) {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const control = useSubmitForm({
    schema: NewRole,
    defaultValues: { name: role?.name ?? "", permissions: [...(role?.permissions ?? [])] },
    submit: async (values) => {
      await stepUp<unknown>(() => (role === undefined ? addRole(values) : changeRole(role.id, values)));
      await queries.invalidateQueries({ queryKey: roleQueries.all });
      toast.done({ title: role === undefined ? "Role added" : "Role saved" });
      onClose();
    },
  });
  return (
    <AskingDialog
      control={control}
      onClose={onClose}
      title={role === undefined ? "Add a role" : "Change the role"}
      className="max-w-160!"
    >
      <Form
        control={control}
        submitLabel={role === undefined ? "Add role" : "Save role"}
        busyLabel="Saving"
        onCancel={onClose}
        className="pt-3 text-fg"
      >
        <FormTextField name="name" label="Name" autoComplete="off" autoFocus limit={60} />
        <PermissionsField roles={roles} />
      </Form>
    </AskingDialog>
  );
}

/** Every permission in plain words, by group. What somebody lacks they cannot give. */
function PermissionsField({ roles }: { roles: readonly RoleItem[] }) {
  const { field, error } = useField("permissions");
  const { person } = useShell();
  const chosen = new Set(field.value as Permission[]);

  function toggle(permission: Permission, on: boolean) {
    field.onChange(permissions.filter((each) => (each === permission ? on : chosen.has(each))));
  }

  return (
    <>
      <Select
        label="Copy from"
        aside="optional"
        hint="Ticks what that role may do; change it below."
        options={roles.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(id) => {
          const copied = roles.find((role) => role.id === id)?.permissions ?? [];
          field.onChange(copied.filter((permission) => may(person, permission)));
        }}
      />
      <FieldProblem>{error}</FieldProblem>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {permissionGroups.map((group) => (
          <fieldset key={group} className="min-w-0">
            <legend className="mb-1 text-xs font-semibold text-fg-soft">{group}</legend>
            {permissions
              .filter((permission) => permissionWords[permission].group === group)
              .map((permission) => (
                <Checkbox
                  key={permission}
                  isSelected={chosen.has(permission)}
                  isDisabled={!may(person, permission)}
                  onChange={(on) => toggle(permission, on)}
                >
                  {permissionWords[permission].label}
                </Checkbox>
              ))}
          </fieldset>
        ))}
      </div>
    </>
  );
}
