import { z } from "zod";
import { SettingChange, SettingKey } from "@/lib/domains/settings/schema";
import { changeSetting } from "@/lib/domains/settings/write";
import { route } from "@/lib/http/route";

const params = z.object({ key: SettingKey });

export const PATCH = route({ allow: "settings:manage", params, body: SettingChange }, ({ actor, params, body }) =>
  changeSetting(actor, params.key, body.value),
);
