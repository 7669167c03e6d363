import { openSession } from "@/lib/auth/session";
import { mayHear } from "@/lib/bus/hear";
import { raw, route } from "@/lib/http/route";
import { liveStream } from "@/lib/http/sse";

export const dynamic = "force-dynamic";

export const GET = route({ allow: "signed-in" }, ({ actor, request }) => {
  let hearer = actor;
  const stillAllowed = async () => {
    const open = await openSession(actor.sessionId);
    hearer = open?.actor ?? hearer;
    return open !== null;
  };
  return raw(liveStream(request, { stillAllowed, filter: (event) => mayHear(hearer, event) }));
});
