/** The one list of background duties: the worker runs these and nothing else. */
import { cameraThumbnails } from "@/lib/domains/cameras/job";
import { licences } from "@/lib/domains/licences/job";
import { exportList } from "@/lib/domains/exports/job";
import { mirrorDuties } from "@/lib/domains/sync/job";
import type { Duty } from "./define";
import type { JobKind } from "./kind";
import { maintenance } from "./maintenance";
import { workDuty } from "./work";

/** Kinds of long work that people can ask for. */
export const jobKinds: readonly JobKind[] = [exportList];

export const duties: readonly Duty[] = [maintenance, ...mirrorDuties, cameraThumbnails, licences, workDuty(jobKinds)];
