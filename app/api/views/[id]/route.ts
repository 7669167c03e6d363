import { ViewChange, ViewParams } from "@/lib/domains/views/schema";
import { changeView, deleteView } from "@/lib/domains/views/write";
import { route } from "@/lib/http/route";

export const PATCH = route({ allow: "signed-in", params: ViewParams, body: ViewChange }, ({ actor, params, body }) =>
  changeView(actor, params.id, body),
);

export const DELETE = route({ allow: "signed-in", params: ViewParams }, ({ actor, params }) =>
  deleteView(actor, params.id),
);
