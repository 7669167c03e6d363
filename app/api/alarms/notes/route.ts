import { AddNote } from "@/lib/domains/alarms/schema";
import { addNote } from "@/lib/domains/alarms/write/fields";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", body: AddNote }, ({ actor, body }) => addNote(actor, body));
