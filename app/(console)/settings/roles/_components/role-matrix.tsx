import { Check, Pencil, Trash2 } from "lucide-react";
import { Fragment } from "react";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { permissions } from "@/lib/auth/roles";
import type { RoleItem } from "@/lib/domains/roles/schema";
import { permissionGroups, permissionWords } from "@/lib/domains/roles/terms";

export interface RoleMatrixProps {
  roles: readonly RoleItem[];
  onEdit: (role: RoleItem) => void;
  onDelete: (role: RoleItem) => void;
  /** Asked to make codes a must for a role, or no longer. */
  onCodes: (role: RoleItem) => void;
}

/** What each role may do, side by side: the built-in ones to compare with, the custom ones to change. */
export function RoleMatrix({ roles, onEdit, onDelete, onCodes }: RoleMatrixProps) {
  return (
    <div
      role="region"
      aria-label="Roles and what they may do"
      // What scrolls must be reached by keyboard too.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="focus-inside relative overflow-auto p-5"
    >
      <table className="text-sm">
        <thead>
          <tr className="align-bottom [&>th]:border-b [&>th]:border-line [&>th]:pb-2 [&>th]:font-medium">
            <th scope="col" className="min-w-48 pe-4 text-start text-xs text-fg-soft">
              May
            </th>
            {roles.map((role) => (
              <th key={role.id} scope="col" className="min-w-28 px-2 text-center">
                <span className="block max-w-40 wrap-break-word">
                  <Name>{role.name}</Name>
                </span>
                <span data-numeric className="block text-xs font-normal text-fg-faint">
                  {role.users === 1 ? "1 user" : `${role.users} users`}
                </span>
                {role.builtIn ? (
                  <span className="block text-xs font-normal text-fg-faint">Built in</span>
                ) : (
                  <span className="flex justify-center">
                    <IconButton icon={Pencil} size="sm" label={`Change ${role.name}`} onPress={() => onEdit(role)} />
                    <IconButton icon={Trash2} size="sm" label={`Delete ${role.name}`} onPress={() => onDelete(role)} />
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={roles.length + 1} className="pt-4 pb-1 text-start text-xs font-semibold">
              Sign-in
            </th>
          </tr>
          <tr className="border-b border-line-soft">
            <th scope="row" className="h-row pe-4 text-start font-normal">
              Must have codes at sign-in
            </th>
            {roles.map((role) => (
              <td key={role.id}>
                <Checkbox
                  className="justify-center"
                  aria-label={`${role.name}: must have codes at sign-in`}
                  isSelected={role.codes.required}
                  onChange={() => onCodes(role)}
                />
              </td>
            ))}
          </tr>
          {permissionGroups.map((group) => (
            <Fragment key={group}>
              <tr>
                <th scope="rowgroup" colSpan={roles.length + 1} className="pt-4 pb-1 text-start text-xs font-semibold">
                  {group}
                </th>
              </tr>
              {permissions
                .filter((permission) => permissionWords[permission].group === group)
                .map((permission) => (
                  <tr key={permission} className="border-b border-line-soft">
                    <th scope="row" className="h-row pe-4 text-start font-normal">
                      {permissionWords[permission].label}
                    </th>
                    {roles.map((role) => (
                      <td key={role.id} className="text-center">
                        {role.permissions.includes(permission) ? (
                          <>
                            <Icon of={Check} className="inline text-ok-fg" />
                            <span className="sr-only">Yes</span>
                          </>
                        ) : (
                          <>
                            <span aria-hidden className="text-fg-faint">
                              –
                            </span>
                            <span className="sr-only">No</span>
                          </>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
