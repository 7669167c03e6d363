import { z } from "zod";
import { readThumbnail } from "@/lib/domains/cameras/read";
import { CameraParams, ThumbnailQuery } from "@/lib/domains/cameras/schema";
import { refreshThumbnail } from "@/lib/domains/cameras/write/refresh-thumbnail";
import { raw, route } from "@/lib/http/route";

export const GET = route(
  { allow: "cameras:read", params: CameraParams, query: ThumbnailQuery },
  async ({ actor, params, request }) => {
    const { bytes, type, hash } = await readThumbnail(actor, params.id);
    const headers = { ETag: `"${hash}"`, "Cache-Control": "private, max-age=60", "Content-Type": type };
    const known = (request.headers.get("if-none-match") ?? "").includes(hash);
    return raw(known ? new Response(null, { status: 304, headers }) : new Response(new Uint8Array(bytes), { headers }));
  },
);

export const POST = route(
  { allow: "live:watch", params: CameraParams, body: z.object({}) },
  ({ actor, params, signal }) => refreshThumbnail(actor, params.id, signal),
);
