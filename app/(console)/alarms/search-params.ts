export { alarmFilters, alarmParams } from "@/components/alarms/alarm-params";
