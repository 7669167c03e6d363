import { readSnapshot } from "@/lib/domains/cameras/read";
import { SnapshotParams, SnapshotQuery } from "@/lib/domains/cameras/schema";
import { raw, route } from "@/lib/http/route";

// The browser keeps it for some minutes, so that one look is one entry in the audit log.
export const GET = route(
  { allow: "live:watch", params: SnapshotParams, query: SnapshotQuery },
  async ({ actor, params, query }) => {
    const download = query.download !== undefined;
    const { bytes, type, fileName } = await readSnapshot(actor, { ...params, download });
    const headers = {
      "Cache-Control": "private, max-age=600",
      "Content-Type": type,
      "Content-Disposition": `${download ? "attachment" : "inline"}; filename="${fileName}"`,
    };
    return raw(new Response(new Uint8Array(bytes), { headers }));
  },
);
