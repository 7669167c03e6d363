import { listInstructions } from "@/lib/domains/instructions/read";
import { SetInstruction } from "@/lib/domains/instructions/schema";
import { setInstruction } from "@/lib/domains/instructions/write";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read" }, ({ actor }) => listInstructions(actor));

export const PUT = route({ allow: "alarm-rules:write", body: SetInstruction }, ({ actor, body }) =>
  setInstruction(actor, body),
);
