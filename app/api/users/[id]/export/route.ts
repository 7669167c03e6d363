import { Readable } from "node:stream";
import { exportUser } from "@/lib/domains/users/read/export-user";
import { UserParams } from "@/lib/domains/users/schema";
import { raw, route } from "@/lib/http/route";

export const POST = route({ allow: "users:manage", stepUp: true, params: UserParams }, async ({ actor, params }) => {
  const text = await exportUser(actor, params.id);
  const body = Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream<Uint8Array>;
  return raw(
    new Response(body, {
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": `attachment; filename="gatehouse-user-${params.id}.json"`,
        "X-Content-Type-Options": "nosniff",
      },
    }),
  );
});
