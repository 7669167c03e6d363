import { InstructionParams } from "@/lib/domains/instructions/schema";
import { deleteInstruction } from "@/lib/domains/instructions/write";
import { route } from "@/lib/http/route";

export const DELETE = route({ allow: "alarm-rules:write", params: InstructionParams }, ({ actor, params }) =>
  deleteInstruction(actor, params.id),
);
