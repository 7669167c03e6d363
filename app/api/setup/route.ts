import { SetUp } from "@/lib/domains/users/schema";
import { setUp } from "@/lib/domains/users/write";
import { reply, route } from "@/lib/http/route";

export const POST = route({ allow: "public", body: SetUp }, async ({ body }) =>
  reply(await setUp(body), { status: 201 }),
);
