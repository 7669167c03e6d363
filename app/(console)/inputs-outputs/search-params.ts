import { parseAsStringLiteral } from "nuqs/server";
import { elementParams } from "@/components/elements/element-params";

export { elementFilters as signalFilters, elementParams as signalParams } from "@/components/elements/element-params";

export const signalTab = parseAsStringLiteral(["inputs", "outputs"]).withDefault("inputs");

export const addressParams = { ...elementParams, tab: signalTab };
