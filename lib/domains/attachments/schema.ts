import { z } from "zod";
import { gatewayId } from "@/lib/domains/sync/schema";

/** In the address of a file: of its alarm or event, and its own. */
export const FileParams = z.object({ id: gatewayId, fileId: z.uuid() });

/** `v` makes the address of each content its own; `download` has the browser keep it as a file. */
export const FileQuery = z.object({ v: z.string().max(64).optional(), download: z.literal("1").optional() });

export const ThumbnailQuery = z.object({ v: z.string().max(64).optional() });
