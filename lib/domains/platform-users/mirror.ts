import type { MirrorSource } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { listUsers } from "@/lib/gateway/endpoints";

export const platformUserMirror: MirrorSource = {
  kind: "platform-users",
  table: "platform_user",
  columns: { name: "text" },
  search: ["name"],
  area: null,
  read: (page, signal) => gateway().call(listUsers, page, { lane: "sweeps", signal }),
};
