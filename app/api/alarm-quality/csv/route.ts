import { qualityAsFile } from "@/lib/domains/alarm-quality/read/file";
import { QualityQuery } from "@/lib/domains/alarm-quality/schema";
import { raw, route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", query: QualityQuery }, async ({ actor, query }) => {
  const { name, text } = await qualityAsFile(actor, query);
  return raw(
    new Response(text, {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}"`,
        "X-Content-Type-Options": "nosniff",
      },
    }),
  );
});
