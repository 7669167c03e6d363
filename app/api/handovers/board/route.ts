import { readBoard } from "@/lib/domains/handovers/read/handovers";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:handle" }, ({ actor }) => readBoard(actor));
