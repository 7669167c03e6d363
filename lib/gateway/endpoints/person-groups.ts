import { z } from "zod";
import { endpoint } from "../endpoint";
import { gatewayId, nonEmptyIds, present, text } from "../strict";
import { readBoolean, readId, readIdOrNull, readRows, readText, readTextOrNull, record } from "../tolerant";

/** The department every other one is below. */
export const ROOT_DEPARTMENT = "1";

const NO_PARENT = new Set(["-1", "0"]);

const Department = record({
  groupId: readId(),
  groupName: readText(),
  parentId: readIdOrNull(),
  childNodeExist: readBoolean(),
  permissionState: readBoolean(),
  description: readTextOrNull(),
  areaList: readRows(record({ areaId: readId() })),
  groupFullPath: readTextOrNull(),
}).transform((row) => ({
  id: row.groupId,
  name: row.groupName,
  parentId: row.parentId === null || NO_PARENT.has(row.parentId) ? null : row.parentId,
  hasChildren: row.childNodeExist,
  permitted: row.permissionState,
  description: row.description,
  areaIds: row.areaList.items.map(({ areaId }) => areaId),
  path: row.groupFullPath,
}));

/**
 * A department. `parentId` is null for the root; `permitted` tells whether the account may use it. Departments are made
 * and changed in the vendor's portal alone.
 */
export type Department = z.output<typeof Department>;

/**
 * Departments: those directly below `parentId` and itself (the root without one), with `deep` all below, by part of a
 * name; or those with the ids given, which excludes the rest. Criteria that are not given are left out, because an empty
 * id list is a criterion too. Not paged. No match is refused with CCF038064. Guide 5.8.1, A.3.124, A.3.34.
 */
export const searchDepartments = endpoint({
  name: "departments.search",
  path: "POST /person/v1/groups/search",
  section: "5.8.1",
  kind: "read",
  input: z
    .strictObject({
      parentId: gatewayId().optional(),
      name: text(64).optional(),
      deep: z.boolean().optional(),
      ids: nonEmptyIds().optional(),
    })
    .refine(({ ids, ...others }) => ids === undefined || Object.values(others).every((value) => value === undefined), {
      path: ["ids"],
      message: "must not be given together with other criteria",
    })
    .transform(({ parentId, name, deep, ids }) =>
      ids === undefined
        ? present({ parentGroupId: parentId, groupName: name, depthTraversal: deep ?? false })
        : { groupIdList: ids },
    ),
  output: z.preprocess(
    (data) => data ?? {},
    record({ personGroupList: readRows(Department) }).transform(({ personGroupList }) => ({
      departments: personGroupList.items,
      skipped: personGroupList.skipped,
    })),
  ),
});
