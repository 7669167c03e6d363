export { abilitiesInWords } from "@/lib/domains/cameras/terms";
