import { watchLive } from "@/lib/domains/live/read";
import { raw, route } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = route({ allow: "signed-in" }, async ({ actor, request }) => raw(await watchLive(actor, request)));
