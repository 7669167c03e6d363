export { elementFilters as doorFilters, elementParams as doorParams } from "@/components/elements/element-params";
