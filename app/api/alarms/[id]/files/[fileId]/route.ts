import { readFile } from "@/lib/domains/attachments/read/file";
import { FileParams, FileQuery } from "@/lib/domains/attachments/schema";
import { keptFile } from "@/lib/http/kept-file";
import { raw, route } from "@/lib/http/route";

// The browser asks again after ten minutes, so that a later look is another entry in the audit log.
const cache = "private, max-age=600, immutable";

export const GET = route(
  { allow: "alarms:read", params: FileParams, query: FileQuery },
  async ({ actor, params, query, request }) => {
    const file = await readFile(actor, "alarms", { ...params, headers: request.headers });
    return raw(keptFile(request, file, { cache, download: query.download !== undefined }));
  },
);
