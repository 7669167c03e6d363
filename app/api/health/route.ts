import { readHealth } from "@/lib/domains/health/read";
import { reply, route } from "@/lib/http/route";

export const GET = route({ allow: "public" }, async ({ actor }) => {
  const health = await readHealth(actor);
  return reply(health, { status: health.status === "down" ? 503 : 200 });
});
