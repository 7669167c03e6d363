/** The one list of background duties: the worker runs these and nothing else. */
import { cameraThumbnails } from "@/lib/domains/cameras/job";
import { hostHealth } from "@/lib/domains/health/job";
import { maintenance } from "@/lib/domains/settings/job";
import { mirrorDuties } from "@/lib/domains/sync/job";
import type { Duty } from "./define";

export const duties: readonly Duty[] = [maintenance, ...mirrorDuties, cameraThumbnails, hostHealth];
