export { elementFilters as cameraFilters, elementParams as cameraParams } from "@/components/elements/element-params";
