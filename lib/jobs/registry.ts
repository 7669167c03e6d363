/** The one list of background duties: the worker runs these and nothing else. */
import { auditDuties } from "@/lib/domains/audit/job";
import { cameraThumbnails } from "@/lib/domains/cameras/job";
import { mirrorDuties } from "@/lib/domains/sync/job";
import type { Duty } from "./define";
import { maintenance } from "./maintenance";

export const duties: readonly Duty[] = [maintenance, ...mirrorDuties, cameraThumbnails, ...auditDuties];
