export { abilitiesInWords } from "@/lib/domains/cameras/schema";
