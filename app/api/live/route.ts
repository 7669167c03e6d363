import { currentActor } from "@/lib/auth/session";
import { raw, route } from "@/lib/http/route";
import { liveStream } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

export const GET = route({ allow: "signed-in" }, ({ request }) =>
  // Ends for a locked desk as well as for one that is signed out.
  raw(liveStream(request, { stillAllowed: async () => (await currentActor(request)) !== null })),
);
