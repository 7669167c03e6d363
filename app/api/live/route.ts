import { openSession } from "@/lib/auth/session";
import { raw, route } from "@/lib/http/route";
import { liveStream } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

export const GET = route({ allow: "signed-in" }, ({ actor, request }) =>
  raw(liveStream(request, { stillAllowed: async () => (await openSession(actor.sessionId)) !== null })),
);
