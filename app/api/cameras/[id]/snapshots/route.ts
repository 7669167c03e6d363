import { z } from "zod";
import { listSnapshots } from "@/lib/domains/cameras/read";
import { CameraParams } from "@/lib/domains/cameras/schema";
import { takeSnapshot } from "@/lib/domains/cameras/write/take-snapshot";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "live:watch", params: CameraParams }, ({ actor, params }) =>
  listSnapshots(actor, params.id),
);

export const POST = route(
  { allow: "live:watch", params: CameraParams, body: z.object({}) },
  async ({ actor, params, signal }) => reply(await takeSnapshot(actor, params.id, signal), { status: 201 }),
);
