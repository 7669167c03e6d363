/** The one list of background duties: the worker runs these and nothing else. */
import { auditDuties } from "@/lib/domains/audit/job";
import { attachments } from "@/lib/domains/attachments/job";
import { cameraThumbnails } from "@/lib/domains/cameras/job";
import { escalationDuties } from "@/lib/domains/escalations/job";
import { exportList } from "@/lib/domains/exports/job";
import { hostHealth } from "@/lib/domains/health/job";
import { accessRecords } from "@/lib/domains/events/job";
import { licences } from "@/lib/domains/licences/job";
import { queueDuties } from "@/lib/domains/queues/job";
import { maintenance } from "@/lib/domains/settings/job";
import { dutyEnds } from "@/lib/domains/on-duty/job";
import { snoozesEnd } from "@/lib/domains/snoozes/job";
import { mirrorDuties } from "@/lib/domains/sync/job";
import type { Duty } from "./define";
import type { JobKind } from "./kind";
import { workDuty } from "./work";

/** Kinds of long work that people can ask for. */
export const jobKinds: readonly JobKind[] = [exportList];

export const duties: readonly Duty[] = [
  maintenance,
  ...queueDuties,
  accessRecords,
  ...mirrorDuties,
  cameraThumbnails,
  attachments,
  licences,
  hostHealth,
  snoozesEnd,
  dutyEnds,
  ...escalationDuties,
  ...auditDuties,
  workDuty(jobKinds),
];
