import { search } from "@/lib/domains/search/read";
import { SearchQuery } from "@/lib/domains/search/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "signed-in", query: SearchQuery }, ({ actor, query }) => search(actor, query.q));
