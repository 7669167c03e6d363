import { readSmall } from "@/lib/domains/attachments/read/file";
import { FileParams, ThumbnailQuery } from "@/lib/domains/attachments/schema";
import { keptPicture } from "@/lib/http/kept-file";
import { raw, route } from "@/lib/http/route";

export const GET = route(
  { allow: "doors:read", params: FileParams, query: ThumbnailQuery },
  async ({ actor, params, request }) => {
    const { hash, bytes } = await readSmall(actor, "events", params);
    return raw(keptPicture(request.headers, hash, bytes));
  },
);
