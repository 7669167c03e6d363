import { readMetrics } from "@/lib/domains/metrics/read";
import { raw, route } from "@/lib/http/route";

// Public to the wrapper: a monitoring server has no session, and the verb checks its token.
export const GET = route({ allow: "public" }, async ({ request }) => {
  const { text, contentType } = await readMetrics(request.headers.get("authorization"));
  return raw(new Response(text, { headers: { "Content-Type": contentType } }));
});
