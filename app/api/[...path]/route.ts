import { NotFoundError } from "@/lib/errors";
import { route } from "@/lib/http/route";
import { z } from "zod";

// Without this, an address that no route serves would answer with a page.
const nothing = route({ allow: "public", query: z.looseObject({}), body: z.unknown() }, ({ request }) => {
  throw new NotFoundError(`There is no ${new URL(request.url).pathname} here.`, { remedy: "Check the address." });
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
